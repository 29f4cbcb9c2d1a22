import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.console.exports import giving
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.kernel.access import Scope
from tests.console.registers.grid.conftest import CODE, SignIn, boundary, day, post, url
from tests.factories.city import STREET, City, make_person, make_role
from tests.factories.loop import report
from tests.support.pages import cover_of, in_english, rows_of, text_of, untranslated

PAGES = ("cells", "parts", "divisions", "cells_export", "parts_export")


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


@pytest.mark.parametrize(
    ("name", "args"),
    [("part", ("1",)), ("part_act", ("1", "move")), ("part_act", ("new", "move")), ("cell_act", (CODE, "burn"))],
)
def test_what_does_not_exist_is_not_found(client: Client, name: str, args: tuple[str, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 404


def test_a_checked_file_need_not_be_chosen_again(client: Client) -> None:
    upload = SimpleUploadedFile("x.geojson", boundary().encode())
    values = {"datum": "gcj02", "on": day(), "document": "测绘成果"}
    checked = post(client, "cell_boundary", CODE, check="1", boundary="", file=upload, **values).context["form"]
    kept = {name: checked[name].value() for name in ("boundary", "datum")}
    assert post(client, "cell_boundary", CODE, **{**values, **kept}).status_code == 302


def test_a_cell_is_shown_as_it_was_on_a_day(client: Client) -> None:
    values = {"name": "新名网格", "grade": "A", "land_use": "commercial", "on": day(), "document": "x"}
    post(client, "cell_act", CODE, "change", **values)
    context = client.get(url("cell", CODE), {"on": "2024-01-01"}).context
    assert (context["then"].name, context["then"].grade) == ("学田一号网格", "B")
    assert client.get(url("cell", CODE)).context["then"] is None


@pytest.mark.parametrize(("rights", "names"), [
    (("grid.register.read",), []),
    (("grid.register.read", "grid.cell.manage"), ["change", "boundary", "retire"]),
    (("grid.register.read", "grid.duty.manage"), ["assign"]),
])  # fmt: skip
def test_each_right_is_offered_its_own_acts(
    city: City, signed_in: SignIn, rights: tuple[str, ...], names: list[str]
) -> None:
    viewer = make_person("李军", city.units["centre"], make_role("one", dict.fromkeys(rights, Scope.CITY)))
    acts = signed_in(viewer).get(url("cell", CODE)).context["acts"]
    assert [one["name"] for one in acts] == names


def test_each_right_takes_only_its_own_acts(city: City, signed_in: SignIn) -> None:
    rights = dict.fromkeys(("grid.register.read", "grid.duty.manage"), Scope.CITY)
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", rights)))
    found = {name: browser.get(url("cell_act", CODE, name)).status_code for name in ("assign", "change", "retire")}
    assert found == {"assign": 200, "change": 404, "retire": 404}
    assert browser.get(url("cell_boundary", CODE)).status_code == 404


def test_a_retired_cell_is_offered_no_acts(client: Client) -> None:
    post(client, "cell_act", CODE, "retire", on=day(), document="撤并")
    assert client.get(url("cell", CODE)).context["acts"] == []


def test_cells_outside_ones_territory_do_not_exist(city: City, signed_in: SignIn) -> None:
    rights = dict.fromkeys(("grid.register.read", "grid.cell.manage"), Scope.TERRITORY)
    role = make_role("bound", rights)
    inside = signed_in(make_person("本街道", city.units["street"], role))
    outside = signed_in(make_person("别处", city.units["cleaning"], role))
    urls = (url("cell", CODE), url("cell_map", CODE), url("cell_boundary", CODE))
    assert [inside.get(one).status_code for one in urls] == [200, 200, 200]
    assert [outside.get(one).status_code for one in urls] == [404, 404, 404]


def test_the_workbook_has_a_row_for_each_cell(city: City, client: Client) -> None:
    report(city)
    answer = client.get(url("cells_export"), {"q": "学田", "area": STREET})
    head, row = rows_of(answer)
    assert head == ["网格编码", "名称", "街道", "社区", "区域类别", "面积（平方米）", "采集员", "部件", "在办"]
    assert row == [CODE, "学田一号网格", "学田街道", "学田社区居委会", "B", 4_000_000, "陈红", 0, 1]
    assert ["区划", STREET] in cover_of(answer)


def test_too_many_cells_are_offered_to_the_worker(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = client.get(url("cells_export"))
    assert answer.status_code == 200
    assert "在后台导出" in text_of(answer)


@pytest.mark.parametrize("area", ["3206", "x", "32061300100", "３２０６１３００１"])
def test_an_area_that_is_none_narrows_nothing(client: Client, area: str) -> None:
    answer = client.get(url("cells"), {"area": area})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"boundary": ""}, "没有边界"),
        ({"document": ""}, "没有填“依据文件”"),
        ({"on": ""}, "没有填“生效日”"),
        ({"on": "2001-01-01"}, "2020-01-01"),
        ({"datum": "mars"}, "mars"),
    ],
)
def test_a_boundary_that_will_not_do_is_refused_in_words(client: Client, given: dict[str, str], words: str) -> None:
    right = {"boundary": boundary(), "datum": "cgcs2000", "on": day(), "document": "测绘成果"}
    answer = post(client, "cell_boundary", CODE, **{**right, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Cell.objects.get(code=CODE).versions.count() == 1


def test_the_form_of_a_boundary_opens(client: Client) -> None:
    answer = client.get(url("cell_boundary", CODE))
    assert (answer.status_code, answer.context["checked"]) == (200, None)


def test_a_checked_boundary_says_how_large_it_is(client: Client) -> None:
    answer = post(
        client, "cell_boundary", CODE, check="1", boundary=boundary(), datum="cgcs2000", on=day(), document="x"
    )
    assert answer.context["checked"].area_m2 > 1e6
    assert answer.status_code == 200


def test_the_duty_of_another_cell_is_not_found(city: City, client: Client) -> None:
    duty = CellDuty.objects.get()
    assert client.get(url("duty_act", CODE, duty.pk, "end")).status_code == 200
    assert client.get(url("duty_act", "320613006001999", duty.pk, "end")).status_code == 404
    assert client.get(url("duty_act", CODE, duty.pk, "burn")).status_code == 404


@pytest.mark.parametrize("name", ["cells", "cell", "cell_boundary"])
def test_pages_in_english_have_no_chinese_of_ours(city: City, client: Client, name: str) -> None:
    args = () if name == "cells" else (CODE,)
    answer = in_english(client).get(url(name, *args))
    data = ("学田街道", "学田社区居委会", "学田一号网格", "陈红", "崇川区")
    assert untranslated(answer, *data) == set()


@pytest.mark.parametrize("given", ["<b>", "'", "字" * 400, "%", "_"])
def test_whatever_is_searched_for_the_page_stays_whole(client: Client, given: str) -> None:
    assert client.get(url("cells"), {"q": given}).status_code == 200


def test_the_list_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(url("cells"))
    with django_assert_max_num_queries(16):
        client.get(url("cells"))
