"""What the pages of settings read: the calendar of a year, the plans of daily hours, the divisions to choose from."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from chengzhi.grid.enums import Level
from chengzhi.grid.selectors import divisions_in_force
from chengzhi.kernel import calendars
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear, WorkSchedule, WorkScheduleSpan

LONGEST_KEY = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day in the view of a year."""

    on: date
    is_workday: bool
    name: str
    is_shifted: bool
    is_own: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month: the blank days before the first, then its days."""

    number: int
    blanks: range
    days: list[DayCell]

    @property
    def name(self) -> str:
        return str(MONTHS[self.number])

    @property
    def workdays(self) -> int:
        return sum(one.is_workday for one in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """A year of the working calendar, and how far it is certain."""

    year: int
    months: list[Month]
    own: list[CalendarDay]
    is_announced: bool
    covered_until: int
    record: CalendarYear | None

    @property
    def workdays(self) -> int:
        return sum(one.workdays for one in self.months)

    @property
    def holidays(self) -> list[DayCell]:
        """The days with a name: holidays and the days worked instead."""
        return [day for month in self.months for day in month.days if day.name]


def year_view(year: int) -> YearView:
    """Return a year as it is reckoned today."""
    own = {one.date: one for one in CalendarDay.objects.filter(date__year=year)}
    working, marks = calendars.working_time(), calendars.marked_days()

    def cell(on: date) -> DayCell:
        is_workday = working.is_workday(on)
        mark = marks.get(on)
        return DayCell(
            on=on,
            is_workday=is_workday,
            name=mark.name if mark else "",
            is_shifted=mark is not None and is_workday != (on.weekday() < calendar.SATURDAY),
            is_own=on in own,
            is_settled=working.is_settled(on),
        )

    months = [_month(year, number, cell) for number in range(1, 13)]
    return YearView(
        year=year,
        months=months,
        own=sorted(own.values(), key=lambda one: one.date),
        is_announced=year in calendars.announced_years(),
        covered_until=calendars.coverage(),
        record=CalendarYear.objects.filter(year=year).first(),
    )


def _month(year: int, number: int, cell: Any) -> Month:
    weekday, count = calendar.monthrange(year, number)
    first = date(year, number, 1)
    return Month(number, range(weekday), [cell(first + timedelta(days=at)) for at in range(count)])


def weekdays() -> list[str]:
    """Return the days of the week, Monday first, in a sign or two: 一 or Mo."""
    names = [str(WEEKDAYS_ABBR[at]) for at in range(7)]
    return [name[-1] if not name.isascii() else name[:2] for name in names]


def own_day(on: date) -> CalendarDay | None:
    """Return what the administrator said of a day, or None."""
    return CalendarDay.objects.filter(date=on).first()


def schedule_options() -> list[tuple[str, str]]:
    """Return the plans of daily hours to choose from, the standard one first."""
    found = dict(WorkSchedule.objects.values_list("code", "name"))
    found.pop(calendars.DEFAULT, None)
    return [(calendars.DEFAULT, _("标准作息")), *found.items()]


def schedules() -> list[tuple[str, str, list[WorkScheduleSpan]]]:
    """Return each plan with its spans, oldest first."""
    spans: dict[str, list[WorkScheduleSpan]] = {}
    for one in WorkScheduleSpan.objects.select_related("schedule").order_by("valid_from"):
        spans.setdefault(one.schedule.code, []).append(one)
    return [(code, name, spans.get(code, [])) for code, name in schedule_options()]


def access_span(pk: int) -> WorkScheduleSpan:
    """Return a span of hours, or raise NotFound."""
    found = WorkScheduleSpan.objects.select_related("schedule").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def area_options() -> list[tuple[str, str]]:
    """Return the streets and communities of today, communities behind their street."""
    rows = divisions_in_force().exclude(level=Level.DISTRICT)
    return [(one.code, one.short_name if one.level == Level.STREET else f"　{one.short_name}") for one in rows]


def area_names() -> dict[str, str]:
    return {one.code: one.short_name for one in divisions_in_force()}


def choice(label: Any, options: Any, nothing: str) -> forms.ChoiceField:
    """Return a field for one of some, or for none of them, which has its own word."""
    chosen = [("", nothing), *((key, text) for key, text in options if key)]
    return forms.ChoiceField(label=label, choices=chosen, required=False)


def number_of(key: str) -> int:
    """Return the number in an address, or raise NotFound."""
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise NotFound
    return int(key)
