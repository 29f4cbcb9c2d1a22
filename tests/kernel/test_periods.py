"""Statutory periods over the announced calendars of 2024 to 2026, and beyond them."""

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays, workdays
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.periods import DateSpan, Period, PeriodUnit, add_months, latest_before, period_end
from chengzhi.kernel.workdays import WorkingTime

MARKS = {**dict.fromkeys(holidays, False), **dict.fromkeys(workdays, True)}
CALENDAR = WorkingTime.build(marks=MARKS, settled_until=date(2026, 12, 25))
DAY, WORKDAY, MONTH, YEAR = PeriodUnit


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        # 法定休假日 at the end: the first working day after it.
        ("2024-09-16", 15, DAY, "2024-10-08"),
        ("2024-01-31", 15, DAY, "2024-02-18"),
        ("2025-01-13", 15, DAY, "2025-02-05"),
        ("2026-02-01", 15, DAY, "2026-02-24"),
        ("2026-09-25", 15, DAY, "2026-10-10"),
        # A shifted working Saturday or Sunday is a working day and does not move the end.
        ("2024-04-22", 6, DAY, "2024-04-28"),
        ("2025-09-13", 15, DAY, "2025-09-28"),
        ("2026-02-07", 7, DAY, "2026-02-14"),
        # Working days skip weekends and holidays and count shifted days.
        ("2024-02-08", 5, WORKDAY, "2024-02-21"),
        ("2025-01-24", 3, WORKDAY, "2025-02-05"),
        ("2025-09-26", 7, WORKDAY, "2025-10-13"),
        ("2026-02-12", 5, WORKDAY, "2026-02-26"),
        ("2026-04-30", 2, WORKDAY, "2026-05-07"),
        ("2026-11-23", 5, WORKDAY, "2026-11-30"),
        # Months and years end on the same number, or on the last day of a shorter month.
        ("2024-01-31", 1, MONTH, "2024-02-29"),
        ("2025-11-30", 3, MONTH, "2026-02-28"),
        ("2026-03-31", 6, MONTH, "2026-09-30"),
        ("2025-08-31", 1, MONTH, "2025-09-30"),
        ("2024-07-01", 3, MONTH, "2024-10-08"),
        ("2024-02-29", 1, YEAR, "2025-02-28"),
        ("2024-11-23", 2, YEAR, "2026-11-23"),
        ("2025-11-22", 1, YEAR, "2026-11-23"),
    ],
)
def test_periods_end_as_the_law_reckons(start: str, value: int, unit: PeriodUnit, end: str) -> None:
    found = period_end(date.fromisoformat(start), Period(value, unit), CALENDAR)
    assert (found.on.isoformat(), found.provisional) == (end, False)


def test_a_period_that_does_not_roll_may_end_on_a_day_of_rest() -> None:
    found = period_end(date(2026, 9, 18), Period(15, DAY, rolls=False), CALENDAR)
    assert found.on == date(2026, 10, 3)


def test_the_explanation_names_every_reason() -> None:
    found = period_end(date(2026, 8, 31), Period(1, MONTH), CALENDAR)
    assert found.explanation == (
        "2026-08-31 当日不计算在内，从次日起算 1个月。",
        "到期月没有 31 日，以该月最后一日为准。",
        "末日为 2026-09-30。",
    )
    rolled = period_end(date(2026, 9, 18), Period(15, DAY), CALENDAR)
    assert rolled.explanation[-1] == "2026-10-03 是法定休假日，顺延至休假日后的第一日 2026-10-08。"
    counted = period_end(date(2026, 9, 30), Period(3, WORKDAY), CALENDAR)
    assert counted.explanation[-1] == "其间有 7 个休息日不计，末日为 2026-10-10。"


def test_a_period_into_an_unannounced_year_says_so() -> None:
    found = period_end(date(2026, 12, 23), Period(15, DAY), CALENDAR)
    assert found.provisional
    assert "尚未公布" in found.explanation[-1]


def test_plain_days_need_no_calendar() -> None:
    assert not period_end(date(2026, 12, 23), Period(90, DAY, rolls=False), CALENDAR).provisional


def test_an_empty_period_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Period(0, DAY)


def test_months_are_added_across_years() -> None:
    assert add_months(date(2026, 11, 30), 15) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


starts = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@given(starts, st.integers(1, 90), st.sampled_from([DAY, WORKDAY, MONTH]))
def test_a_period_never_ends_on_a_day_of_rest(start: date, value: int, unit: PeriodUnit) -> None:
    amount = value % 12 + 1 if unit is MONTH else value
    assert CALENDAR.is_workday(period_end(start, Period(amount, unit), CALENDAR).on)


