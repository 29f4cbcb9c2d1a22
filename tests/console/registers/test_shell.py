from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from chengzhi.console.registers.shell import DayShown, day_shown, figures, page_of, parsed_day, without
from chengzhi.organisation.selectors import today
from tests.factories.city import City, make_city
from tests.factories.loop import report

rf = RequestFactory()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("01.12.2026", None),
        ("2026/12/01", None),
        ("明天", None),
        ("", None),
        (" ", None),
        ("２０２６-12-01", date(2026, 12, 1)),
    ],
)
def test_only_a_whole_day_is_read_as_one(text: str, expected: date | None) -> None:
    assert parsed_day(text) == expected


def test_without_a_day_it_is_today() -> None:
    shown = day_shown(rf.get("/"))
    assert (shown.on, shown.is_today, shown.fault, shown.query, shown.param) == (today(), True, "", "", "")


def test_a_day_that_is_asked_for_goes_along_in_links() -> None:
    shown = day_shown(rf.get("/", {"on": " 2024-05-01 "}))
    assert (shown.on, shown.is_today, shown.fault) == (date(2024, 5, 1), False, "")
    assert (shown.param, shown.query) == ("on=2024-05-01", "?on=2024-05-01")


def test_the_day_of_today_needs_no_mention_in_links() -> None:
    shown = day_shown(rf.get("/", {"on": today().isoformat()}))
    assert (shown.is_today, shown.query, shown.fault) == (True, "", "")


@pytest.mark.parametrize("given", ["x", "2026-02-30", "1900-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_shown_is_named_as_a_fault(given: str) -> None:
    shown = day_shown(rf.get("/", {"on": given}))
    assert shown == DayShown(today(), is_today=True, fault=given)


def test_sixty_years_back_can_still_be_shown() -> None:
    near = date(today().year - 59, 1, 1)
    assert day_shown(rf.get("/", {"on": near.isoformat()})).on == near


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("1", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 3), ("-1", 3), ("x", 1)]
)
def test_a_page_that_is_none_is_the_nearest_one(asked: str, number: int) -> None:
    page = page_of(rf.get("/", {"page": asked}), list(range(25)), size=10)
    assert page.number == number


def test_an_empty_list_has_one_empty_page() -> None:
    page = page_of(rf.get("/", {"page": "7"}), [])
    assert (page.number, list(page)) == (1, [])


@pytest.mark.parametrize(
    ("query", "names", "expected"),
    [
        ("q=a&kind=squad", ("q",), "/x/?kind=squad"),
        ("q=a&kind=squad", ("q", "kind"), "/x/"),
        ("q=a&page=3", ("kind",), "/x/?q=a"),
        ("q=a&page=3", ("q",), "/x/"),
        ("", ("q",), "/x/"),
        ("q=%E5%9F%8E", ("kind",), "/x/?q=%E5%9F%8E"),
        ("q=a&q=b", ("q",), "/x/"),
    ],
)
def test_a_condition_taken_off_leaves_the_others_and_goes_to_the_first_page(
    query: str, names: tuple[str, ...], expected: str
) -> None:
    assert without(rf.get(f"/x/?{query}"), *names) == expected


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def test_figures_of_the_navigation_count_what_waits_for_the_viewer(city: City) -> None:
    request: Any = rf.get("/")
    request.capacity = city.alice
    before = figures(request)["work"]
    report(city)
    assert figures(request)["work"] == before + 1


def test_who_may_read_no_cases_has_no_figures(city: City) -> None:
    request: Any = rf.get("/")
    request.capacity = city.people["alice"].__class__()
    assert figures(request) == {}
