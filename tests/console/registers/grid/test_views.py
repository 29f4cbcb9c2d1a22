import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.grid.demo import load_divisions
from chengzhi.grid.models import Cell, CellDuty, Division, Part
from chengzhi.kernel import clock
from tests.console.registers.grid.conftest import SignIn
from tests.factories.city import LAT, LON, STREET, City
from tests.factories.grid import polygon

CODE = f"{STREET}001001"
PART = "3206130101000001"
PAGES = ("cells", "parts", "divisions", "cells_export", "parts_export")


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def day(offset: int = 0) -> str:
    return (clock.now().date() + timedelta(days=offset)).isoformat()


def boundary(edge: float = 0.02, *, west: float = LON - 0.02) -> str:
    return json.dumps(
        polygon((west, LAT - edge), (LON + edge, LAT - edge), (LON + edge, LAT + edge), (west, LAT + edge))
    )


@pytest.fixture
def part(client: Client) -> Part:
    values = {
        "code": PART, "lon": str(LON), "lat": str(LAT), "datum": "cgcs2000", "name": "雨水井盖", "state": "intact",
        "competent_name": "排水处", "owner_name": "", "maintainer_name": "", "note": "", "on": "2026-01-01",
    }  # fmt: skip
    assert post(client, "part_act", "new", "register", **values).status_code == 302
    return Part.objects.get(code=PART)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.dave).get(url(name)).status_code == 404


@pytest.mark.parametrize("asked", [{"q": "学田"}, {"q": CODE}, {"area": STREET}, {"grade": "B"}, {"on": "2020-05-01"}])
def test_cells_are_found(client: Client, asked: dict[str, str]) -> None:
    assert [row.cell.code for row in client.get(url("cells"), asked).context["rows"]] == [CODE]


@pytest.mark.parametrize(
    "asked", [{"q": "没有"}, {"area": "320613001"}, {"grade": "A"}, {"bare": "1"}, {"on": "2019-01-01"}]
)
def test_cells_that_do_not_answer_are_left_out(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(url("cells"), asked)
    assert answer.context["rows"] == []
    assert "没有符合条件的网格" in answer.content.decode()


def test_a_cell_shows_duties_versions_and_its_map(client: Client) -> None:
    text = client.get(url("cell", CODE)).content.decode()
    assert "陈红" in text
    assert "2020-01-01" in text
    found = json.loads(client.get(url("cell_map", CODE)).content)
    assert [one["properties"]["value"] for one in found["features"]] == [2]
    assert client.get(url("cell", "320613006001999")).status_code == 404


def test_a_cell_is_graded_anew_from_a_day(client: Client) -> None:
    values = {
        "name": "学田菜场网格",
        "grade": "A",
        "land_use": "commercial",
        "on": day(),
        "document": "崇城管〔2026〕3号",
    }
    assert post(client, "cell_act", CODE, "change", **values).status_code == 302
    assert Cell.objects.get(code=CODE).grade == "A"
    assert post(client, "cell_act", CODE, "change", **values).status_code == 422


def test_a_boundary_is_checked_before_it_holds(client: Client) -> None:
    values = {"boundary": boundary(), "datum": "cgcs2000", "on": day(), "document": "测绘成果"}
    checked = post(client, "cell_boundary", CODE, check="1", **values)
    assert "检查过了" in checked.content.decode()
    assert Cell.objects.get(code=CODE).versions.count() == 1
    assert post(client, "cell_boundary", CODE, **values).status_code == 302
    assert Cell.objects.get(code=CODE).versions.count() == 2


def test_a_boundary_may_come_as_a_file(client: Client) -> None:
    upload = SimpleUploadedFile("x.geojson", boundary().encode())
    values = {"boundary": "", "file": upload, "datum": "cgcs2000", "on": day(), "document": "测绘成果"}
    assert post(client, "cell_boundary", CODE, **values).status_code == 302


@pytest.mark.parametrize("wrong", ["", "xx", '{"type":"Point","coordinates":[1,2]}', boundary(0.0)])
def test_a_boundary_that_is_none_is_refused_and_stays_in_the_form(client: Client, wrong: str) -> None:
    answer = post(client, "cell_boundary", CODE, boundary=wrong, datum="cgcs2000", on=day(), document="测绘")
    assert answer.status_code == 422
    assert "测绘" in answer.content.decode()


def test_a_cell_is_retired_with_its_duties(client: Client) -> None:
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 302
    assert CellDuty.objects.get().valid_to is not None
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 422


def test_a_duty_is_assigned_and_ended(client: Client) -> None:
    values = {"kind": "firm", "name": "学田商场", "phone": "0513-1", "on": day(-2)}
    assert post(client, "cell_act", CODE, "assign", **values).status_code == 302
    duty = CellDuty.objects.get(kind="firm")
    assert post(client, "duty_act", CODE, duty.pk, "end", on=day()).status_code == 302
    assert post(client, "duty_act", CODE, duty.pk, "end", on="2001-01-01").status_code == 422
    assert client.get(url("duty_act", CODE, 99_999, "end")).status_code == 404


def test_a_duty_without_anybody_is_refused(client: Client) -> None:
    answer = post(client, "cell_act", CODE, "assign", kind="police", on=day())
    assert answer.status_code == 422
    assert "没有写姓名或单位" in answer.content.decode()


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


@pytest.mark.parametrize(
    ("name", "args"),
    [("part", ("1",)), ("part_act", ("1", "move")), ("part_act", ("new", "move")), ("cell_act", (CODE, "burn"))],
)
def test_what_does_not_exist_is_not_found(client: Client, name: str, args: tuple[str, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 404


def test_the_merger_of_the_districts_is_told_from_both_sides(client: Client) -> None:
    CellDuty.objects.all().delete()
    Cell.objects.all().delete()
    for level in ("community", "street", "district"):
        Division.objects.filter(level=level).delete()
    load_divisions()
    text = client.get(url("divisions"), {"edition": "2019"}).content.decode()
    assert "港闸区" in text
    changes = client.get(url("divisions"), {"edition": "changes", "q": "320611"}).content.decode()
    assert "320613" in changes
    assert date(2020, 7, 3).isoformat() in changes


def test_a_checked_file_need_not_be_chosen_again(client: Client) -> None:
    upload = SimpleUploadedFile("x.geojson", boundary().encode())
    values = {"datum": "gcj02", "on": day(), "document": "测绘成果"}
    checked = post(client, "cell_boundary", CODE, check="1", boundary="", file=upload, **values).context["form"]
    kept = {name: checked[name].value() for name in ("boundary", "datum")}
    assert post(client, "cell_boundary", CODE, **{**values, **kept}).status_code == 302
