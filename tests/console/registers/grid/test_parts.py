from typing import Any

import pytest
from django.test import Client

from chengzhi.console.exports import giving
from chengzhi.grid.models import Part
from chengzhi.kernel.access import Scope
from tests.console.registers.grid.conftest import CODE, PART, SignIn, day, post, url
from tests.factories.city import LAT, LON, STREET, City, make_person, make_role
from tests.support.pages import cover_of, in_english, main_of, rows_of, text_of, untranslated


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 1), ({"q": PART}, 1), ({"q": "没有"}, 0), ({"area": STREET}, 1), ({"area": "x"}, 1), ({"category": "0101"}, 1),
        ({"category": "0201"}, 0), ({"category": "x"}, 1), ({"state": "intact"}, 1), ({"state": "lost"}, 0),
        ({"state": "none"}, 1), ({"retired": "1"}, 0), ({"retired": "2"}, 1),
    ],
)  # fmt: skip
def test_parts_are_found(client: Client, part: Part, asked: dict[str, str], count: int) -> None:
    assert len(client.get(url("parts"), asked).context["page"].object_list) == count


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    words = main_of(client.get(url("parts"), {"q": "没有"}))
    assert "没有符合条件的部件" in words


def test_only_a_keeper_is_offered_to_register(city: City, client: Client, signed_in: SignIn) -> None:
    reader = signed_in(make_person("李军", city.units["centre"], make_role("r", {"grid.register.read": Scope.CITY})))
    assert client.get(url("parts")).context["may_register"]
    assert not reader.get(url("parts")).context["may_register"]
    assert reader.get(url("part_act", "new", "register")).status_code == 404


def test_parts_leave_as_a_workbook(client: Client, part: Part) -> None:
    answer = client.get(url("parts_export"), {"q": "井盖", "category": "0101"})
    head, row = rows_of(answer)
    assert head == [
        "部件编码", "部件名称", "部件状态", "网格编码", "主管单位", "权属单位", "养护单位", "经度", "纬度", "登记日期", "注销日期",
    ]  # fmt: skip
    assert row[:5] == [PART, "雨水井盖", "完好", CODE, "排水处"]
    assert (row[7], row[8], row[10]) == (f"{LON:.6f}", f"{LAT:.6f}", None)
    assert ["类别", "0101"] in cover_of(answer)


def test_a_part_outside_every_cell_has_none_in_the_workbook(client: Client, part: Part) -> None:
    Part.objects.update(cell=None)
    assert rows_of(client.get(url("parts_export")))[1][3] is None


def test_too_many_parts_are_offered_to_the_worker(client: Client, part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = client.get(url("parts_export"))
    assert answer.status_code == 200
    assert "“部件”符合条件的有 1 行，超过 0 行" in text_of(answer)


def test_the_page_of_a_part_shows_place_and_history(client: Client, part: Part) -> None:
    answer = client.get(url("part", PART))
    west, south, east, north = (float(side) for side in answer.context["box"].split(","))
    assert west < LON < east
    assert south < LAT < north
    assert (answer.context["home"].lon, answer.context["home"].lat) == (part.lon, part.lat)
    assert [one["name"] for one in answer.context["acts"]] == ["move", "correct", "retire"]


def test_a_retired_part_is_offered_no_acts(client: Client, part: Part) -> None:
    post(client, "part_act", PART, "retire", reason="拆除", on=day())
    assert client.get(url("part", PART)).context["acts"] == []


def test_parts_outside_ones_territory_do_not_exist(city: City, part: Part, signed_in: SignIn) -> None:
    role = make_role("bound", dict.fromkeys(("grid.register.read", "grid.part.manage"), Scope.TERRITORY))
    inside = signed_in(make_person("本街道", city.units["street"], role))
    outside = signed_in(make_person("别处", city.units["cleaning"], role))
    for one in (url("part", PART), url("part_act", PART, "move")):
        assert (inside.get(one).status_code, outside.get(one).status_code) == (200, 404)
    assert len(outside.get(url("parts")).context["page"].object_list) == 0


def test_a_new_part_leads_to_its_page(client: Client) -> None:
    values = {
        "code": f" {PART} ",
        "lon": LON,
        "lat": LAT,
        "datum": "cgcs2000",
        "name": "井盖",
        "state": "intact",
        "on": day(),
    }
    answer = post(client, "part_act", "new", "register", **values)
    assert answer["Location"] == url("part", PART)


def test_the_map_of_a_new_part_opens_on_the_city_and_of_an_old_one_on_it(client: Client, part: Part) -> None:
    fresh = client.get(url("part_act", "new", "register")).context["home"]
    held = client.get(url("part_act", PART, "move")).context["home"]
    assert held.zoom > fresh.zoom
    assert (held.lon, held.lat) == (part.lon, part.lat)


def test_htmx_is_told_where_to_go(client: Client, part: Part) -> None:
    values = {"lon": LON, "lat": LAT, "datum": "cgcs2000", "reason": "标错"}
    answer = client.post(url("part_act", PART, "move"), values, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, url("part", PART))


@pytest.mark.parametrize(("name", "args"), [("parts", ()), ("part", (PART,))])
def test_pages_in_english_have_no_chinese_of_ours(client: Client, part: Part, name: str, args: tuple[str, ...]) -> None:
    answer = in_english(client).get(url(name, *args))
    data = ("雨水井盖", "排水处", "学田一号网格", "学田街道", "学田社区居委会", "黄爱华", "监督指挥中心")
    assert untranslated(answer, *data) == set()


def test_the_list_costs_the_same_for_many_parts(client: Client, part: Part, django_assert_max_num_queries: Any) -> None:
    rows = [Part(code=f"32061301010001{number:02}", category_code="0101", name="井盖", state="intact", lon=LON, lat=LAT,
                 cell=part.cell, valid_from=part.valid_from, changed_on=part.changed_on) for number in range(30)]  # fmt: skip
    Part.objects.bulk_create(rows)
    client.get(url("parts"))
    with django_assert_max_num_queries(14):
        client.get(url("parts"))
