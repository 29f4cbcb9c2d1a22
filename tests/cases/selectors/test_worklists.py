from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.worklists import (
    LISTS,
    SORTS,
    WorkQuery,
    entered_since,
    light_condition,
    listed,
    neighbours,
    work_page,
)
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.moves import beijing, case_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def numbers(viewer: Capacity, name: str = "todo", **chosen: str) -> list[str]:
    return [one.number for one in listed(viewer, WorkQuery(name=name, **chosen))]


def test_what_is_mine_is_todo_and_what_is_others_is_doing(city: City) -> None:
    mine, theirs = report(city, is_urgent=True), case_after(city, "accept")
    assert numbers(city.alice) == [mine.number]
    assert numbers(city.alice, "doing") == [theirs.number]


@pytest.mark.parametrize(
    ("last", "name"), [("send_verify", "verifying"), ("send_check", "checking"), ("close", "closed")]
)
def test_states_have_lists_of_their_own(city: City, last: str, name: str) -> None:
    case = case_after(city, last)
    assert numbers(city.alice, name) == [case.number]


def test_supervised_held_voided_and_asked_for_stand_on_their_lists(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "supervise", city.frank, level="red", opinion="今天清完")
    act(case, "ask_hold", city.dave, until="2099-01-01", reason="等开春")
    assert (
        numbers(city.carol, "watched")
        == numbers(city.carol, "requests")
        == numbers(city.dave, "requests")
        == [case.number]
    )
    act(case, "grant_hold", city.carol)
    assert numbers(city.carol, "on_hold") == [case.number]
    act(case, "ask_void", city.carol, reason="重复")
    act(case, "grant_void", city.bob, reason="重复")
    assert numbers(city.carol, "voided") == [case.number]


def test_done_are_the_cases_one_acted_on_that_wait_for_others(city: City) -> None:
    case = case_after(city, "accept")
    assert numbers(city.alice, "done") == [case.number]
    assert numbers(city.bob, "done") == []


def test_outside_the_reach_a_case_is_on_no_list(city: City) -> None:
    case_after(city, "take_over")
    report(city, lon=None, lat=None)
    assert all(numbers(city.hank, name) == [] for name in LISTS)


def test_the_first_deadline_stands_on_top_and_supervised_before_equals(city: City) -> None:
    first, second, third = (report(city, words=f"垃圾 {n}", is_urgent=True) for n in range(3))
    due = clock.now() + timedelta(hours=1)
    Case.objects.filter(pk__in=[first.pk, second.pk]).update(due_at=due)
    Case.objects.filter(pk=second.pk).update(supervision="red")
    Case.objects.filter(pk=third.pk).update(due_at=due - timedelta(minutes=30))
    assert numbers(city.alice) == [third.number, second.number, first.number]


@pytest.mark.parametrize("sort", list(SORTS))
def test_every_order_can_be_asked_for(city: City, sort: str) -> None:
    case = report(city)
    assert numbers(city.alice, sort=sort) == [case.number]


def test_filters_narrow_and_never_widen(city: City) -> None:
    case = report(city, words="早餐车占盲道", category_id=city.categories["占道经营"].pk)
    report(city, channel="resident")
    fits = {"street": "320613006", "channel": "hotline", "category": str(city.categories["占道经营"].pk), "grade": "B"}
    for key, value in {**fits, "state": "reported", "text": "盲道", "light": "g"}.items():
        assert case.number in numbers(city.alice, **{key: value}), key
    assert numbers(city.alice, text=case.number[-4:]) == [case.number]
    assert numbers(city.alice, channel="hotline", text="不存在的词") == []
    assert numbers(city.bob, **fits) == []


def test_lights_follow_the_clock(city: City) -> None:
    case = report(city)
    facts = Case.objects.get(pk=case.pk)
    assert facts.warn_at is not None
    assert facts.due_at is not None
    moments = {"g": facts.opened_at, "y": facts.warn_at, "r": facts.due_at + timedelta(seconds=1)}
    for code, at in moments.items():
        assert Case.objects.filter(light_condition(code, at)).exists(), code
    Case.objects.update(is_clock_paused=True, due_at=None)
    assert Case.objects.filter(light_condition("b", clock.now())).exists()


