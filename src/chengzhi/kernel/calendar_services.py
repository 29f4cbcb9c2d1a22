"""What the administrator does with the calendar: mark a day, withdraw a year, set the hours of a season.

Every act takes the right to manage the system, waits for other changes of the calendar, tells those who keep
deadlines (CalendarChanged), and is written into the log of settings.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel import calendars, clock
from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.calendar_log import CALENDAR_DAY, CALENDAR_YEAR, SCHEDULE, SCHEDULE_SPAN
from chengzhi.kernel.calendars import Mark
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear, WorkSchedule, WorkScheduleSpan
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_log import Values, note_change
from chengzhi.kernel.workdays import check_periods

FIRST_DAY = date(2004, 1, 1)
LAST_YEAR = 2200


@transaction.atomic
def set_day(*, capacity: Capacity, day: date, is_workday: bool, name: str, source: str) -> CalendarDay:
    """Mark one day as worked or not, above every other rule."""
    check_capacity(capacity)
    if not FIRST_DAY <= day <= date(LAST_YEAR, 12, 31):
        raise BadInput({"date": _("日期不在日历范围内。请填写 2004 年以后的日期。")})
    calendars.lock()
    held = CalendarDay.objects.filter(date=day).first()
    before = CALENDAR_DAY.values(held) if held else None
    marked = write_mark(day, Mark(is_workday=is_workday, name=name), source)
    act = ChangeAct.CHANGED if held else ChangeAct.CREATED
    note_change(capacity=capacity, setting=CALENDAR_DAY, row=marked, act=act, before=before)
    calendars.changed(day, day)
    return marked


@transaction.atomic
def clear_day(*, capacity: Capacity, day: date) -> None:
    """Let the built-in calendar and the weekend rule decide about a day again."""
    check_capacity(capacity)
    calendars.lock()
    held = CalendarDay.objects.filter(date=day).first()
    if held is None:
        raise NotFound
    held.delete()
    before = CALENDAR_DAY.values(held)
    note_change(capacity=capacity, setting=CALENDAR_DAY, row=held, act=ChangeAct.WITHDRAWN, before=before, after={})
    calendars.changed(day, day)


@transaction.atomic
def withdraw_year(*, capacity: Capacity, year: int, source: str) -> CalendarYear:
    """Declare a year's holidays unknown, so that answers in it are provisional; its marked days stay."""
    check_capacity(capacity)
    calendars.lock()
    before = year_before(year)
    facts = {"announced": False, "imported_at": clock.now(), "source": source}
    found, _made = CalendarYear.objects.update_or_create(year=year, defaults=facts)
    note_change(capacity=capacity, setting=CALENDAR_YEAR, row=found, act=ChangeAct.WITHDRAWN, before=before)
    calendars.changed(date(year - 1, 12, 1))
    return found


@transaction.atomic
def add_schedule(*, capacity: Capacity, code: str, name: str) -> WorkSchedule:
    """Make a plan of daily hours; until a span is added it has the standard hours."""
    check_capacity(capacity)
    if not code or not name:
        raise BadInput({"code" if not code else "name": _("代码和名称都要填写。")})
    if WorkSchedule.objects.filter(code=code).exists():
        raise BadInput({"code": _("代码“%(code)s”已经有了。请换一个代码。") % {"code": code}})
    plan = WorkSchedule.objects.create(code=code, name=name)
    note_change(capacity=capacity, setting=SCHEDULE, row=plan, act=ChangeAct.CREATED)
    return plan


