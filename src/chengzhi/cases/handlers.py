"""Reactions to what happened in lower rooms."""

from datetime import date

from chengzhi.cases.services import recompute_deadlines
from chengzhi.kernel.calendars import CalendarChanged


def reckon_deadlines_anew(event: CalendarChanged) -> None:
    """Running deadlines that the changed days may move follow the calendar as it is now."""
    recompute_deadlines(date.fromisoformat(event.first_day), date.fromisoformat(event.last_day))
