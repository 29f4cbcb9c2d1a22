"""Categories and filing standards as workbooks, in the columns that the import knows."""

from typing import Any

import pytest
from django.test import Client

from tests.console.registers.catalogue.conftest import SignIn, url
from tests.factories.city import City
from tests.support.pages import cover_of, rows_of


def export(client: Client, name: str, **query: str) -> Any:
    return client.get(url("export_list", name), query)


@pytest.mark.parametrize(
    ("query", "is_there"), [({}, True), ({"q": "暴露"}, True), ({"q": "没有"}, False), ({"level": "xyz"}, True)]
)
def test_standards_are_narrowed_as_on_the_page(client: Client, query: dict[str, str], *, is_there: bool) -> None:
    rows = rows_of(export(client, "standards", **query))[1:]
    assert ("暴露垃圾" in [row[4] for row in rows]) is is_there


def test_categories_are_told_with_class_and_conditions(client: Client) -> None:
    answer = export(client, "categories", q="占道")
    heads, row = rows_of(answer)
    told = dict(zip(heads, row, strict=True))
    assert (told["小类代码"], told["小类名称"], told["大类代码"]) == ("0502", "占道经营", "05")
    assert ["查找", "占道"] in cover_of(answer)


@pytest.mark.parametrize("name", ["standards", "categories", "mappings"])
def test_others_are_told_that_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert export(signed_in(city.alice), name).status_code == 404
