"""A night in which the worker stood still: nothing is lost, and in the morning everything is told once."""

from datetime import timedelta

from chengzhi.cases.models import CaseClock
from chengzhi.cases.services.deadlines import watch_deadlines
from chengzhi.kernel import clock, outbox
from chengzhi.kernel.models import OutboxEvent
from tests.scenarios.conftest import House


def told(house_case: object, name: str) -> int:
    return house_case.steps.filter(name=name).count()  # type: ignore[attr-defined]  # a case


def test_in_the_morning_every_missed_limit_is_told_once(house: House) -> None:
    cases = [house.call(phone=f"1390000{number:04d}") for number in range(3)]
    with clock.at(clock.now() + timedelta(hours=12)):
        assert watch_deadlines() >= 3
        assert watch_deadlines() == 0
    assert [told(case, "escalate") for case in cases] == [1, 1, 1]


def test_a_limit_that_passed_in_the_night_is_not_warned_of_as_well(house: House) -> None:
    case = house.call()
    with clock.at(clock.now() + timedelta(hours=12)):
        watch_deadlines()
    assert (told(case, "warn"), told(case, "escalate")) == (0, 1)


def test_the_late_case_stands_first_and_red_in_the_morning(house: House) -> None:
    late = house.call()
    with clock.at(clock.now() + timedelta(hours=12)):
        house.browsers.clear()
        house.call(phone="13900001111")
        page = house.at("alice").get("/console/work/")
        assert page.context["rows"][0].case.number == late.number
        lights = {one["code"]: one["count"] for one in page.context["lights"]}
    assert (lights["r"], lights["g"]) == (1, 1)


def test_work_goes_on_while_the_worker_stands_still(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    assert case.state == "closed"
    assert OutboxEvent.objects.exists()


def test_answers_written_in_the_night_are_told_in_the_morning_and_only_once(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    outbox.deliver()
    first = case.reports.get().answered_at
    outbox.deliver()
    assert first is not None
    assert case.reports.get().answered_at == first


def test_the_time_used_counts_to_the_act_and_not_to_the_watch(house: House) -> None:
    case = house.call()
    with clock.at(clock.now() + timedelta(hours=2)):
        house.browsers.clear()
        house.act("alice", case, "refuse", reason="不归城管")
    with clock.at(clock.now() + timedelta(hours=12)):
        watch_deadlines()
    stopped = CaseClock.objects.get(subject=case, name="accept")
    assert stopped.stopped_at is not None
    assert told(case, "escalate") == 0
