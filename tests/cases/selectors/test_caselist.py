"""Pages of the lists for programs hold what the lists of the console hold, each case once, from page to page."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.caselist import After, ListQuery, case_list
from chengzhi.cases.selectors.worklists import LISTS, WorkQuery, listed
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from tests.factories.city import STREET, City
from tests.factories.loop import act, case_after, report
from tests.factories.moves import beijing, case_in, take

pytestmark = pytest.mark.django_db
STATES = (
    "reported", "verifying", "accepted", "filed", "dispatched", "handling", "returned", "on_hold", "handled", "checking",
    "closed", "refused", "self_handled",
)  # fmt: skip


def rows(viewer: Capacity, query: ListQuery, **more: Any) -> list[dict[str, Any]]:
    return [json.loads(one) for one in case_list(viewer, query, **{"language": "zh-hans", "limit": 100, **more}).rows]


def numbers(viewer: Capacity, query: ListQuery, **more: Any) -> list[str]:
    return [one["number"] for one in rows(viewer, query, **more)]


def paged(viewer: Capacity, query: ListQuery, size: int) -> list[str]:
    """Return the numbers of all pages of a size, one page after another."""
    found: list[str] = []
    after: After | None = None
    for _page in range(40):
        page = case_list(viewer, query, language="zh-hans", limit=size, after=after)
        found += [json.loads(one)["number"] for one in page.rows]
        after = page.after
        if after is None:
            return found
    raise AssertionError("the pages do not end")


@pytest.fixture
def busy(city: City) -> City:
    """A city with a case in every kind of state, some supervised, asked about and helped with."""
    cases = {state: case_in(city, state) for state in STATES}
    take(city, cases["handling"], "ask_extension")
    take(city, cases["dispatched"], "add_joint_unit")
    take(city, cases["handled"], "supervise")
    return city


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_the_same_for_programs_and_people(busy: City, name: str) -> None:
    for viewer in busy.people.values():
        same = set(listed(viewer, WorkQuery(name=name)).values_list("number", flat=True))
        assert set(numbers(viewer, ListQuery(name=name))) == same, viewer.person_name


@pytest.mark.parametrize("name", ["", "todo", "doing", "closed"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_follow_each_other_without_gap_or_double(busy: City, name: str, size: int) -> None:
    for viewer in (busy.alice, busy.carol, busy.dave):
        whole = numbers(viewer, ListQuery(name=name))
        assert paged(viewer, ListQuery(name=name), size) == whole
        assert len(whole) == len(set(whole))


def test_without_a_name_every_case_within_reach_is_listed_newest_first(busy: City) -> None:
    newest = list(Case.objects.order_by("-opened_at", "-id").values_list("number", flat=True))
    assert numbers(busy.alice, ListQuery()) == newest
    assert numbers(Capacity(), ListQuery()) == []


def test_open_lists_go_by_deadline(busy: City) -> None:
    found = [one["due_at"] for one in rows(busy.alice, ListQuery(name="doing")) if one["due_at"]]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("facts", "same"),
    [
        ({"state": "handling"}, {"state": "handling"}),
        ({"channel": "hotline"}, {"channel": "hotline"}),
        ({"channel": "pigeon"}, {"channel": "pigeon"}),
        ({"grade": "B"}, {"grade": "B"}),
        ({"grade": "A"}, {"grade": "A"}),
        ({"street": STREET}, {"street": STREET}),
        ({"street": "320613007"}, {"street": "320613007"}),
        ({"text": "菜场"}, {"text": "菜场"}),
        ({"text": "火星"}, {"text": "火星"}),
        ({"light": "b"}, {"light": "b"}),
        ({"light": "g"}, {"light": "g"}),
        ({"light": "p"}, {"light": "p"}),
        ({"light": "r"}, {"light": "r"}),
        ({"light": "y"}, {"light": "y"}),
        ({"state": "handling", "grade": "B", "text": "菜场"}, {"state": "handling", "grade": "B", "text": "菜场"}),
    ],
)
def test_a_filter_narrows_as_it_does_for_people(busy: City, facts: dict[str, str], same: dict[str, str]) -> None:
    for name in ("doing", "todo"):
        wanted = set(listed(busy.alice, WorkQuery(name=name, **same)).values_list("number", flat=True))
        assert set(numbers(busy.alice, ListQuery(name=name, **facts))) == wanted


def test_a_category_is_asked_for_by_its_key(city: City) -> None:
    mine, _other = report(city), report(city, category_id=city.categories["占道经营"].pk)
    assert numbers(city.alice, ListQuery(category=city.categories["暴露垃圾"].pk)) == [mine.number]
    assert numbers(city.alice, ListQuery(category=10**9)) == []


def test_what_moved_since_a_moment_is_listed(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        report(city)
    with clock.at(beijing("2026-11-23 10:00")):
        late = report(city)
    assert numbers(city.alice, ListQuery(updated_since=beijing("2026-11-23 09:30"))) == [late.number]
    assert numbers(city.alice, ListQuery(updated_since=beijing("2026-11-23 10:00"))) == [late.number]
    assert len(numbers(city.alice, ListQuery(updated_since=beijing("2026-11-23 08:00")))) == 2


def test_a_page_says_where_it_ended_only_if_there_is_more(city: City) -> None:
    for _number in range(3):
        report(city)
    assert case_list(city.alice, ListQuery(), language="zh-hans", limit=3).after is None
    page = case_list(city.alice, ListQuery(), language="zh-hans", limit=2)
    assert page.after is not None
    assert page.after.id == Case.objects.order_by("-opened_at", "-id")[1].pk


def test_cases_without_a_running_limit_come_last_and_are_paged_too(city: City) -> None:
    held = [case_in(city, "on_hold") for _number in range(3)]
    found = paged(city.frank, ListQuery(name="on_hold"), 2)
    assert found == [one.number for one in held]


def test_a_row_says_what_a_line_of_a_list_says_and_nothing_of_the_reporter(city: City) -> None:
    case = case_after(city, "take_over")
    (row,) = rows(city.alice, ListQuery())
    assert (row["number"], row["state"], row["state_label"], row["light"]) == (case.number, "handling", "处置中", "g")
    assert (row["handling_unit"]["name"], row["handler_name"]) == ("环卫处", "dave")
    assert (row["category"]["name"], row["channel"]["code"], row["step_seq"]) == ("暴露垃圾", "hotline", case.step_seq)
    assert "王女士" not in json.dumps(row, ensure_ascii=False)
    assert "13812346621" not in json.dumps(row)


def test_labels_follow_the_language(city: City) -> None:
    report(city)
    (row,) = rows(city.alice, ListQuery(), language="en")
    assert row["state_label"].isascii()


def test_what_was_kept_of_a_list_does_not_outlive_a_change_of_rights(city: City) -> None:
    case = report(city)
    assert numbers(city.erin, ListQuery(name="doing")) == [case.number]
    less = replace(city.erin, grants={"cases.case.read": Scope.OWN})
    assert numbers(less, ListQuery(name="doing")) == []
    assert numbers(city.erin, ListQuery(name="doing")) == [case.number]


def test_what_has_been_on_hold_for_sixty_days_is_judged_anew_each_time(city: City) -> None:
    with clock.at(beijing("2026-08-03 09:00")):
        case = case_in(city, "on_hold")
    with clock.at(beijing("2026-10-02 08:59")):
        assert numbers(city.frank, ListQuery(name="stock")) == []
    with clock.at(beijing("2026-10-02 09:01")):
        assert numbers(city.frank, ListQuery(name="stock")) == [case.number]


def test_a_request_moves_a_case_to_its_decider(city: City) -> None:
    case = case_after(city, "take_over")
    assert numbers(city.carol, ListQuery(name="todo")) == []
    act(case, "ask_extension", city.dave, hours=4, reason="吊车")
    assert numbers(city.carol, ListQuery(name="todo")) == [case.number]
    with clock.at(clock.now() + timedelta(days=2)):
        assert numbers(city.carol, ListQuery(name="todo")) == [case.number]
