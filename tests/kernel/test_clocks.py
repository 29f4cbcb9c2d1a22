"""One limit from its start to its end, in plain time and in working time (weekdays 8:00-12:00 and 14:00-18:00)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.cases.models import Case, CaseClock
from chengzhi.kernel import clocks
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import set_day
from chengzhi.kernel.clocks import ClockLimit, Light
from chengzhi.kernel.procedures import Term
from chengzhi.kernel.workdays import CHINA

pytestmark = pytest.mark.django_db
HOUR = 3600
MONDAY = datetime(2026, 11, 23, 9, tzinfo=CHINA)


def running(hours: float = 10, *, is_working: bool = False) -> CaseClock:
    limit = ClockLimit(seconds=int(hours * HOUR), is_working=is_working, reason="0301-1")
    clock = clocks.started(CaseClock, "handling", limit, MONDAY)
    assert isinstance(clock, CaseClock)
    return clock


def after(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_the_table_gives_a_limit_where_the_city_gives_none() -> None:
    term = Term(clock="file", label="立案时限", minutes=15, is_working=True)
    assert clocks.limit_of(term) == ClockLimit(seconds=900, is_working=True)


def test_plain_time_runs_through_the_night_and_warns_at_four_fifths() -> None:
    clock = running(10)
    assert (clock.due_at, clock.warn_at, clock.is_provisional) == (after(10), after(8), False)


def test_working_time_goes_on_the_next_working_day() -> None:
    clock = running(8, is_working=True)
    assert clock.due_at == datetime(2026, 11, 24, 9, tzinfo=CHINA)


def test_a_deadline_beyond_the_announced_calendar_is_provisional() -> None:
    assert running(8 * 60, is_working=True).is_provisional


def test_a_pause_keeps_what_is_left_and_a_second_pause_changes_nothing() -> None:
    clock = running(10)
    clocks.pause(clock, after(4))
    clocks.pause(clock, after(6))
    assert (clock.remaining_seconds, clock.due_at, clock.pauses) == (6 * HOUR, None, 1)


def test_a_resumed_clock_runs_on_with_what_was_left() -> None:
    clock = running(10)
    clocks.pause(clock, after(4))
    clocks.resume(clock, after(30))
    assert (clock.due_at, clock.paused_seconds) == (after(36), 26 * HOUR)


def test_resuming_a_running_clock_changes_nothing() -> None:
    clock = running(10)
    clocks.resume(clock, after(4))
    assert clock.due_at == after(10)


def test_a_clock_paused_when_late_is_late_at_once_when_resumed() -> None:
    clock = running(10)
    clocks.pause(clock, after(12))
    clocks.resume(clock, after(20))
    assert clock.due_at == after(18)
    assert clock.warn_at == after(20)


def test_a_working_clock_paused_when_late_counts_working_time() -> None:
    clock = running(1, is_working=True)
    clocks.pause(clock, after(2))
    assert clock.remaining_seconds == -HOUR


def test_an_extension_moves_the_deadline_and_keeps_the_first_limit() -> None:
    clock = running(10)
    clocks.extend(clock, 2 * HOUR, after(1))
    assert (clock.due_at, clock.limit_seconds, clock.total_seconds) == (after(12), 10 * HOUR, 12 * HOUR)


def test_an_extension_while_paused_lengthens_the_rest() -> None:
    clock = running(10)
    clocks.pause(clock, after(4))
    clocks.extend(clock, HOUR, after(5))
    assert (clock.remaining_seconds, clock.due_at) == (7 * HOUR, None)


def test_a_stopped_clock_knows_what_it_used_and_stays_stopped() -> None:
    clock = running(10)
    clocks.stop(clock, after(3))
    clocks.stop(clock, after(90))
    assert (clock.used_seconds, clock.is_late, clock.stopped_at) == (3 * HOUR, False, after(3))


def test_a_clock_stopped_after_its_deadline_is_late() -> None:
    clock = running(10)
    clocks.stop(clock, after(11))
    assert (clock.used_seconds, clock.is_late) == (11 * HOUR, True)


def test_a_pause_does_not_count_when_the_clock_stops() -> None:
    clock = running(10)
    clocks.pause(clock, after(4))
    clocks.stop(clock, after(50))
    assert (clock.used_seconds, clock.is_late) == (4 * HOUR, False)


def test_a_stopped_clock_cannot_be_extended_or_paused() -> None:
    clock = CaseClock(limit_seconds=HOUR, started_at=MONDAY)
    clocks.extend(clock, HOUR, MONDAY)
    clocks.pause(clock, MONDAY)
    clocks.stop(clock, MONDAY)
    assert (clock.due_at, clock.pauses, clock.is_late) == (None, 0, None)


def test_the_subject_shows_the_clock_that_ends_first() -> None:
    case, first, second = Case(), running(4), running(10)
    clocks.show_on(case, [second, first])
    assert (case.due_at, case.is_clock_paused) == (after(4), False)


def test_the_subject_shows_the_pause_when_nothing_runs() -> None:
    case, clock = Case(), running(10)
    clocks.pause(clock, after(4))
    clocks.show_on(case, [clock])
    assert (case.due_at, case.is_clock_paused, case.remaining_seconds) == (None, True, 6 * HOUR)


def test_the_subject_shows_nothing_when_all_have_stopped() -> None:
    case, clock = Case(), running(10)
    clocks.stop(clock, after(1))
    clocks.show_on(case, [clock])
    assert (case.due_at, case.is_clock_paused, case.remaining_seconds) == (None, False, None)


@pytest.mark.parametrize(
    ("hours", "light"), [(0, Light.GREEN), (7.9, Light.GREEN), (8, Light.YELLOW), (10, Light.YELLOW), (10.1, Light.RED)]
)
def test_the_light_turns_at_four_fifths_and_after_the_limit(hours: float, light: Light) -> None:
    clock = running(10)
    assert clocks.light(due_at=clock.due_at, warn_at=clock.warn_at, is_paused=False, at=after(hours)) is light


def test_a_pause_is_blue_and_no_limit_has_no_light() -> None:
    assert clocks.light(due_at=None, warn_at=None, is_paused=True, at=MONDAY) is Light.BLUE
    assert clocks.light(due_at=None, warn_at=None, is_paused=False, at=MONDAY) is None
    assert clocks.light(due_at=after(1), warn_at=None, is_paused=False, at=MONDAY) is Light.GREEN


def test_a_day_off_announced_later_moves_the_deadline() -> None:
    clock = running(8, is_working=True)
    set_day(capacity=SYSTEM, day=datetime(2026, 11, 24).date(), is_workday=False, name="停电", source="通知")  # noqa: DTZ001
    clocks.recompute(clock)
    assert clock.due_at == datetime(2026, 11, 25, 9, tzinfo=CHINA)


def test_a_pause_over_the_weekend_is_not_counted_as_work_when_reckoned_anew() -> None:
    friday = datetime(2026, 11, 20, 10, tzinfo=CHINA)
    clock = clocks.started(CaseClock, "handling", ClockLimit(seconds=16 * HOUR, is_working=True), friday)
    clocks.pause(clock, friday + timedelta(hours=6))
    clocks.resume(clock, MONDAY + timedelta(hours=1))
    before = clock.due_at
    clocks.recompute(clock)
    assert clock.due_at == before


@pytest.mark.parametrize("is_working", [True, False])
def test_a_paused_clock_or_one_in_plain_time_is_not_reckoned_anew(*, is_working: bool) -> None:
    clock = running(8, is_working=is_working)
    if is_working:
        clocks.pause(clock, after(1))
    before = clock.due_at
    clocks.recompute(clock)
    assert clock.due_at == before


moments = st.integers(0, 30 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(st.integers(1, 200), moments, st.integers(0, 20_000))
def test_a_pause_never_shortens_and_never_lengthens_what_is_left(hours: int, start: datetime, wait: int) -> None:
    clock = running(hours)
    left = clocks.elapsed(start, clock.due_at or start, is_working=False, schedule="default")
    clocks.pause(clock, start)
    clocks.resume(clock, start + timedelta(minutes=wait))
    assert clock.due_at == start + timedelta(minutes=wait, seconds=left)


@given(st.integers(1, 200), st.integers(0, 200), moments)
def test_an_extension_adds_exactly_what_was_given(hours: int, more: int, at: datetime) -> None:
    clock = running(hours)
    clocks.extend(clock, more * HOUR, at)
    assert clock.due_at == after(hours + more)
    assert clock.total_seconds == (hours + more) * HOUR


@given(st.integers(1, 100), moments)
def test_what_was_used_and_what_was_left_make_the_whole(hours: int, end: datetime) -> None:
    clock = running(hours)
    clocks.stop(clock, end)
    assert clock.used_seconds == int((end - MONDAY).total_seconds())
    assert clock.is_late is (end > after(hours))


@given(st.integers(5, 500))
def test_the_warning_comes_at_four_fifths_of_any_limit(minutes: int) -> None:
    clock = running(minutes / 60)
    assert clock.warn_at is not None
    assert clock.due_at is not None
    assert MONDAY <= clock.warn_at <= clock.due_at
    share = (clock.warn_at - MONDAY) / (clock.due_at - MONDAY)
    assert share == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("is_working", [True, False])
def test_a_limit_of_nothing_is_due_at_once(*, is_working: bool) -> None:
    clock = running(0, is_working=is_working)
    assert clock.due_at == clock.warn_at == MONDAY


def test_several_pauses_are_counted_and_added_up() -> None:
    clock = running(10)
    for start in (1, 4, 7):
        clocks.pause(clock, after(start))
        clocks.resume(clock, after(start + 2))
    assert (clock.pauses, clock.paused_seconds, clock.due_at) == (3, 6 * HOUR, after(16))


def test_a_clock_set_back_makes_no_negative_pause() -> None:
    clock = running(10)
    clocks.pause(clock, after(4))
    clocks.resume(clock, after(3))
    assert clock.paused_seconds == 0


def test_a_clock_stopped_before_it_began_ends_when_it_began() -> None:
    clock = running(10)
    clocks.stop(clock, after(-2))
    assert clock.stopped_at == MONDAY
    assert clock.is_late is False


def test_an_extension_of_a_late_clock_may_make_it_timely_again() -> None:
    clock = running(10)
    clocks.extend(clock, 5 * HOUR, after(12))
    assert clock.due_at == after(15)
    clocks.stop(clock, after(14))
    assert clock.is_late is False


def test_the_reason_of_a_limit_is_kept_with_the_clock() -> None:
    assert (running(1).reason, running(1).schedule, running(1).name) == ("0301-1", "default", "handling")


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [(0, 1, HOUR), (1, 0, -HOUR), (0, 0, 0), (0, 24, 8 * HOUR), (24, 0, -8 * HOUR), (3, 5, 0)],
)
def test_working_seconds_run_both_ways(start: int, end: int, seconds: int) -> None:
    assert clocks.elapsed(after(start), after(end), is_working=True, schedule="default") == seconds


def test_the_warning_of_a_working_clock_lies_in_working_time() -> None:
    clock = running(10, is_working=True)
    assert clock.warn_at == datetime(2026, 11, 24, 9, tzinfo=CHINA)
    assert clock.due_at == datetime(2026, 11, 24, 11, tzinfo=CHINA)


def test_an_extension_granted_after_the_limit_counts_backwards_in_working_time() -> None:
    """Six hours from Monday at 9:00 end at 17:00; two more, granted on Tuesday at 10:00, end at Tuesday 9:00."""
    clock = running(6, is_working=True)
    granted = datetime(2026, 11, 24, 10, tzinfo=CHINA)
    clocks.extend(clock, 2 * HOUR, granted)
    assert clock.due_at == datetime(2026, 11, 24, 9, tzinfo=CHINA)
    clocks.stop(clock, granted)
    assert (clock.is_late, clock.used_seconds) == (True, 9 * HOUR)


def test_an_extension_that_is_long_over_ends_on_the_working_day_before() -> None:
    clock = running(4, is_working=True)
    clocks.extend(clock, HOUR, datetime(2026, 11, 26, 10, tzinfo=CHINA))
    assert clock.due_at == datetime(2026, 11, 23, 16, tzinfo=CHINA)
