"""Statutory periods in days, months and years, each with the reasons for the day it ends on.

The day a period starts from is not counted (民法典 201条, 民事诉讼法 85条); months and years end on the day of the same
number, or on the last of a shorter month (民法典 202条); a last day of rest gives way to the first working day after it
(民法典 203条, 民事诉讼法 85条). Whether a statute's "days" are working days is the statute's own matter
(行政处罚法 85条: 2, 3, 5 and 7; 行政强制法 69条: up to 10; 行政复议法 88条: 3, 5, 7 and 10) and is said by the unit.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.workdays import DayMoment, WorkingTime

MONTHS_PER_YEAR = 12
ONE_DAY = timedelta(days=1)

# A sentence with the figures it speaks of; put together only when somebody reads it.
Told = tuple[Promise, Mapping[str, object]]

_STARTS = gettext_lazy("%(start)s 当日不计算在内，从次日起算 %(period)s。")
_RESTS = gettext_lazy("其间有 %(count)s 个休息日不计，末日为 %(end)s。")
_SHORT_MONTH = gettext_lazy("到期月没有 %(day)s 日，以该月最后一日为准。")
_ENDS = gettext_lazy("末日为 %(end)s。")
_ROLLS = gettext_lazy("%(day)s 是法定休假日，顺延至休假日后的第一日 %(end)s。")
_UNKNOWN = gettext_lazy("该年度的放假安排尚未公布，暂按周末休息推算，公布后重新计算。")
_SUSPENDED = gettext_lazy("%(first)s 至 %(last)s 不计入期限，顺延 %(count)s 日，末日为 %(end)s。")
_EXTENDED = gettext_lazy("经批准从 %(day)s 起延长 %(period)s。")
_BEFORE = gettext_lazy("%(event)s 当日不计算在内，往前数 %(period)s，最迟 %(end)s。")
_BEFORE_WHOLE = gettext_lazy("%(event)s 之前须隔满 %(period)s，最迟 %(end)s。")


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
class DateSpan:
    """Days that do not count, both included, and what they are left out on: the decision or notice that says so."""

    first: date
    last: date
    ground: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            words = _("不计入期限的时间写反了：%(last)s 在 %(first)s 之前。请把开始日写在前面。")
            raise BadInput({"suspended": words % {"first": self.first, "last": self.last}})


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of a period, whether unannounced holidays may still move it, and how it was found.

    ``unrolled`` is the last day before a day of rest gave way: whoever must be careful acts by it.
    """

    on: date
    provisional: bool
    reasons: tuple[Told, ...]
    unrolled: date

    @property
    def explanation(self) -> tuple[str, ...]:
        """The working in sentences, in the language of the reader."""
        return tuple(str(words) % figures for words, figures in self.reasons)


def period_end(
    start: date,
    period: Period,
    calendar: WorkingTime,
    *,
    suspended: Sequence[DateSpan] = (),
    extended: Period | None = None,
) -> PeriodEnd:
    """Return the last day of a period that runs from an event on ``start``; an act on that day is still in time.

    Days of ``suspended`` inside the period are not counted, and ``extended`` is added to its plain last day.
    """
    reasons: list[Told] = [(_STARTS, {"start": start, "period": period})]
    idle = _merged(suspended, start)
    found = _passed_over(_counted(start, period, calendar, reasons), period, idle, calendar, reasons)
    if extended is not None:
        reasons.append((_EXTENDED, {"day": found.on, "period": extended}))
        later = [span for span in idle if span.first > found.on]
        longer = _counted(found.on, extended, calendar, reasons)
        found = _passed_over(longer, extended, later, calendar, reasons)
    plain = found.on
    if period.rolls:
        found = _rolled(found, calendar, reasons)
    return _ended(found, plain, reasons)


def latest_before(event: date, period: Period, calendar: WorkingTime, *, whole_days: bool = True) -> PeriodEnd:
    """Return the last day for an act that must come so many days before an event.

    With ``whole_days`` that many days lie between the act and the event; without, the day of the act is one of them.
    The articles leave this open. Raises ValueError for a period of months or years.
    """
    back = period.value + whole_days
    if period.unit is PeriodUnit.WORKDAY:
        found = calendar.add_workdays(event, -back)
    elif period.unit is PeriodUnit.DAY:
        found = DayMoment(event - timedelta(days=back), provisional=False)
    else:
        raise ValueError("an act comes days before an event, not months")
    words = _BEFORE_WHOLE if whole_days else _BEFORE
    return _ended(found, found.on, [(words, {"event": event, "period": period, "end": found.on})])


def add_months(day: date, months: int) -> date:
    """Return the day of the same number so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ended(found: DayMoment, plain: date, reasons: list[Told]) -> PeriodEnd:
    if found.provisional:
        reasons.append((_UNKNOWN, {}))
    return PeriodEnd(found.on, found.provisional, tuple(reasons), plain)


def _counted(start: date, period: Period, calendar: WorkingTime, reasons: list[Told]) -> DayMoment:
    if period.unit is PeriodUnit.WORKDAY:
        found = calendar.add_workdays(start, period.value)
        rests = (found.on - start).days - period.value
        reasons.append((_RESTS, {"count": rests, "end": found.on}))
        return found
    if period.unit is PeriodUnit.DAY:
        on = start + timedelta(days=period.value)
    else:
        on = add_months(start, period.value * (MONTHS_PER_YEAR if period.unit is PeriodUnit.YEAR else 1))
        if on.day != start.day:
            reasons.append((_SHORT_MONTH, {"day": start.day}))
    reasons.append((_ENDS, {"end": on}))
    return DayMoment(on, provisional=False)


def _merged(spans: Sequence[DateSpan], start: date) -> list[DateSpan]:
    """Return the days after ``start`` that do not count, in order and apart."""
    found: list[DateSpan] = []
    for span in sorted(spans, key=lambda one: one.first):
        first = max(span.first, start + ONE_DAY, found[-1].last + ONE_DAY if found else date.min)
        if first <= span.last:
            found.append(DateSpan(first, span.last, span.ground))
    return found


def _passed_over(
    found: DayMoment, period: Period, idle: Sequence[DateSpan], calendar: WorkingTime, reasons: list[Told]
) -> DayMoment:
    """Move the end by the days inside the period that do not count; of later ones, by those it then reaches."""
    on, provisional = found
    for span in idle:
        if span.first > on:
            break
        if period.unit is PeriodUnit.WORKDAY:
            count = calendar.workdays_between(span.first - ONE_DAY, span.last)
            on, unsure = calendar.add_workdays(on, count)
            provisional = provisional or unsure
        else:
            count = (span.last - span.first).days + 1
            on += timedelta(days=count)
        reasons.append((_SUSPENDED, {"first": span.first, "last": span.last, "count": count, "end": on}))
    return DayMoment(on, provisional)


def _rolled(found: DayMoment, calendar: WorkingTime, reasons: list[Told]) -> DayMoment:
    working = calendar.workday_from(found.on)
    if working.on != found.on:
        reasons.append((_ROLLS, {"day": found.on, "end": working.on}))
    return DayMoment(working.on, found.provisional or working.provisional)
