"""What is written down when the working calendar or the daily hours change."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.calendars import DEFAULT
from chengzhi.kernel.models.calendars import CalendarDay, CalendarYear, WorkSchedule, WorkScheduleSpan
from chengzhi.kernel.settings_log import Fact, Setting, facts_of, say_last_day


def hours_text(periods: Any) -> str:
    """Return daily hours as people write them: 8:00–12:00、14:00–18:00."""
    return "、".join(f"{clock_text(start)}–{clock_text(end)}" for start, end in periods)


def clock_text(minutes: int) -> str:
    """Return minutes of the day as a time: 8:00."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _schedule_title(key: str, label: str) -> str:
    """Return the label in the reader's language where it is the house's own name of the ordinary hours."""
    code, _slash, since = key.partition("/")
    if code != DEFAULT:
        return label
    name = gettext("标准作息")
    return f"{name} · {since}" if since else name


CALENDAR_DAY = Setting(
    code="kernel.calendar_day",
    name=_("日历例外日"),
    facts=facts_of(CalendarDay, "is_workday", "name", "source"),
    key=lambda row: row.date.isoformat(),
    label=lambda row: row.date.isoformat(),
)
CALENDAR_YEAR = Setting(
    code="kernel.calendar_year",
    name=_("日历年度"),
    facts=facts_of(CalendarYear, "announced", "source"),
    key=str,
)
SCHEDULE = Setting(
    code="kernel.schedule",
    name=_("计时方案"),
    facts=facts_of(WorkSchedule, "name"),
    key=lambda row: row.code,
    titled=_schedule_title,
)
SCHEDULE_SPAN = Setting(
    code="kernel.schedule_span",
    name=_("作息时段"),
    facts={
        "periods": Fact(label=_("工作时段"), read=lambda row: [list(one) for one in row.periods], said=hours_text),
        **facts_of(WorkScheduleSpan, "works_saturday", "works_sunday", "valid_from", "valid_to", valid_to=say_last_day),
    },
    key=lambda row: f"{row.schedule.code}/{row.valid_from}",
    label=lambda row: f"{row.schedule.name} · {row.valid_from}",
    titled=_schedule_title,
)
EVERY = (CALENDAR_DAY, CALENDAR_YEAR, SCHEDULE, SCHEDULE_SPAN)