@transaction.atomic
def add_schedule_span(
    *,
    capacity: Capacity,
    schedule: str,
    valid_from: date,
    valid_to: date | None,
    periods: Sequence[Sequence[int]],
    works_saturday: bool = False,
    works_sunday: bool = False,
) -> WorkScheduleSpan:
    """Set the hours of a schedule between two days; refused where another span covers any of them."""
    check_capacity(capacity)
    calendars.lock()
    plan = _schedule(schedule)
    _check_span(valid_from, valid_to, periods)
    _refuse_overlap(plan, valid_from, valid_to)
    span = WorkScheduleSpan.objects.create(
        schedule=plan,
        valid_from=valid_from,
        valid_to=valid_to,
        periods=[list(period) for period in periods],
        works_saturday=works_saturday,
        works_sunday=works_sunday,
    )
    note_change(capacity=capacity, setting=SCHEDULE_SPAN, row=span, act=ChangeAct.CREATED)
    calendars.changed(valid_from, valid_to)
    return span


@transaction.atomic
def end_schedule_span(*, capacity: Capacity, span_id: int, valid_to: date) -> WorkScheduleSpan:
    """Let a span end on a day, so that another may follow it."""
    check_capacity(capacity)
    calendars.lock()
    span = WorkScheduleSpan.objects.filter(pk=span_id).first()
    if span is None:
        raise NotFound
    if valid_to < span.valid_from:
        raise BadInput({"valid_to": _("失效日期早于生效日期。请填写生效当日或以后的日期。")})
    _refuse_overlap(span.schedule, span.valid_from, valid_to, besides=span.pk)
    first = min(valid_to, span.valid_to or valid_to) + timedelta(days=1)
    before = SCHEDULE_SPAN.values(span)
    span.valid_to = valid_to
    span.save(update_fields=["valid_to"])
    note_change(capacity=capacity, setting=SCHEDULE_SPAN, row=span, act=ChangeAct.CHANGED, before=before)
    calendars.changed(first)
    return span


def check_capacity(capacity: Capacity) -> None:
    """Refuse whoever may not manage the system."""
    if capacity.kind is not ActorKind.SYSTEM and not capacity.may(Permission.MANAGE_SYSTEM):
        raise Forbidden(_("您没有维护日历的权限。需要时请联系系统管理员。"))


def write_mark(day: date, mark: Mark, source: str) -> CalendarDay:
    """Write what is said of one day, without telling anybody yet."""
    facts = {"is_workday": mark.is_workday, "name": mark.name, "source": source}
    return CalendarDay.objects.update_or_create(date=day, defaults=facts)[0]


def year_before(year: int) -> Values:
    """Return what the log says a year was before a change: its own row, or what the built-in calendar knows."""
    held = CalendarYear.objects.filter(year=year).first()
    return CALENDAR_YEAR.values(held) if held else {"announced": year in calendars.announced_years()}


def _schedule(code: str) -> WorkSchedule:
    if code == calendars.DEFAULT:
        return WorkSchedule.objects.get_or_create(code=code, defaults={"name": _("标准作息")})[0]
    found = WorkSchedule.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def _check_span(valid_from: date, valid_to: date | None, periods: Sequence[Sequence[int]]) -> None:
    errors: dict[str, str] = {}
    if valid_to is not None and valid_to < valid_from:
        errors["valid_to"] = _("失效日期早于生效日期。请填写生效当日或以后的日期。")
    try:
        check_periods(periods)
    except (TypeError, ValueError):
        errors["periods"] = _("工作时段有误。请按先后填写当天的起止时间，各段不能重叠，例如 8:00–12:00、14:00–18:00。")
    if errors:
        raise BadInput(errors)


def _refuse_overlap(schedule: WorkSchedule, valid_from: date, valid_to: date | None, *, besides: int = 0) -> None:
    """Refuse a span that meets another; PostgreSQL could only exclude it itself with an extension."""
    for other in schedule.spans.exclude(pk=besides):
        starts_before_end = valid_to is None or other.valid_from <= valid_to
        if starts_before_end and (other.valid_to is None or other.valid_to >= valid_from):
            words = _("与 %(first)s 起的作息时段重叠。请先把那一段的失效日期改到 %(last)s 以前。")
            raise BadInput({"valid_from": words % {"first": other.valid_from, "last": valid_from}})
