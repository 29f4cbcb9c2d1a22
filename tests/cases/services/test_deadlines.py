from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.models import Case, CaseClock
from chengzhi.cases.services import deadlines, recompute_deadlines, watch_deadlines, watch_deadlines_of
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import clear_day, set_day
from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report, step_of
from tests.factories.moves import beijing, case_in, clocks_of, ready_for, take
from tests.factories.whistles import add_callers, blown

pytestmark = pytest.mark.django_db
NOON = beijing("2026-11-23 12:00")


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


def test_a_simulation_tells_the_limits_of_its_own_cases_alone(city: City) -> None:
    own, other = report(city), report(city)
    with clock.at(clock.now() + timedelta(days=3)):
        assert (watch_deadlines_of({own.pk}), watch_deadlines_of({own.pk})) == (1, 0)
    assert own.steps.filter(name="escalate").exists()
    assert not other.steps.filter(name="escalate").exists()


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


@pytest.mark.parametrize(
    ("last", "clock_name", "warned", "due"),
    [
        ("", "accept", "2026-11-23 09:12", "2026-11-23 09:15"),
        ("send_verify", "verify", "2026-11-23 09:24", "2026-11-23 09:30"),
        ("accept", "file", "2026-11-23 09:12", "2026-11-23 09:15"),
        ("file", "dispatch", "2026-11-23 09:12", "2026-11-23 09:15"),
        ("take_over", "handling", "2026-11-23 14:12", "2026-11-23 15:00"),
        ("feed_back", "inspect", "2026-11-23 09:24", "2026-11-23 09:30"),
        ("pass_inspection", "send_check", "2026-11-23 09:24", "2026-11-23 09:30"),
        ("send_check", "check", "2026-11-23 10:36", "2026-11-23 11:00"),
        ("pass_check", "close", "2026-11-23 09:24", "2026-11-23 09:30"),
    ],
)
def test_every_desk_is_warned_at_four_fifths_and_told_at_the_end(
    city: City, last: str, clock_name: str, warned: str, due: str
) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_after(city, last) if last else report(city)
    second = timedelta(seconds=1)
    told = {}
    for at in (beijing(warned) - second, beijing(warned), beijing(due) - second, beijing(due)):
        with clock.at(at):
            told[at] = watch_deadlines()
    assert list(told.values()) == [0, 1, 0, 1]
    assert [row.data["clock"] for row in case.steps.filter(name__in=["warn", "escalate"])] == [clock_name] * 2