def test_a_page_takes_seven_queries_and_counts_every_light(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        report(city, words=f"垃圾 {n}")
    with django_assert_num_queries(7):
        page = work_page(city.alice, WorkQuery())
    assert (page.total, page.lights["g"], page.first, page.last, page.has_next) == (5, 5, 1, 5, False)
    assert page.rows[0].step == "send_verify"


def test_an_address_gives_the_query_again_and_nonsense_asks_for_nothing() -> None:
    query = WorkQuery.read("todo", {"street": "320613006", "sort": "-due", "page": "3", "text": " 垃圾 "})
    assert query.params() == {"street": "320613006", "text": "垃圾", "sort": "-due", "page": "3"}
    assert WorkQuery.read("todo", query.params()) == query
    assert WorkQuery.read("todo", {"sort": "evil", "page": "-1", "category": "x"}).params() == {"category": "x"}
    assert query.without("street").params() == {"text": "垃圾", "sort": "-due"}


def test_neighbours_follow_the_list(city: City) -> None:
    cases = [report(city, words=f"垃圾 {n}") for n in range(3)]
    found = neighbours(city.alice, WorkQuery(sort="number"), cases[1].number)
    assert (found.position, found.total) == (2, 3)
    assert (found.previous, found.next) == (cases[0].number, cases[2].number)
    gone = neighbours(city.bob, WorkQuery(), cases[1].number)
    assert (gone.position, gone.next) == (0, "")


def test_news_are_what_others_brought_since(city: City) -> None:
    since = clock.now() - timedelta(minutes=1)
    case_after(city, "accept")
    assert entered_since(city.bob, WorkQuery(), since) == 1
    assert entered_since(city.alice, WorkQuery(name="doing"), since) == 0
    assert entered_since(city.bob, WorkQuery(), clock.now()) == 0


# On which lists of the leader, who sees everything and decides little, a case in each state stands.
STANDS = [
    ("reported", "doing"), ("verifying", "doing verifying"), ("accepted", "doing"), ("filed", "doing"),
    ("dispatched", "doing"), ("handling", "doing"), ("returned", "doing"), ("on_hold", "doing on_hold"),
    ("in_conference", "todo"), ("handled", "doing"), ("inspected", "doing"), ("checking", "doing checking"),
    ("check_failed", "doing"), ("checked", "doing"), ("self_handled", "doing self_handled"), ("closed", "closed"),
    ("refused", "voided"), ("not_filed", "voided"), ("voided", "voided"), ("invalid", "voided"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "names"), STANDS)
def test_a_case_in_each_state_stands_on_these_lists(city: City, state: str, names: str) -> None:
    case = case_in(city, state)
    assert {name for name in LISTS if case.number in numbers(city.frank, name)} == set(names.split())


@pytest.mark.parametrize("who", ["hank", "grace"])
def test_who_reaches_nothing_has_empty_lists(city: City, who: str) -> None:
    report(city, lon=None, lat=None)
    case_in(city, "closed")
    assert [name for name in LISTS if numbers(city.people[who], name)] == []


@pytest.mark.parametrize(("days", "stands"), [(59, False), (60, True), (90, True)])
def test_what_rests_for_sixty_days_is_stock(city: City, days: int, *, stands: bool) -> None:
    with clock.at(beijing("2026-08-03 09:00")):
        case = case_in(city, "on_hold")
    with clock.at(beijing("2026-08-03 09:01") + timedelta(days=days)):
        assert (case.number in numbers(city.frank, "stock")) is stands


@pytest.mark.parametrize(
    ("at", "light"),
    [("09:00", "g"), ("09:11", "g"), ("09:12", "y"), ("09:15", "y"), ("09:16", "r"), ("23:00", "r")],
)
def test_a_light_turns_at_four_fifths_and_at_the_end(city: City, at: str, light: str) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    with clock.at(beijing(f"2026-11-23 {at}")):
        shown = {code for code in "rygb" if case.number in numbers(city.alice, light=code)}
        counts = work_page(city.alice, WorkQuery()).lights
    assert shown == {light}
    assert {code for code in "rygb" if counts[code]} == {light}


def test_the_lights_of_a_list_add_up_to_its_total(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        for _number in range(3):
            report(city)
        take(city, case_in(city, "on_hold"), "supervise")
    with clock.at(beijing("2026-11-23 09:13")):
        page = work_page(city.frank, WorkQuery(name="doing"))
    assert page.total == 4
    assert sum(page.lights[code] for code in "rygb") == page.total
    assert page.lights["p"] == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"page": "3"}, {"page": "3"}), ({"page": "0"}, {}), ({"page": "-1"}, {}), ({"page": "99999"}, {}),
        ({"page": "x"}, {}), ({"page": "1"}, {}), ({"sort": "due"}, {"sort": "due"}), ({"sort": "-place"}, {"sort": "-place"}),
        ({"sort": "password"}, {}), ({"street": "  320613006 "}, {"street": "320613006"}), ({"grade": ""}, {}),
        ({"text": "垃" * 99}, {"text": "垃" * 60}), ({"unknown": "x"}, {}),
    ],
)  # fmt: skip
def test_what_an_address_asks_is_kept_and_nonsense_is_not(given: dict[str, str], kept: dict[str, str]) -> None:
    query = WorkQuery.read("todo", given)
    assert query.params() == kept
    assert WorkQuery.read("todo", query.params()) == query


