"""Whistles as a workbook: a row for each department called."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Whistle
from chengzhi.console.exports import giving
from tests.console.whistles.conftest import SignIn
from tests.factories.city import City
from tests.support.pages import cover_of, rows_of


def export(client: Client, **query: str) -> Any:
    return client.get(reverse("console:whistles_export"), query)


@pytest.mark.parametrize(("text", "count"), [("", 1), ("夜市", 1), ("不存在的词", 0)])
def test_the_rows_are_those_of_the_page(city: City, blown: Whistle, signed_in: SignIn, text: str, count: int) -> None:
    answer = export(signed_in(city.olga), q=text)
    assert [row[0] for row in rows_of(answer)[1:]] == [blown.number] * count
    assert ["行数", str(count)] in cover_of(answer)


def test_a_row_tells_the_whistle_and_the_department(city: City, blown: Whistle, signed_in: SignIn) -> None:
    heads, row = rows_of(export(signed_in(city.olga)))
    told = dict(zip(heads, row, strict=True))
    assert (told["事由"], told["集合地点"], told["部门"]) == (blown.matter, blown.place, "环卫处")
    assert (told["签到时间"], told["处理结果"]) == (None, None)


@pytest.mark.parametrize(("most", "is_given"), [(1, True), (0, False)])
def test_the_limit_counts_departments(
    city: City, blown: Whistle, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, most: int, *, is_given: bool
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", most)
    answer = export(signed_in(city.olga))
    assert ("attachment" in answer.headers.get("Content-Disposition", "")) is is_given
    assert blown.summonses.count() == 1


def test_who_has_nothing_to_do_with_it_gets_no_row(city: City, blown: Whistle, signed_in: SignIn) -> None:
    assert blown.pk
    answer = export(signed_in(city.hank))
    assert answer.status_code == 404 or len(rows_of(answer)) == 1
