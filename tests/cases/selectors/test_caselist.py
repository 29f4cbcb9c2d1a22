"""Lists read by hand-written SQL hold what the lists of the pages hold, in an order that pages can be cut from."""

import json
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db.models import Q

from chengzhi.cases.selectors import caselist
from chengzhi.cases.selectors.caselist import After, ListQuery, case_list, compiled
from chengzhi.cases.selectors.worklists import LISTS, WorkQuery, listed
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report


@pytest.fixture
def cases(db: None) -> City:
    """Have cases in many states, some waiting for somebody, some with a request, one held, one closed."""
    city = make_city()
    for last in ("send_verify", "accept", "file", "dispatch", "take_over", "feed_back", "send_check", "close"):
        case_after(city, last)
    report(city, lon=None, lat=None)
    act(case_after(city, "take_over"), "ask_extension", city.dave, reason="等配件", hours=4)
    held = case_after(city, "take_over")
    act(held, "ask_hold", city.dave, reason="等配件", until="2099-01-01")
    act(held, "grant_hold", city.carol)
    act(case_after(city, "take_over"), "hand_down", city.dave, handler=city.hank.appointment_id)
    act(case_after(city, "dispatch"), "supervise", city.frank, level="red", opinion="抓紧")
    return city


def numbers(viewer: Capacity, query: ListQuery, limit: int = 200) -> list[str]:
    page = case_list(viewer, query, language="zh-hans", limit=limit)
    return [json.loads(one)["number"] for one in page.rows]


WHO = ("alice", "bob", "carol", "dave", "hank", "erin", "frank", "grace")
FILTERS = ({"light": "g"}, {"light": "b"}, {"light": "p"}, {"state": "handling"}, {"text": "菜场"}, {"grade": "B"})


def test_a_list_holds_what_the_page_shows(cases: City) -> None:
    for who, name in product(WHO, LISTS):
        viewer = cases.people[who]
        expected = listed(viewer, WorkQuery(name=name)).values_list("number", flat=True)
        assert sorted(numbers(viewer, ListQuery(name=name))) == sorted(expected), (who, name)


def test_filters_are_those_of_the_page(cases: City) -> None:
    for given, name in product(FILTERS, ("todo", "doing", "closed")):
        expected = listed(cases.carol, WorkQuery(name=name, **given)).values_list("number", flat=True)
        assert sorted(numbers(cases.carol, ListQuery(name=name, **given))) == sorted(expected), (given, name)


def test_pages_in_a_row_are_the_whole_list(cases: City) -> None:
    query = ListQuery(name="doing")
    after: After | None = None
    found: list[str] = []
    for _each in range(30):
        page = case_list(cases.carol, query, language="zh-hans", limit=1, after=after)
        found += [json.loads(one)["number"] for one in page.rows]
        after = page.after
        if after is None:
            break
    assert found == numbers(cases.carol, query)


def test_open_cases_go_by_deadline_and_others_from_the_newest(cases: City) -> None:
    rows = [json.loads(one) for one in case_list(cases.carol, ListQuery(name="doing"), language="en", limit=50).rows]
    due = [one["due_at"] or "9" for one in rows]
    assert due == sorted(due)
    opened = [json.loads(one)["opened_at"] for one in case_list(cases.carol, ListQuery(), language="en", limit=50).rows]
    assert opened == sorted(opened, reverse=True)


def test_a_list_is_put_together_once_for_a_viewer(cases: City, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    real = caselist.compiled
    monkeypatch.setattr(caselist, "compiled", lambda condition: calls.append(1) or real(condition))
    for _each in range(3):
        numbers(cases.carol, ListQuery(name="doing"))
    first = len(calls)
    numbers(cases.carol, ListQuery(name="doing"))
    assert len(calls) == first > 0


def test_what_is_kept_stays_bounded(cases: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caselist, "KEPT", 1)
    for name in ("todo", "doing", "closed"):
        numbers(cases.carol, ListQuery(name=name))
    assert len(caselist._pieces) == 1


def test_conditions_that_hold_always_or_never_are_told_apart(db: None) -> None:
    assert (compiled(Q()).sql, compiled(Q(pk__in=[])).sql) == ("TRUE", "FALSE")


def test_an_unknown_light_is_shown_by_nothing(cases: City) -> None:
    assert numbers(cases.carol, ListQuery(light="x")) == []


def test_ended_lists_and_what_has_moved_go_by_the_last_move(cases: City) -> None:
    case_after(cases, "close")
    queries = (ListQuery(name="closed"), ListQuery(updated_since=clock.now() - timedelta(hours=1)))
    for query in queries:
        rows = [json.loads(one) for one in case_list(cases.carol, query, language="en", limit=50).rows]
        moved = [one["moved_at"] for one in rows]
        assert len(moved) > 1
        assert moved == sorted(moved, reverse=True)


def test_what_has_moved_is_read_page_by_page_over_open_and_ended_ones(cases: City) -> None:
    query = ListQuery(updated_since=clock.now() - timedelta(hours=1))
    after: After | None = None
    found: list[str] = []
    for _each in range(30):
        page = case_list(cases.carol, query, language="en", limit=3, after=after)
        found += [json.loads(one)["number"] for one in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(found) == sorted(numbers(cases.carol, ListQuery()))


def test_nothing_has_moved_since_tomorrow(cases: City) -> None:
    assert numbers(cases.carol, ListQuery(updated_since=clock.now() + timedelta(days=1))) == []
