"""Working time from the database: the built-in calendar, the administrator's tables over it, and the daily schedules.

chinesecalendar knows the State Council's notices up to one year; what stands in CalendarDay and CalendarYear overrules
and continues it. ``working_time`` is cached in the process and drawn anew after any change made anywhere.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import ClassVar

from chinese_calendar.constants import holidays, workdays
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from chengzhi.kernel import outbox
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models.calendars import CalendarDay, CalendarStamp, CalendarYear, WorkSchedule, WorkScheduleSpan
from chengzhi.kernel.workdays import HoursSpan, WorkingTime, check_periods

DEFAULT = "default"
# The notice for a year may still shift the last days of the year before, as it did in 2006, 2007, 2011 and 2018.
SETTLED_DAY = (12, 25)

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
_SEVERAL = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """What a calendar says of one day that the weekend rule does not."""

    is_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class CalendarChanged(outbox.Event):
    """Working days, daily hours or their certainty changed from one day to another, both included (ISO dates).

    Moved may be any deadline that is reckoned in working time, was started by ``last_day`` and is due from ``first_day``.
    """

    event_name: ClassVar[str] = "kernel.calendar_changed"

    first_day: str
    last_day: str


def chinese_name(name: str) -> str:
    """Return the Chinese name of a holiday that the library or its exports name in English."""
    return _NAMES.get(name, name)


def built_in_marks() -> dict[date, Mark]:
    """Return the holidays and shifted working days that the library knows, with their Chinese names."""
    days = {day: Mark(is_workday=False, name=chinese_name(name)) for day, name in holidays.items()}
    days.update({day: Mark(is_workday=True, name=chinese_name(name)) for day, name in workdays.items()})
    return days


def marked_days() -> dict[date, Mark]:
    """Return every day that differs from the weekend rule, the administrator's word above the library's."""
    ours = {one.date: Mark(is_workday=one.is_workday, name=one.name) for one in CalendarDay.objects.all()}
    return {**built_in_marks(), **ours}


def announced_years() -> frozenset[int]:
    """Return the years whose holidays are known here."""
    said = dict(CalendarYear.objects.values_list("year", "announced"))
    built_in = {year for year in range(min(holidays).year, max(holidays).year + 1) if said.get(year, True)}
    return frozenset(built_in | {year for year, announced in said.items() if announced})


def coverage() -> int:
    """Return the last year up to which every year is announced."""
    years = announced_years()
    last: int = min(holidays).year
    while last + 1 in years:
        last += 1
    return last


def working_time(schedule: str = DEFAULT) -> WorkingTime:
    """Return the working time of a schedule; asks the database at most once in CALENDAR_CHECK_SECONDS (2).

    A transaction that itself changed the calendar sees its own change at once, and nobody else does before it commits.
    Raises BadInput for a schedule that does not exist.
    """
    key = (schedule, _cache.token())
    found = _cache.built.get(key)
    if found is None:
        found = _draw(schedule)
        if len(_cache.built) >= _SEVERAL:
            _cache.built.clear()
        _cache.built[key] = found
    return found


def forget() -> None:
    """Let the next question look at the database again."""
    _cache.look_again_at = 0.0


def on_calendar_change(callback: Callable[[CalendarChanged], None]) -> None:
    """Have ``callback`` told, once and after commit, of every change; called from ``AppConfig.ready()``.

    Whoever keeps deadlines reckons them anew there; working_time() is fresh when the callback runs.
    """

    @wraps(callback)
    def told(event: CalendarChanged) -> None:
        forget()
        callback(event)

    outbox.subscribe(CalendarChanged, told)


def lock() -> None:
    """Keep every other change of the calendar waiting until the present transaction ends."""
    CalendarStamp.objects.get_or_create(id=1)
    CalendarStamp.objects.select_for_update().get(id=1)


def changed(first: date, last: date | None = None) -> None:
    """Make a change of the tables known to every process, and record the event, with the present transaction."""
    CalendarStamp.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
    transaction.on_commit(_look_again)
    until = date(first.year + 100, 12, 31) if last is None else last
    outbox.record(CalendarChanged(first_day=first.isoformat(), last_day=until.isoformat()))


class _Cache:
    """What this process has drawn, by schedule and stamp."""

    def __init__(self) -> None:
        self.built: dict[tuple[str, str], WorkingTime] = {}
        self.look_again_at = 0.0
        self._token = ""

    def token(self) -> str:
        if _changed_here():
            return _read_token()
        now = time.monotonic()
        if now >= self.look_again_at:
            self._token = _read_token()
            self.look_again_at = now + getattr(settings, "CALENDAR_CHECK_SECONDS", 2)
        return self._token


_cache = _Cache()


def _look_again() -> None:
    forget()


def _changed_here() -> bool:
    """Tell whether the open transaction has changed the calendar; Django drops the hook with what it rolls back."""
    return any(entry[1] is _look_again for entry in connection.run_on_commit)


def _read_token() -> str:
    return str(CalendarStamp.objects.values_list("token", flat=True).first() or "")


def _draw(schedule: str) -> WorkingTime:
    marks = {day: mark.is_workday for day, mark in marked_days().items()}
    settled_until = date(coverage(), *SETTLED_DAY)
    return WorkingTime.build(
        marks=marks, settled_until=settled_until, spans=_spans(schedule), first=date(min(holidays).year, 1, 1)
    )


def _spans(code: str) -> list[HoursSpan]:
    spans = WorkScheduleSpan.objects.filter(schedule__code=code)
    found = [_hours_span(span) for span in spans]
    if not found and code != DEFAULT and not WorkSchedule.objects.filter(code=code).exists():
        raise BadInput(_("没有代码为“%(code)s”的计时方案。请先在“计时方案”中建立。") % {"code": code})
    return found


def _hours_span(span: WorkScheduleSpan) -> HoursSpan:
    return HoursSpan(
        periods=check_periods(span.periods),
        valid_from=span.valid_from,
        valid_to=span.valid_to or date.max,
        works_saturday=span.works_saturday,
        works_sunday=span.works_sunday,
    )
