"""Working time: which days are worked, at which hours, and when a limit runs out.

Everything here is pure and immutable; ``chengzhi.kernel.calendars`` builds it from the database. Moments are aware
datetimes, answered in Asia/Shanghai; amounts are whole seconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.limits import SECONDS_PER_WORKDAY, Limit

CHINA = ZoneInfo("Asia/Shanghai")
SATURDAY, SUNDAY = 5, 6
DAY_MINUTES = 24 * 60
YEARS_AHEAD = 20

_MICRO = 1_000_000
_MINUTE = 60 * _MICRO

Periods = tuple[tuple[int, int], ...]


class Moment(NamedTuple):
    """An answer in time; ``provisional`` says that the holidays up to it are not announced yet."""

    at: datetime
    provisional: bool


class DayMoment(NamedTuple):
    """An answer in days; ``provisional`` as for Moment."""

    on: date
    provisional: bool


class OutsideCalendarError(ChengzhiError):
    """The day lies before the calendar begins, or further ahead than it is drawn."""

    def __init__(self, day: date, first: date, last: date) -> None:
        words = _("算不出 %(day)s 的工作时间：工作日历只覆盖 %(first)s 至 %(last)s。请核对日期，或请管理员补充日历。")
        super().__init__(words % {"day": day, "first": first, "last": last})


@dataclass(frozen=True, slots=True)
class HoursSpan:
    """Daily hours between two days, both included; ``periods`` are minutes of the day, in order and apart."""

    periods: Periods
    valid_from: date = date.min
    valid_to: date = date.max
    works_saturday: bool = False
    works_sunday: bool = False

    def works_on(self, day: date) -> bool:
        """Tell whether the weekday is worked where no holiday and no shifted day says otherwise."""
        return {SATURDAY: self.works_saturday, SUNDAY: self.works_sunday}.get(day.weekday(), True)


STANDARD_HOURS = HoursSpan(periods=((8 * 60, 12 * 60), (14 * 60, 18 * 60)))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WorkingTime:
    """One daily schedule over the days of a calendar, drawn once so that every question is a look-up.

    ``settled_until`` is the last day whose kind is certain; any answer after it is provisional. ``_hours`` holds for
    each day from ``first`` on its periods in microseconds, ``_totals`` the working time before each day,
    ``_workdays`` the offsets of the working days.
    """

    first: date
    last: date
    settled_until: date
    _hours: tuple[Periods, ...]
    _totals: tuple[int, ...]
    _workdays: tuple[int, ...]

    @classmethod
    def build(
        cls,
        *,
        marks: Mapping[date, bool],
        settled_until: date,
        spans: Sequence[HoursSpan] = (),
        first: date = date(2004, 1, 1),
        years_ahead: int = YEARS_AHEAD,
    ) -> Self:
        """Draw the table from marked days (worked or not) over the weekend rule and from the hours of the seasons.

        Where spans overlap the later one wins; where none stands, STANDARD_HOURS do.
        """
        last = date(settled_until.year + years_ahead, 12, 31)
        plans = _plan_days(first, last, spans)
        days = [first + timedelta(days=offset) for offset in range(len(plans))]
        worked = [marks.get(day, plan.works_on(day)) for day, plan in zip(days, plans, strict=True)]
        cut = {span: _in_micros(span.periods) for span in (STANDARD_HOURS, *spans)}
        hours = tuple(cut[plan] if works else () for plan, works in zip(plans, worked, strict=True))
        lengths = {periods: sum(end - start for start, end in periods) for periods in set(hours)}
        totals = tuple(accumulate((lengths[periods] for periods in hours), initial=0))
        workdays = tuple(offset for offset, works in enumerate(worked) if works)
        return cls(first, last, settled_until, hours, totals, workdays)

    def add(self, start: datetime, seconds: int) -> Moment:
        """Return the earliest moment by which ``seconds`` of working time have passed since ``start``.

        A limit that is used up exactly at closing time ends then, not on the next morning. Negative seconds give the
        moment since which that much working time has passed: when a limit that is now exceeded by them ran out.
        """
        local = _local(start)
        day, micros = self._split(local)
        if seconds == 0:
            return Moment(local, local.date() > self.settled_until)
        goal = self._worked(day, micros) + seconds * _MICRO
        end_day = bisect_left(self._totals, goal) - 1
        if not 0 <= end_day < len(self._hours):
            beyond = self.last + timedelta(days=1) if end_day > 0 else self.first - timedelta(days=1)
            raise OutsideCalendarError(beyond, self.first, self.last)
        rest = goal - self._totals[end_day]
        on = self._date(end_day)
        at = datetime.combine(on, time.min, CHINA) + timedelta(microseconds=self._clock(end_day, rest))
        return Moment(at, on > self.settled_until)

    def between(self, start: datetime, end: datetime) -> int:
        """Return the whole working seconds from ``start`` to ``end``; negative where ``end`` comes first."""
        if end < start:
            return -self.between(end, start)
        return (self._worked(*self._split(_local(end))) - self._worked(*self._split(_local(start)))) // _MICRO

    def due(self, start: datetime, limit: Limit) -> Moment:
        """Return when ``limit`` runs out, in working time or without pause as its unit says."""
        if limit.is_working:
            return self.add(start, limit.seconds)
        return continuous(start, limit.seconds)

    def is_workday(self, day: date) -> bool:
        return bool(self._is_at(self._offset(day)))

    def is_settled(self, day: date) -> bool:
        """Tell whether the kind of ``day`` is certain, i.e. its holidays are announced."""
        return day <= self.settled_until

    def add_workdays(self, day: date, count: int) -> DayMoment:
        """Return the ``count``-th working day after ``day``, before it where negative; 0 is ``day`` itself."""
        offset = self._offset(day)
        if count > 0:
            found = bisect_right(self._workdays, offset) + count - 1
        elif count < 0:
            found = bisect_left(self._workdays, offset) + count
        else:
            return DayMoment(day, day > self.settled_until)
        if not 0 <= found < len(self._workdays):
            beyond = self.last + timedelta(days=1) if count > 0 else self.first - timedelta(days=1)
            raise OutsideCalendarError(beyond, self.first, self.last)
        on = self._date(self._workdays[found])
        return DayMoment(on, max(on, day) > self.settled_until)

    def next_workday(self, day: date) -> DayMoment:
        """Return the first working day after ``day``."""
        return self.add_workdays(day, 1)

    def workday_from(self, day: date) -> DayMoment:
        """Return ``day`` where it is worked, else the first working day after it."""
        return DayMoment(day, day > self.settled_until) if self.is_workday(day) else self.next_workday(day)

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``; negative backwards."""
        return bisect_right(self._workdays, self._offset(end)) - bisect_right(self._workdays, self._offset(start))

    @property
    def seconds_per_day(self) -> int:
        return SECONDS_PER_WORKDAY

    def periods_on(self, day: date) -> Periods:
        """Return the worked minutes of ``day`` as (start, end) pairs; empty on a day of rest."""
        return tuple((start // _MINUTE, end // _MINUTE) for start, end in self._hours[self._offset(day)])

    def _date(self, offset: int) -> date:
        return date.fromordinal(self.first.toordinal() + offset)

    def _offset(self, day: date) -> int:
        offset = day.toordinal() - self.first.toordinal()
        if not 0 <= offset < len(self._hours):
            raise OutsideCalendarError(day, self.first, self.last)
        return offset

    def _is_at(self, offset: int) -> bool:
        place = bisect_left(self._workdays, offset)
        return place < len(self._workdays) and self._workdays[place] == offset

    def _split(self, local: datetime) -> tuple[int, int]:
        micros = ((local.hour * 60 + local.minute) * 60 + local.second) * _MICRO + local.microsecond
        return self._offset(local), micros

    def _worked(self, day: int, micros: int) -> int:
        total = self._totals[day]
        for start, end in self._hours[day]:
            if micros <= start:
                break
            total += min(micros, end) - start
        return total

    def _clock(self, day: int, rest: int) -> int:
        """Return the time of day, in microseconds, at which ``rest`` of the day's working time has passed."""
        periods = iter(self._hours[day])
        start, end = next(periods)
        while rest > end - start:
            rest -= end - start
            start, end = next(periods)
        return start + rest


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("working time needs aware datetimes")
    return moment.astimezone(CHINA)


def continuous(start: datetime, seconds: int) -> Moment:
    """Return ``start`` plus ``seconds`` on a clock that never pauses; no holiday can change it."""
    return Moment(start.astimezone(CHINA) + timedelta(seconds=seconds), provisional=False)


def check_periods(periods: Sequence[Sequence[int]]) -> Periods:
    """Return daily periods as tuples; raises ValueError unless they are minutes of one day, in order and apart."""
    pairs = tuple((start, end) for start, end in periods)
    flat = [minute for pair in pairs for minute in pair]
    if not flat or flat[0] < 0 or flat[-1] > DAY_MINUTES or any(a >= b for a, b in pairwise(flat)):
        raise ValueError("periods must be minutes of one day, in order and apart")
    return pairs


def _in_micros(periods: Periods) -> Periods:
    return tuple((start * _MINUTE, end * _MINUTE) for start, end in periods)


def _plan_days(first: date, last: date, spans: Sequence[HoursSpan]) -> list[HoursSpan]:
    plans = [STANDARD_HOURS] * ((last - first).days + 1)
    for span in sorted(spans, key=lambda one: one.valid_from):
        start = max((span.valid_from - first).days, 0)
        stop = min((min(span.valid_to, last) - first).days, len(plans) - 1)
        plans[start : stop + 1] = [span] * max(stop + 1 - start, 0)
    return plans