@pytest.mark.parametrize("key", ["street", "channel", "category", "light", "grade", "state", "text"])
def test_a_filter_is_taken_away_or_put_on_from_the_first_page(key: str) -> None:
    query = WorkQuery(name="doing", page=4).narrowed(**{key: "x"})
    assert (query.chosen, query.page) == ({key: "x"}, 1)
    assert query.paged(3).without(key) == WorkQuery(name="doing")


@pytest.mark.parametrize("odd", ["'", "%", "\\", "a'b & !", "；", "   ", "（）", "1e9"])
def test_odd_words_are_looked_for_and_found_nowhere(city: City, odd: str) -> None:
    report(city)
    assert numbers(city.alice, text=odd.strip() or "无") == []


@pytest.mark.parametrize("category", ["abc", "", "1.5", "-1"])
def test_a_category_that_is_no_key_asks_for_nothing_special(city: City, category: str) -> None:
    case = report(city)
    assert numbers(city.alice, category=category) == [case.number]


def test_pages_say_what_they_show(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengzhi.cases.selectors.worklists.PAGE", 2)
    for _number in range(5):
        report(city)
    pages = [work_page(city.alice, WorkQuery(page=number)) for number in (1, 2, 3, 4)]
    assert [(one.first, one.last, one.has_next, len(one.rows)) for one in pages] == [
        (1, 2, True, 2), (3, 4, True, 2), (5, 5, False, 1), (0, 0, True, 0),
    ]  # fmt: skip
    assert not pages[0].is_capped


def test_a_case_that_left_the_list_leads_to_the_first_that_is_still_on_it(city: City) -> None:
    first, gone = report(city), case_in(city, "closed")
    found = neighbours(city.alice, WorkQuery(), gone.number)
    assert (found.position, found.total, found.previous, found.next) == (0, 1, "", first.number)
    empty = neighbours(city.bob, WorkQuery(), gone.number)
    assert (empty.total, empty.next) == (0, "")


def test_ones_own_acts_are_no_news(city: City) -> None:
    since = clock.now()
    case = report(city)
    assert entered_since(city.alice, WorkQuery(), since) == 0
    take(city, case, "send_verify")
    take(city, case, "confirm")
    assert entered_since(city.alice, WorkQuery(), since) == 1
    assert entered_since(city.alice, WorkQuery(), clock.now() + timedelta(seconds=1)) == 0


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
def test_a_helped_case_stands_on_a_list_once_whatever_the_scope(city: City, scope: Scope) -> None:
    case = case_after(city, "take_over")
    for unit in ("street", "crew"):
        act(case, "add_joint_unit", city.carol, unit=city.units[unit].pk, part="劝离")
    viewer = replace(city.dave, grants={"cases.case.read": scope, "cases.case.handle": scope})
    assert numbers(viewer, "todo") == [case.number]
