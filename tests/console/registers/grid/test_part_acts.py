import pytest
from django.test import Client

from chengzhi.grid.models import Part
from tests.console.registers.grid.conftest import CODE, PART, day, post, url
from tests.factories.city import LAT, LON


def test_a_registered_part_lies_in_its_cell(client: Client, part: Part) -> None:
    assert part.cell is not None
    assert part.cell.code == CODE
    assert client.get(url("part", PART)).status_code == 200
    assert [one.code for one in client.get(url("parts"), {"q": "排水处"}).context["page"]] == [PART]


@pytest.mark.parametrize("wrong", [{"code": "12"}, {"lon": "abc"}, {"lat": "89"}, {"name": ""}])
def test_a_part_that_cannot_be_is_refused(client: Client, wrong: dict[str, str]) -> None:
    values = {
        "code": PART,
        "lon": str(LON),
        "lat": str(LAT),
        "datum": "cgcs2000",
        "name": "井盖",
        "state": "intact",
        "on": day(),
    }
    assert post(client, "part_act", "new", "register", **(values | wrong)).status_code == 422
    assert not Part.objects.exists()


def test_a_part_is_moved_from_another_datum(client: Client, part: Part) -> None:
    values = {"lon": str(LON + 0.001), "lat": str(LAT), "datum": "gcj02", "reason": "施工迁移"}
    assert post(client, "part_act", PART, "move", **values).status_code == 302
    part.refresh_from_db()
    assert part.lon != pytest.approx(LON + 0.001, abs=1e-4)
    assert "施工迁移" in client.get(url("part", PART)).content.decode()


def test_a_part_is_corrected_and_retired(client: Client, part: Part) -> None:
    facts = {
        "name": "污水井盖",
        "state": "damaged",
        "competent_name": "",
        "owner_name": "",
        "maintainer_name": "",
        "note": "",
    }
    assert post(client, "part_act", PART, "correct", reason="认错了", **facts).status_code == 302
    assert post(client, "part_act", PART, "retire", reason="拆除", on=day()).status_code == 302
    assert post(client, "part_act", PART, "retire", reason="拆除", on=day()).status_code == 422
    assert [one.name for one in client.get(url("parts"), {"retired": "1"}).context["page"]] == ["污水井盖"]
