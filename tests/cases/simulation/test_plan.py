"""What follows on a step, by whom and after how long."""

import random
from datetime import date

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.simulation.cast import Cast
from chengzhi.cases.simulation.plan import minutes, next_act, pace, season
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

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
