"""What follows on a step, by whom and after how long."""

import random
from datetime import date

import pytest

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.cases.simulation.cast import Cast
from chengzhi.cases.simulation.plan import Next, minutes, next_act, pace, season
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo
from tests.factories.moves import case_in, self_handled, take

pytestmark = pytest.mark.django_db
AFTER = {
    "confirm": "accept", "file": "dispatch", "dispatch": "take_over", "feed_back": "pass_inspection",
    "pass_inspection": "send_check", "pass_check": "close",
}  # fmt: skip


@pytest.fixture
def city() -> City:
    return make_city()


def planned(case: Case, last: str = "") -> tuple[str, object]:
    """Return the step that follows, and by whom; the case is read anew."""
    cast = Cast(random.Random(1))
    cast.assemble()
    plan = next_act(Case.objects.get(pk=case.pk), last, cast, random.Random(4))
    return (plan.step, plan.who.person_name if plan.who else None) if plan else ("", None)


@pytest.mark.parametrize(("last", "following"), AFTER.items())
def test_the_ordinary_way_goes_on(city: City, last: str, following: str) -> None:
    assert planned(case_after(city, last))[0] == following


def test_a_public_report_is_looked_at_first(city: City) -> None:
    assert planned(report(city)) == ("send_verify", "alice")


def test_an_untrue_report_is_refused(city: City) -> None:
    case = case_after(city, "send_verify")
    assert planned(case)[1] == "erin"
    act(case, "deny", city.erin, reason="没有", media=[photo().pk])
    assert planned(case)[0] == "refuse"


def test_a_request_is_answered_before_anything_else(city: City) -> None:
    case = case_after(city, "take_over")
    assert planned(case, "ask_extension")[0] == "grant_extension"
    assert planned(case, "ask_hold")[0] == "grant_hold"


def test_what_is_over_rests(city: City) -> None:
    case = report(city)
    act(case, "refuse", city.alice, reason="不归城管")
    assert planned(case) == ("", None)


def test_the_summer_and_the_days_before_the_festival_are_busier() -> None:
    assert season(date(2026, 7, 1)) > season(date(2026, 4, 1)) > season(date(2026, 2, 1))
    assert season(date(2026, 1, 10)) > 1


def test_a_unit_keeps_its_own_pace() -> None:
    assert 0.45 <= pace(Case(handling_unit_id=17)) <= 1.05
    assert pace(Case(handling_unit_id=17)) == pace(Case(handling_unit_id=17))
    assert minutes(random.Random(1), 5) > 0


def plans(case: Case, seeds: int = 400) -> list[Next | None]:
    """Return what may follow, over many throws of the dice."""
    cast = Cast(random.Random(1))
    cast.assemble()
    read = Case.objects.select_related("category", "channel", "standard").get(pk=case.pk)
    return [next_act(read, "", cast, random.Random(seed)) for seed in range(seeds)]


def names(case: Case, seeds: int = 400) -> set[str]:
    return {plan.step if plan else "" for plan in plans(case, seeds)}


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("verifying", {"confirm", "deny"}),
        ("accepted", {"file", "decline_filing"}),
        ("checking", {"pass_check", "fail_check"}),
        ("check_failed", {"rework"}),
        ("checked", {"close"}),
        ("closed", {"call_back", "reopen"}),
        ("refused", {""}),
        ("merged", {""}),
        ("in_conference", {""}),
    ],
)
def test_each_state_has_its_ways_on(city: City, state: str, steps: set[str]) -> None:
    assert names(case_in(city, state)) == steps


@pytest.mark.parametrize("state", ["returned", "on_hold", "handled", "dispatched"])
def test_a_case_in_between_always_goes_on(city: City, state: str) -> None:
    case = case_in(city, state)
    found = plans(case, 60)
    assert all(plan is not None and plan.who is not None and plan.wait > 0 for plan in found)


def test_a_handler_asks_returns_or_feeds_back(city: City) -> None:
    found = names(case_in(city, "handling"))
    assert "feed_back" in found
    assert found <= {"feed_back", "ask_extension", "ask_hold", "ask_return", "hand_down"}


def test_without_a_standard_nothing_is_filed(city: City) -> None:
    case = case_in(city, "accepted")
    city.standards["暴露垃圾"].__class__.objects.update(valid_to=date(2021, 1, 1))
    assert names(case, 20) == {"decline_filing"}


def test_without_a_rule_a_case_rests_at_the_dispatcher(city: City) -> None:
    case = case_in(city, "filed")
    DispatchRule.objects.all().delete()
    assert names(case, 5) == {""}


def test_a_small_matter_is_reviewed_in_office_hours(city: City) -> None:
    plan = plans(self_handled(city), 1)[0]
    assert plan is not None
    assert (plan.step, plan.is_working) == ("approve_self_handled", True)


def test_who_was_asked_already_or_never_called_is_not_called_back(city: City) -> None:
    rated = case_in(city, "closed")
    take(city, rated, "rate")
    private = case_after(city, "close", channel="collector")
    assert [names(rated, 5), names(private, 5)] == [{""}, {""}]


def test_a_case_comes_back_no_more_than_once(city: City) -> None:
    case = case_in(city, "closed")
    Case.objects.filter(pk=case.pk).update(reopen_count=1)
    assert names(case) == {"call_back"}


@pytest.mark.parametrize("middle", [1, 5, 60])
def test_waits_lie_around_their_middle_with_a_long_tail(middle: float) -> None:
    found = sorted(minutes(random.Random(seed), middle) / 60 for seed in range(500))
    assert 0.8 * middle < found[250] < 1.25 * middle
    assert found[-1] > 3 * middle
