"""Parts, cells and divisions as workbooks: the columns of the import, and only what was asked for."""

from typing import Any

import pytest
from django.test import Client

from chengzhi.grid.models import Part
from tests.console.registers.grid.conftest import CODE, PART, url
from tests.factories.city import STREET, City
from tests.support.pages import cover_of, rows_of


def export(client: Client, name: str, **query: str) -> Any:
    return client.get(url("export_list", name), query)


def first(client: Client, name: str, **query: str) -> list[Any]:
    return [row[0] for row in rows_of(export(client, name, **query))[1:]]


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({}, True), ({"q": "雨水"}, True), ({"q": "路灯"}, False), ({"state": "intact"}, True), ({"area": STREET}, True),
        ({"area": "320613999"}, False), ({"retired": "1"}, False), ({"state": "xyz"}, True),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("part")
def test_parts_are_narrowed_as_on_the_page(client: Client, query: dict[str, str], *, is_there: bool) -> None:
    assert (PART in first(client, "parts", **query)) is is_there


def test_a_part_is_told_in_full(client: Client, part: Part) -> None:
    heads, row = rows_of(export(client, "parts", q="雨水"))
    told = dict(zip(heads, row, strict=True))
    assert (told["部件编码"], told["部件名称"], told["主管单位"]) == (part.code, "雨水井盖", "排水处")
    assert (told["网格编码"], told["经度"]) == (CODE, f"{part.lon:.6f}")


def test_only_conditions_that_were_asked_stand_on_the_first_sheet(client: Client, part: Part) -> None:
    labels = {row[0] for row in cover_of(export(client, "parts", q="雨水"))}
    assert "查找" in labels
    assert not {"区划", "类别", "部件状态", "已注销"} & labels


@pytest.mark.parametrize(
    ("query", "codes"), [({}, [CODE]), ({"grade": "B"}, [CODE]), ({"grade": "A"}, []), ({"bare": "1"}, [])]
)
def test_cells_are_narrowed_as_on_the_page(client: Client, query: dict[str, str], codes: list[str]) -> None:
    assert first(client, "cells", **query) == codes


def test_a_cell_is_told_with_its_collector_and_its_parts(client: Client, part: Part) -> None:
    heads, row = rows_of(export(client, "cells"))
    told = dict(zip(heads, row, strict=True))
    assert (told["名称"], told["采集员"], told["部件"]) == ("学田一号网格", "陈红", 1)


def test_divisions_stand_below_the_one_above(client: Client) -> None:
    rows = rows_of(export(client, "divisions", edition="2023"))[1:]
    assert [row[0] for row in rows] == ["320613", STREET, f"{STREET}001"]
    assert [row[4] for row in rows] == [None, "320613", STREET]


@pytest.mark.parametrize("name", ["parts", "cells", "divisions", "division_changes"])
def test_others_are_told_that_there_is_nothing(city: City, signed_in: Any, name: str) -> None:
    assert export(signed_in(city.hank), name).status_code == 404
