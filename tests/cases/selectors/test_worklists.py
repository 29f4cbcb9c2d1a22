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
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

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


def test_a_page_takes_four_queries_and_counts_every_light(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        report(city, words=f"垃圾 {n}")
    with django_assert_num_queries(4):
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
