"""Reactions to what happened in lower rooms."""

from chengzhi.cases.services import recompute_provisional
from chengzhi.kernel.calendars import CalendarChanged


def reckon_deadlines_anew(_event: CalendarChanged) -> None:
    """Deadlines that rested on an unannounced holiday calendar follow the calendar that was just imported."""
    recompute_provisional()
