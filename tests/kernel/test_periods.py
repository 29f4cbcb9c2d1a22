"""Statutory periods over the announced calendars of 2024 to 2026, and beyond them."""

from datetime import date

import pytest
from chinese_calendar.constants import holidays, workdays

from chengzhi.kernel.periods import Period, PeriodUnit, add_months, period_end
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
