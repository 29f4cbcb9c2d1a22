"""Units, territories, people and posts as workbooks: the day, the conditions and the rows of the page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.organisation.models import Person, Post, Unit
from tests.console.registers.organisation.conftest import SignIn
from tests.support.pages import cover_of, rows_of

NAMES = ("units", "territories", "people", "posts")


def export(client: Client, name: str, **query: str) -> Any:
    return client.get(reverse(f"console:{name}_export"), query)


@pytest.fixture
def client(browser_of: SignIn) -> Client:
    return browser_of("reader")


@pytest.mark.parametrize(
    ("query", "is_there"),
    [({}, True), ({"q": "城东"}, True), ({"q": "没有"}, False), ({"on": "2000-01-01"}, False), ({"on": "x"}, True)],
)
def test_units_are_those_of_the_day_and_the_words(
    office: Unit, client: Client, query: dict[str, str], *, is_there: bool
) -> None:
    assert (office.code in [row[0] for row in rows_of(export(client, "units", **query))]) is is_there


def test_a_unit_is_told_with_its_territory(office: Unit, client: Client) -> None:
    rows = rows_of(export(client, "units", q="城东"))
    told = dict(zip(*rows[:2], strict=True))
    assert (told["名称"], told["简称"], told["辖区"]) == (office.name, "城东城综办", "320613001")


def test_a_territory_names_the_unit_that_answers_for_it(office: Unit, client: Client) -> None:
    assert ["320613001", office.name] == [rows_of(export(client, "territories"))[1][at] for at in (0, 2)]


def test_people_leave_without_those_that_were_not_asked_for(client: Client, person: Person) -> None:
    words = [str(one) for row in rows_of(export(client, "people", q="张丽"))[1:] for one in row]
    assert person.name in words
    assert "刘书琴" not in words


def test_a_post_tells_how_many_hold_it(client: Client, post: Post) -> None:
    row = rows_of(export(client, "posts", q=post.name))[1]
    assert (row[0], row[1], row[3], row[4], row[5]) == (post.name, post.unit.name, 1, 0, None)


@pytest.mark.parametrize("name", NAMES)
def test_the_day_stands_on_the_first_sheet(office: Unit, client: Client, name: str) -> None:
    assert ["日期", "2026-01-05"] in cover_of(export(client, name, on="2026-01-05"))


@pytest.mark.parametrize("name", NAMES)
def test_others_are_told_that_there_is_nothing(browser_of: SignIn, name: str) -> None:
    assert export(browser_of("nobody"), name).status_code == 404