@given(starts, st.integers(1, 90))
def test_a_period_that_rolls_ends_no_earlier_than_one_that_does_not(start: date, value: int) -> None:
    rolling = period_end(start, Period(value, DAY), CALENDAR).on
    plain = period_end(start, Period(value, DAY, rolls=False), CALENDAR).on
    assert plain == start + timedelta(days=value)
    assert plain <= rolling <= plain + timedelta(days=10)


@given(starts, st.integers(1, 40))
def test_a_working_day_more_ends_at_least_a_day_later(start: date, value: int) -> None:
    first = period_end(start, Period(value, WORKDAY), CALENDAR).on
    assert first < period_end(start, Period(value + 1, WORKDAY), CALENDAR).on


@given(starts, st.integers(1, 40))
def test_so_many_working_days_lie_in_a_period_of_them(start: date, value: int) -> None:
    end = period_end(start, Period(value, WORKDAY), CALENDAR).on
    assert CALENDAR.workdays_between(start, end) == value


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-600, 600))
def test_months_keep_the_number_of_the_day_or_fall_on_the_last(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 20))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    year = period_end(day, Period(years, YEAR, rolls=False), CALENDAR).on
    assert year == period_end(day, Period(12 * years, MONTH, rolls=False), CALENDAR).on == add_months(day, 12 * years)


@pytest.mark.parametrize(
    ("value", "unit", "words"), [(5, WORKDAY, "5个工作日"), (15, DAY, "15日"), (6, MONTH, "6个月"), (2, YEAR, "2年")]
)
def test_a_period_reads_as_the_law_writes_it(value: int, unit: PeriodUnit, words: str) -> None:
    assert str(Period(value, unit)) == words


@pytest.mark.parametrize("value", [0, -1, -365])
@pytest.mark.parametrize("unit", PeriodUnit)
def test_a_period_without_length_is_refused_in_every_unit(value: int, unit: PeriodUnit) -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        Period(value, unit)


def test_the_reasons_are_told_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        told = period_end(date(2026, 9, 18), Period(15, DAY), CALENDAR).explanation
    assert len(told) == 3
    assert all("2026-" in line for line in told)
    assert not any("当日" in line for line in told)


def test_counting_working_days_tells_how_many_days_of_rest_were_passed_over() -> None:
    told = period_end(date(2026, 2, 12), Period(5, WORKDAY), CALENDAR).explanation
    assert told[0] == "2026-02-12 当日不计算在内，从次日起算 5个工作日。"
    assert told[1].startswith("其间有 9 个休息日不计")


def spans(*pairs: tuple[str, str]) -> list[DateSpan]:
    return [DateSpan(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs]


@pytest.mark.parametrize(
    ("start", "value", "unit", "idle", "end"),
    [
        # Three days that do not count, in the middle: three days later.
        ("2026-11-02", 10, DAY, [("2026-11-05", "2026-11-07")], "2026-11-16"),
        # They move the end onto further ones, which then do not count either.
        ("2026-11-02", 10, DAY, [("2026-11-12", "2026-11-13"), ("2026-11-14", "2026-11-14")], "2026-11-16"),
        # Overlapping spans are counted once, in whichever order they are given.
        ("2026-11-02", 10, DAY, [("2026-11-06", "2026-11-08"), ("2026-11-05", "2026-11-07")], "2026-11-16"),
        # What lies before the start, or after the end, changes nothing.
        ("2026-11-02", 10, DAY, [("2026-10-01", "2026-11-02"), ("2026-11-13", "2026-11-20")], "2026-11-12"),
        # Only the part after the start counts.
        ("2026-11-02", 10, DAY, [("2026-10-01", "2026-11-03")], "2026-11-13"),
        # In working days, a weekend inside the span costs nothing.
        ("2026-11-02", 7, WORKDAY, [("2026-11-06", "2026-11-09")], "2026-11-13"),
        ("2026-11-02", 7, WORKDAY, [("2026-11-07", "2026-11-08")], "2026-11-11"),
        # Of months too, day for day.
        ("2026-08-31", 1, MONTH, [("2026-09-10", "2026-09-12")], "2026-10-08"),
    ],
)
def test_days_left_out_move_the_end(
    start: str, value: int, unit: PeriodUnit, idle: list[tuple[str, str]], end: str
) -> None:
    found = period_end(date.fromisoformat(start), Period(value, unit), CALENDAR, suspended=spans(*idle))
    assert found.on.isoformat() == end


def test_days_left_out_are_said() -> None:
    found = period_end(date(2026, 11, 2), Period(10, DAY), CALENDAR, suspended=spans(("2026-11-05", "2026-11-07")))
    assert "2026-11-05 至 2026-11-07 不计入期限，顺延 3 日" in "".join(found.explanation)
    with translation.override("en"):
        assert not any("不计入" in one for one in found.explanation)


@given(
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(-20, 90), st.integers(0, 15)), max_size=4),
)
def test_the_end_is_the_day_on_which_enough_days_have_counted(
    start: date, value: int, gaps: list[tuple[int, int]]
) -> None:
    idle = [DateSpan(start + timedelta(days=first), start + timedelta(days=first + length)) for first, length in gaps]
    left, day = value, start
    while left:
        day += timedelta(days=1)
        left -= not any(one.first <= day <= one.last for one in idle)
    assert period_end(start, Period(value, DAY, rolls=False), CALENDAR, suspended=idle).on == day


