"""Working time: exactness at every edge, announced and unannounced years, seasons, and its speed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import process_time

import pytest
from chinese_calendar.constants import holidays, workdays
from hypothesis import given, settings
from hypothesis import strategies as st

from chengzhi.kernel.limits import Limit, LimitUnit
from chengzhi.kernel.workdays import (
    CHINA,
    HoursSpan,
    Moment,
    OutsideCalendarError,
    WorkingTime,
    check_periods,
    continuous,
)

MARKS = {**dict.fromkeys(holidays, False), **dict.fromkeys(workdays, True)}
OFFICE = WorkingTime.build(marks=MARKS, settled_until=date(2026, 12, 25))
HOUR = 3600


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        ("2026-11-23 09:00", HOUR, "2026-11-23 10:00"),
        ("2026-11-23 11:30", HOUR, "2026-11-23 14:30"),
        ("2026-11-23 12:00", 1, "2026-11-23 14:00:01"),
        ("2026-11-23 13:00", HOUR, "2026-11-23 15:00"),
        ("2026-11-23 08:00", 4 * HOUR, "2026-11-23 12:00"),
        ("2026-11-23 17:00", HOUR, "2026-11-23 18:00"),
        ("2026-11-23 17:00", HOUR + 1, "2026-11-24 08:00:01"),
        ("2026-11-23 18:00", 8 * HOUR, "2026-11-24 18:00"),
        ("2026-11-23 20:00", 2 * HOUR, "2026-11-24 10:00"),
        ("2026-11-23 03:00", 2 * HOUR, "2026-11-23 10:00"),
        ("2026-11-20 17:00", 2 * HOUR, "2026-11-23 09:00"),
        ("2026-11-21 10:00", 8 * HOUR, "2026-11-23 18:00"),
        ("2026-09-30 17:30", HOUR, "2026-10-08 08:30"),
        ("2026-10-09 17:00", 2 * HOUR, "2026-10-10 09:00"),
        ("2026-02-13 18:00", 8 * HOUR, "2026-02-14 18:00"),
        ("2026-11-23 22:00", 0, "2026-11-23 22:00"),
    ],
)
def test_working_seconds_are_added_exactly(start: str, seconds: int, end: str) -> None:
    assert OFFICE.add(at(start), seconds) == Moment(at(end), provisional=False)


def test_a_moment_of_another_zone_is_answered_in_china() -> None:
    start = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert OFFICE.add(start, HOUR).at.isoformat() == "2026-11-23T10:00:00+08:00"


def test_parts_of_a_second_are_kept() -> None:
    start = at("2026-11-23 17:59:59.250000")
    assert OFFICE.add(start, 1).at == at("2026-11-24 08:00:00.250000")


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-11-23 09:00", "2026-11-23 15:00", 4 * HOUR),
        ("2026-11-20 17:00", "2026-11-23 09:00", 2 * HOUR),
        ("2026-11-21 09:00", "2026-11-22 15:00", 0),
        ("2026-11-23 12:30", "2026-11-23 13:30", 0),
        ("2026-11-23 15:00", "2026-11-23 09:00", -4 * HOUR),
    ],
)
def test_working_seconds_between_two_moments(start: str, end: str, seconds: int) -> None:
    assert OFFICE.between(at(start), at(end)) == seconds


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2018, 12, 29), True),
        (date(2004, 1, 1), False),
    ],
)
def test_days_follow_the_announced_calendar(day: date, *, is_worked: bool) -> None:
    assert OFFICE.is_workday(day) is is_worked


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: date, count: int, end: date) -> None:
    assert OFFICE.add_workdays(day, count) == (end, False)


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert OFFICE.next_workday(date(2026, 11, 23)).on == date(2026, 11, 24)
    assert OFFICE.workday_from(date(2026, 11, 23)).on == date(2026, 11, 23)
    assert OFFICE.workday_from(date(2026, 11, 21)).on == date(2026, 11, 23)


def test_working_days_between_exclude_the_first_and_include_the_last() -> None:
    assert OFFICE.workdays_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert OFFICE.workdays_between(date(2026, 10, 10), date(2026, 9, 30)) == -3


def test_an_answer_past_the_announced_holidays_is_provisional() -> None:
    assert not OFFICE.add(at("2026-12-24 09:00"), 8 * HOUR).provisional
    assert OFFICE.add(at("2026-12-25 17:00"), 2 * HOUR).provisional
    assert OFFICE.add_workdays(date(2026, 12, 31), 1) == (date(2027, 1, 1), True)
    assert OFFICE.add_workdays(date(2027, 1, 4), -5).provisional
    assert OFFICE.workday_from(date(2027, 1, 4)) == (date(2027, 1, 4), True)
    assert not OFFICE.is_settled(date(2026, 12, 26))


def test_why_the_last_week_of_an_announced_year_is_not_settled() -> None:
    before_the_notice = {day: works for day, works in MARKS.items() if day < date(2018, 12, 1)}
    early = WorkingTime.build(marks=before_the_notice, settled_until=date(2018, 12, 25))
    friday = date(2018, 12, 28)
    assert early.add_workdays(friday, 1) == (date(2018, 12, 31), True)
    assert OFFICE.add_workdays(friday, 1) == (date(2018, 12, 29), False)


def test_a_day_before_the_calendar_begins_is_refused_in_words() -> None:
    with pytest.raises(OutsideCalendarError, match=r"2003-12-31.*2004-01-01"):
        OFFICE.is_workday(date(2003, 12, 31))


def test_an_answer_beyond_the_drawn_years_is_refused() -> None:
    with pytest.raises(OutsideCalendarError):
        OFFICE.add(at("2046-12-31 09:00"), 9 * HOUR)
    with pytest.raises(OutsideCalendarError):
        OFFICE.add_workdays(date(2046, 12, 31), 1)
    with pytest.raises(OutsideCalendarError):
        OFFICE.add_workdays(date(2004, 1, 2), -1)


def test_naive_moments_are_programming_errors() -> None:
    with pytest.raises(ValueError, match="aware"):
        OFFICE.add(at("2026-11-23 09:00").replace(tzinfo=None), 0)


SUMMER = HoursSpan(periods=((480, 720), (870, 1110)), valid_from=date(2026, 5, 1), valid_to=date(2026, 9, 30))
MARKET = HoursSpan(periods=((360, 600),), valid_from=date(2026, 7, 1), works_saturday=True, works_sunday=True)


def test_hours_change_with_the_season() -> None:
    seasonal = WorkingTime.build(marks=MARKS, settled_until=date(2026, 12, 25), spans=[SUMMER])
    assert seasonal.periods_on(date(2026, 4, 30)) == ((480, 720), (840, 1080))
    assert seasonal.add(at("2026-04-30 17:00"), 6 * HOUR).at == at("2026-05-06 15:30")
    assert seasonal.add(at("2026-09-30 18:00"), HOUR).at == at("2026-10-08 08:30")


def test_a_later_span_wins_and_may_work_on_weekends_but_not_on_holidays() -> None:
    market = WorkingTime.build(marks=MARKS, settled_until=date(2026, 12, 25), spans=[MARKET, SUMMER])
    assert market.is_workday(date(2026, 11, 22))
    assert not market.is_workday(date(2026, 10, 4))
    assert market.periods_on(date(2026, 8, 3)) == ((360, 600),)
    assert market.periods_on(date(2026, 10, 4)) == ()


def test_spans_outside_the_drawn_years_do_no_harm() -> None:
    old = HoursSpan(periods=((0, 60),), valid_from=date(1990, 1, 1), valid_to=date(1999, 1, 1))
    assert WorkingTime.build(marks={}, settled_until=date(2026, 12, 25), spans=[old]).is_workday(date(2004, 1, 1))


@pytest.mark.parametrize("periods", [[], [[480, 480]], [[840, 1080], [480, 720]], [[-1, 60]], [[0, 1441]]])
def test_daily_periods_must_be_in_order_and_apart(periods: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="periods"):
        check_periods(periods)


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (Limit(2, LimitUnit.EMERGENCY_HOUR), "2026-11-20 19:00"),
        (Limit(1, LimitUnit.EMERGENCY_DAY), "2026-11-21 17:00"),
        (Limit(2, LimitUnit.NATURAL_DAY), "2026-11-22 17:00"),
        (Limit(30, LimitUnit.MINUTE), "2026-11-20 17:30"),
        (Limit(4, LimitUnit.WORKING_HOUR), "2026-11-23 11:00"),
        (Limit(1, LimitUnit.WORKING_DAY), "2026-11-23 17:00"),
        (Limit(Decimal("0.5"), LimitUnit.WORKING_DAY), "2026-11-23 11:00"),
    ],
)
def test_limits_run_out_by_their_unit(limit: Limit, end: str) -> None:
    assert OFFICE.due(at("2026-11-20 17:00"), limit) == (at(end), False)


def test_a_limit_is_written_as_the_standards_write_it() -> None:
    assert str(Limit(Decimal("2.0"), LimitUnit.EMERGENCY_HOUR)) == "2 紧急工作时"
    assert str(Limit(10, LimitUnit.WORKING_DAY)) == "10 工作日"
    assert OFFICE.seconds_per_day == Limit(1, LimitUnit.WORKING_DAY).seconds == 28_800


def test_a_clock_that_never_pauses_is_never_provisional() -> None:
    assert continuous(at("2030-01-01 00:00"), 60) == (at("2030-01-01 00:01"), False)


moments = st.integers(0, 27 * 365 * 86_400).map(lambda seconds: at("2004-01-01") + timedelta(seconds=seconds))
amounts = st.integers(0, 400 * HOUR)


@given(moments, amounts)
def test_what_is_added_is_what_lies_between(start: datetime, seconds: int) -> None:
    assert OFFICE.between(start, OFFICE.add(start, seconds).at) == seconds


@given(moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(start: datetime, first: int, second: int) -> None:
    assert OFFICE.add(OFFICE.add(start, first).at, second).at == OFFICE.add(start, first + second).at


@given(moments, st.integers(0, 60 * 86_400))
def test_no_earlier_moment_would_do(start: datetime, span: int) -> None:
    end = start + timedelta(seconds=span)
    found = OFFICE.add(start, OFFICE.between(start, end)).at
    assert start <= found <= end
    assert OFFICE.between(found, end) == 0


@given(moments, st.integers(1, 300))
def test_working_days_there_and_back(start: datetime, count: int) -> None:
    day = OFFICE.workday_from(start.date()).on
    there = OFFICE.add_workdays(day, count).on
    assert OFFICE.is_workday(there)
    assert OFFICE.workdays_between(day, there) == count
    assert OFFICE.add_workdays(there, -count).on == day


def test_fifty_thousand_deadlines_take_less_than_a_second_of_one_core() -> None:
    start = at("2026-09-30 17:30")
    began = process_time()
    for _round in range(10_000):
        OFFICE.add(start, 80 * HOUR)
    assert process_time() - began < 0.2


# The same questions answered slowly, minute by minute and day by day, to hold the table against.

EASY = WorkingTime.build(
    marks={date(2026, 10, 1): False, date(2026, 10, 10): True}, settled_until=date(2026, 12, 25), first=date(2026, 9, 1)
)
autumn = st.integers(0, 60 * 24 * 60).map(lambda minutes: at("2026-09-02") + timedelta(minutes=minutes))


def is_worked(day: date) -> bool:
    return {date(2026, 10, 1): False, date(2026, 10, 10): True}.get(day, day.weekday() < 5)


def is_open(moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    return is_worked(moment.date()) and (480 <= minute < 720 or 840 <= minute < 1080)


@settings(max_examples=40, deadline=None)
@given(autumn, st.integers(0, 4000))
def test_the_table_counts_as_a_patient_clerk_would(start: datetime, minutes: int) -> None:
    counted = sum(is_open(start + timedelta(minutes=minute)) for minute in range(minutes))
    assert EASY.between(start, start + timedelta(minutes=minutes)) == counted * 60


@settings(max_examples=40, deadline=None)
@given(autumn, st.integers(1, 600))
def test_a_deadline_comes_when_a_patient_clerk_has_worked_it_off(start: datetime, minutes: int) -> None:
    moment, left = start, minutes
    while left:
        left -= is_open(moment)
        moment += timedelta(minutes=1)
    assert EASY.add(start, minutes * 60).at == moment


@given(autumn, st.integers(-20, 20))
def test_working_days_are_found_as_on_a_wall_calendar(start: datetime, count: int) -> None:
    day, left = start.date() + timedelta(days=60), abs(count)
    found = day
    while left:
        found += timedelta(days=1 if count > 0 else -1)
        left -= is_worked(found)
    assert EASY.add_workdays(day, count).on == found


@given(autumn, autumn)
def test_working_days_between_two_days_are_counted_as_on_a_wall_calendar(one: datetime, other: datetime) -> None:
    start, end = sorted((one.date(), other.date()))
    days = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert EASY.workdays_between(start, end) == sum(map(is_worked, days))
    assert EASY.workdays_between(end, start) == -sum(map(is_worked, days))


@given(autumn, autumn, autumn)
def test_time_between_moments_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    assert EASY.between(one, two) + EASY.between(two, three) == EASY.between(one, three)


@given(moments, amounts)
def test_a_deadline_falls_into_working_hours_or_on_their_end(start: datetime, seconds: int) -> None:
    found = OFFICE.add(start, seconds).at
    minute = found.hour * 60 + found.minute + (found.second > 0)
    inside = any(begin <= minute <= end for begin, end in OFFICE.periods_on(found.date()))
    assert inside or seconds == 0


@given(moments, amounts, st.integers(0, 10 * HOUR))
def test_more_time_never_ends_earlier(start: datetime, seconds: int, more: int) -> None:
    assert OFFICE.add(start, seconds + more).at >= OFFICE.add(start, seconds).at


@given(moments, st.integers(0, 7 * 86_400), amounts)
def test_who_starts_later_never_ends_earlier(start: datetime, later: int, seconds: int) -> None:
    assert OFFICE.add(start + timedelta(seconds=later), seconds).at >= OFFICE.add(start, seconds).at


@given(st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True))
def test_periods_in_order_and_apart_are_taken_and_no_others(minutes: list[int]) -> None:
    flat = sorted(minutes)[: len(minutes) // 2 * 2]
    pairs = [flat[n : n + 2] for n in range(0, len(flat), 2)]
    assert check_periods(pairs) == tuple(tuple(pair) for pair in pairs)
    if len(pairs) > 1:
        with pytest.raises(ValueError, match="periods"):
            check_periods(pairs[::-1])


@pytest.mark.parametrize("periods", [[[480]], [[480, 720, 800]], [["8", "12"]], [480, 720], None])
def test_what_are_no_periods_is_refused(periods: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        check_periods(periods)  # type: ignore[arg-type]  # what a form may hold


@pytest.mark.parametrize("periods", [((0, 1440),), ((0, 1), (1439, 1440))])
def test_a_day_may_be_worked_from_midnight_to_midnight(periods: tuple[tuple[int, int], ...]) -> None:
    span = HoursSpan(periods=periods, works_saturday=True, works_sunday=True)
    table = WorkingTime.build(marks={}, settled_until=date(2026, 12, 25), spans=[span], first=date(2026, 1, 1))
    assert table.periods_on(date(2026, 11, 22)) == check_periods(periods)
    assert table.between(at("2026-11-22"), at("2026-11-23")) == sum(end - start for start, end in periods) * 60


@pytest.mark.parametrize(
    ("saturday", "sunday", "worked"),
    [(True, False, [True, False]), (False, True, [False, True]), (False, False, [False, False])],
)
def test_weekends_are_worked_as_the_span_says(*, saturday: bool, sunday: bool, worked: list[bool]) -> None:
    span = HoursSpan(periods=((480, 720),), works_saturday=saturday, works_sunday=sunday)
    assert [span.works_on(date(2026, 11, day)) for day in (21, 22)] == worked
    assert span.works_on(date(2026, 11, 23))


def test_the_edges_of_the_calendar_are_named_in_the_refusal() -> None:
    with pytest.raises(OutsideCalendarError, match=r"2026-09-01 至 2046-12-31"):
        EASY.is_workday(date(2026, 8, 31))
    assert EASY.is_workday(date(2026, 9, 1))
    assert not EASY.is_settled(date(2026, 12, 26))
    assert EASY.is_settled(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("start", "seconds", "expected"),
    [
        ("2026-11-24 10:00", -3 * HOUR, "2026-11-23 17:00"),
        ("2026-11-23 09:00", -HOUR, "2026-11-20 18:00"),  # Monday morning back to Friday evening
        ("2026-11-23 09:00", -HOUR - 1, "2026-11-20 17:59:59"),
        ("2026-11-23 13:00", -4 * HOUR, "2026-11-20 18:00"),
    ],
)
def test_negative_seconds_tell_since_when_so_much_has_been_worked(start: str, seconds: int, expected: str) -> None:
    moment = OFFICE.add(at(start), seconds).at
    assert moment == at(expected)
    assert OFFICE.between(moment, at(start)) == -seconds


def test_looking_back_before_the_calendar_begins_is_refused() -> None:
    with pytest.raises(OutsideCalendarError):
        OFFICE.add(at("2004-01-02 09:00"), -10_000 * HOUR)
