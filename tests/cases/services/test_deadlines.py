from datetime import timedelta

import pytest

from chengzhi.cases.models import CaseClock
from chengzhi.cases.services import watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_a_limit_that_is_near_is_told_once(city: City) -> None:
    case = report(city)
    with clock.at(clock.now() + timedelta(minutes=13)):
        assert (watch_deadlines(), watch_deadlines()) == (1, 0)
    assert case.steps.filter(name="warn").count() == 1


def test_a_limit_that_has_passed_is_escalated_once_after_any_outage(city: City) -> None:
    case = report(city)
    with clock.at(clock.now() + timedelta(days=3)):
        assert (watch_deadlines(), watch_deadlines()) == (1, 0)
    assert case.steps.get(name="escalate").data["clock"] == "accept"
    assert OutboxEvent.objects.filter(name="cases.deadline_passed").count() == 1


def test_nothing_is_told_in_time(city: City) -> None:
    report(city)
    assert watch_deadlines() == 0


def test_a_paused_limit_is_left_alone(city: City) -> None:
    case = case_after(city, "send_verify")
    CaseClock.objects.filter(subject=case, name="verify").update(stopped_at=clock.now())
    with clock.at(clock.now() + timedelta(days=1)):
        assert watch_deadlines() == 0


def test_the_whole_of_handling_is_told_instead_of_its_stage(city: City) -> None:
    case = case_after(city, "dispatch")
    with clock.at(clock.now() + timedelta(days=20)):
        watch_deadlines()
    assert case.steps.get(name="escalate").data["clock"] == "handling"


def test_a_late_case_is_closed_as_late(city: City) -> None:
    case = case_after(city, "take_over")
    with clock.at(clock.now() + timedelta(days=20)):
        for name in ("feed_back", "pass_inspection", "send_check", "pass_check", "close"):
            step_of(city, case, name)
    assert (case.closure, case.is_handled_late) == ("late", True)