def test_a_span_written_backwards_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        DateSpan(date(2026, 11, 7), date(2026, 11, 5))
    assert "写反了" in str(caught.value.errors["suspended"])
    assert DateSpan(date(2026, 11, 5), date(2026, 11, 5)).first == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("start", "value", "unit", "more", "idle", "end", "plain"),
    [
        # The extension runs from the plain last day, and only its own end rolls.
        ("2026-09-16", 15, DAY, Period(5, DAY), [], "2026-10-08", "2026-10-06"),
        ("2026-11-02", 90, DAY, Period(30, DAY), [], "2027-03-02", "2027-03-02"),
        # Days left out inside the extension move it.
        ("2026-11-02", 10, DAY, Period(5, DAY), [("2026-11-14", "2026-11-15")], "2026-11-19", "2026-11-19"),
        # Days left out before are not left out twice.
        ("2026-11-02", 10, DAY, Period(5, DAY), [("2026-11-05", "2026-11-06")], "2026-11-19", "2026-11-19"),
    ],
)
def test_an_extension_is_added_to_the_plain_end(
    start: str, value: int, unit: PeriodUnit, more: Period, idle: list[tuple[str, str]], end: str, plain: str
) -> None:
    given_start = date.fromisoformat(start)
    found = period_end(given_start, Period(value, unit), CALENDAR, suspended=spans(*idle), extended=more)
    assert (found.on.isoformat(), found.unrolled.isoformat()) == (end, plain)
    assert any("延长" in one for one in found.explanation)


def test_the_end_before_a_holiday_gave_way_is_kept() -> None:
    found = period_end(date(2026, 9, 25), Period(15, DAY), CALENDAR)
    assert (found.on, found.unrolled) == (date(2026, 10, 10), date(2026, 10, 10))
    found = period_end(date(2026, 9, 16), Period(15, DAY), CALENDAR)
    assert (found.on, found.unrolled) == (date(2026, 10, 8), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("event", "value", "unit", "whole", "latest"),
    [
        # A hearing notified seven working days ahead: seven of them lie between, or the notice takes one.
        ("2026-11-25", 7, WORKDAY, True, "2026-11-13"),
        ("2026-11-25", 7, WORKDAY, False, "2026-11-16"),
        ("2026-10-12", 3, WORKDAY, True, "2026-09-30"),
        ("2026-11-25", 7, DAY, True, "2026-11-17"),
        ("2026-11-25", 7, DAY, False, "2026-11-18"),
    ],
)
def test_a_notice_before_an_event_leaves_its_days(
    event: str, value: int, unit: PeriodUnit, latest: str, *, whole: bool
) -> None:
    found = latest_before(date.fromisoformat(event), Period(value, unit), CALENDAR, whole_days=whole)
    assert found.on.isoformat() == found.unrolled.isoformat() == latest
    assert latest in found.explanation[0]


def test_an_event_beyond_the_known_calendar_is_provisional() -> None:
    found = latest_before(date(2027, 5, 20), Period(7, WORKDAY), CALENDAR)
    assert found.provisional
    assert "尚未公布" in found.explanation[-1]


@pytest.mark.parametrize("unit", [MONTH, YEAR])
def test_nothing_comes_months_before_an_event(unit: PeriodUnit) -> None:
    with pytest.raises(ValueError, match="not months"):
        latest_before(date(2026, 11, 25), Period(1, unit), CALENDAR)
