"""Statutory periods in days, months and years, each with the reasons for the day it ends on.

The day a period starts from is not counted (民法典 201条, 民事诉讼法 85条); months and years end on the day of the same
number, or on the last of a shorter month (民法典 202条); a last day of rest gives way to the first working day after it
(民法典 203条, 民事诉讼法 85条). Whether a statute's "days" are working days is the statute's own matter
(行政处罚法 85条: 2, 3, 5 and 7; 行政强制法 69条: up to 10; 行政复议法 88条: 3, 5, 7 and 10) and is said by the unit.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.workdays import DayMoment, WorkingTime

MONTHS_PER_YEAR = 12


class PeriodUnit(TextChoices):
    """What a period counts."""

    DAY = "day", gettext_lazy("日")
    WORKDAY = "workday", gettext_lazy("个工作日")
    MONTH = "month", gettext_lazy("个月")
    YEAR = "year", gettext_lazy("年")


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, working days, months or years; ``rolls`` lets a last day of rest give way to a working day."""

    value: int
    unit: PeriodUnit
    rolls: bool = True

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError("a period has at least one unit")

    def __str__(self) -> str:
        return f"{self.value}{self.unit.label}"


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of a period, whether unannounced holidays may still move it, and how it was found."""

    on: date
    provisional: bool
    explanation: tuple[str, ...]


def period_end(start: date, period: Period, calendar: WorkingTime) -> PeriodEnd:
    """Return the last day of a period that runs from an event on ``start``; an act on that day is still in time."""
    reasons = [_("%(start)s 当日不计算在内，从次日起算 %(period)s。") % {"start": start, "period": period}]
    found = _counted(start, period, calendar, reasons)
    if period.rolls:
        found = _rolled(found, calendar, reasons)
    if found.provisional:
        reasons.append(_("该年度的放假安排尚未公布，暂按周末休息推算，公布后重新计算。"))
    return PeriodEnd(found.on, found.provisional, tuple(reasons))


def add_months(day: date, months: int) -> date:
    """Return the day of the same number so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _counted(start: date, period: Period, calendar: WorkingTime, reasons: list[str]) -> DayMoment:
    if period.unit is PeriodUnit.WORKDAY:
        found = calendar.add_workdays(start, period.value)
        rests = (found.on - start).days - period.value
        reasons.append(_("其间有 %(count)s 个休息日不计，末日为 %(end)s。") % {"count": rests, "end": found.on})
        return found
    if period.unit is PeriodUnit.DAY:
        on = start + timedelta(days=period.value)
    else:
        on = add_months(start, period.value * (MONTHS_PER_YEAR if period.unit is PeriodUnit.YEAR else 1))
        if on.day != start.day:
            reasons.append(_("到期月没有 %(day)s 日，以该月最后一日为准。") % {"day": start.day})
    reasons.append(_("末日为 %(end)s。") % {"end": on})
    return DayMoment(on, provisional=False)


def _rolled(found: DayMoment, calendar: WorkingTime, reasons: list[str]) -> DayMoment:
    working = calendar.workday_from(found.on)
    if working.on != found.on:
        reasons.append(
            _("%(day)s 是法定休假日，顺延至休假日后的第一日 %(end)s。") % {"day": found.on, "end": working.on}
        )
    return DayMoment(working.on, found.provisional or working.provisional)