def test_the_step_says_in_the_language_of_record_which_limit_it_was(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    with clock.at(beijing("2026-11-23 09:30")), translation.override("en"):
        watch_deadlines()
    row = case.steps.get(name="escalate")
    assert (row.actor_kind, row.data["clock_name"]) == ("system", "受理时限")
    assert datetime.fromisoformat(row.data["due_at"]) == beijing("2026-11-23 09:15")


def test_after_an_outage_what_passed_is_told_without_a_warning_first(city: City) -> None:
    with clock.at(beijing("2026-11-20 09:00")):
        case = report(city)
    with clock.at(beijing("2026-11-23 09:00")):
        assert watch_deadlines() == 1
    assert not case.steps.filter(name="warn").exists()
    assert CaseClock.objects.get(subject=case).warned_at is None


def test_what_ends_soonest_is_told_first_and_no_more_than_a_batch(city: City) -> None:
    cases = []
    for minute in (2, 0, 1):
        with clock.at(beijing(f"2026-11-23 09:0{minute}")):
            cases.append(report(city))
    with clock.at(beijing("2026-11-23 12:00")):
        assert [watch_deadlines(batch=2), watch_deadlines(batch=2), watch_deadlines(batch=2)] == [2, 1, 0]
    order = sorted(cases, key=lambda case: case.steps.get(name="escalate").pk)
    assert order == [cases[1], cases[2], cases[0]]


@pytest.mark.parametrize("step", ["accept", "refuse", "send_verify"])
def test_a_limit_that_was_met_or_rests_is_not_told(city: City, step: str) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = ready_for(city, step, "reported")
        take(city, case, step)
    with clock.at(beijing("2026-11-23 09:14")):
        watch_deadlines()
    told = case.steps.filter(name="warn").values_list("data__clock", flat=True)
    assert "accept" not in set(told)


def test_a_case_on_hold_is_told_nothing_for_years(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case_in(city, "on_hold")
    with clock.at(beijing("2027-06-01 09:00")):
        assert watch_deadlines() == 0


def test_after_the_hold_the_warning_may_come_again_only_if_it_never_came(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_in(city, "handling")
    with clock.at(beijing("2026-11-23 14:30")):
        assert watch_deadlines() == 1
        take(city, case, "ask_hold")
        take(city, case, "grant_hold")
    with clock.at(beijing("2026-11-25 09:00")):
        take(city, case, "resume")
        assert watch_deadlines() == 0
    with clock.at(beijing("2026-11-25 09:30")):
        assert watch_deadlines() == 1


def test_another_unit_after_a_return_is_told_of_its_own_limit_too(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_after(city, "dispatch")
    with clock.at(beijing("2026-11-23 11:00")):
        take(city, case, "ask_return")
        take(city, case, "dispatch", unit=city.units["street"].pk, override="街道自管")
    with clock.at(beijing("2026-11-25 09:00")):
        watch_deadlines()
    told = case.steps.filter(name="escalate").values_list("data__clock", flat=True)
    assert sorted(told) == ["handle", "handling"]


@pytest.mark.parametrize("stale", [{"stopped_at": NOON}, {"escalated_at": NOON}, {"due_at": NOON + timedelta(days=9)}])
def test_a_worker_that_looked_too_early_tells_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch, stale: dict[str, Any]
) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    monkeypatch.setattr(
        deadlines, "_soonest", lambda rows, _batch: [case.clocks.get().pk] if rows.model is CaseClock else []
    )
    CaseClock.objects.filter(subject=case).update(warned_at=NOON, **stale)
    with clock.at(NOON):
        assert watch_deadlines() == 0
    assert case.steps.count() == 1


def test_the_event_names_procedure_number_limit_and_moment(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    with clock.at(NOON):
        watch_deadlines()
    event = OutboxEvent.objects.get(name="cases.deadline_passed")
    assert {**event.payload, "due_at": None} == {
        "procedure": "case", "number": case.number, "clock": "accept", "due_at": None,
    }  # fmt: skip
    assert datetime.fromisoformat(event.payload["due_at"]) == beijing("2026-11-23 09:15")


def test_summonses_are_watched_too(city: City) -> None:
    add_callers(city)
    with clock.at(beijing("2026-11-23 09:00")):
        _whistle, summons = blown(city)
    with clock.at(beijing("2026-11-23 09:25")):
        assert watch_deadlines() == 1
    with clock.at(beijing("2026-11-23 11:00")):
        assert watch_deadlines() == 2
    rows = summons.steps.filter(name__in=["warn", "escalate"]).order_by("seq")
    assert [(row.name, row.data["clock_name"]) for row in rows] == [
        ("warn", "应答时限"), ("escalate", "应答时限"), ("escalate", "到场时限"),
    ]  # fmt: skip


def day_off(day: str) -> date:
    """Let a day be off from now on, as an administrator would set it before a typhoon."""
    off = date.fromisoformat(day)
    set_day(capacity=SYSTEM, day=off, is_workday=False, name="防台停工", source="苏防指〔2026〕9号")
    return off


def friday_case(city: City) -> Case:
    """Return a case dispatched on Friday at four, due on Monday at ten."""
    with clock.at(beijing("2026-11-20 16:00")):
        return case_after(city, "take_over")


def test_a_day_declared_off_moves_what_ends_after_it(city: City) -> None:
    case = friday_case(city)
    off = day_off("2026-11-23")
    assert recompute_deadlines(off, off) == 2
    case.refresh_from_db()
    assert clocks_of(case) == "handle 11-24 10:00, handling 11-24 10:00"
    assert case.due_at == case.clocks.get(name="handling").due_at
    assert recompute_deadlines(off, off) == 0


@pytest.mark.parametrize("day", ["2026-11-19", "2026-11-24", "2026-12-31"])
def test_a_day_before_the_start_or_after_the_end_moves_nothing(city: City, day: str) -> None:
    case = friday_case(city)
    off = day_off(day)
    assert recompute_deadlines(off, off) == 0
    assert clocks_of(case) == "handle 11-23 10:00, handling 11-23 10:00"


def test_what_was_extended_and_held_keeps_both(city: City) -> None:
    case = friday_case(city)
    for at, step in (("2026-11-20 17:00", "ask_extension"), ("2026-11-20 17:00", "grant_extension"),
                     ("2026-11-20 17:00", "ask_hold"), ("2026-11-20 17:00", "grant_hold"),
                     ("2026-11-20 18:00", "resume")):  # fmt: skip
        with clock.at(beijing(at)):
            take(city, case, step)
    assert clocks_of(case) == "handle 11-23 15:00, handling 11-23 15:00"
    off = day_off("2026-11-23")
    assert recompute_deadlines(off, off) == 2
    assert clocks_of(case) == "handle 11-24 15:00, handling 11-24 15:00"


def test_a_limit_at_rest_or_in_plain_hours_stays(city: City) -> None:
    case = friday_case(city)
    with clock.at(beijing("2026-11-20 17:00")):
        take(city, case, "ask_hold")
        take(city, case, "grant_hold")
        report(city)
    off = day_off("2026-11-23")
    assert recompute_deadlines(off, off) == 0
    assert clocks_of(case) == "handle rests, handling rests"


def test_a_day_worked_again_brings_the_end_forward(city: City) -> None:
    off = day_off("2026-11-23")
    case = friday_case(city)
    assert clocks_of(case) == "handle 11-24 10:00, handling 11-24 10:00"
    clear_day(capacity=SYSTEM, day=off)
    recompute_deadlines(off, off)
    assert clocks_of(case) == "handle 11-23 10:00, handling 11-23 10:00"
