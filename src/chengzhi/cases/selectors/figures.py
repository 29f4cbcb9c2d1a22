"""Figures shown to a viewer: counted once in two seconds, and afresh after the viewer's own act.

Counting reads every open case in one's reach, and every page of the console shows counts.
"""

from collections.abc import Callable, Hashable

from chengzhi.cases.models import CaseStep
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.remembering import RememberedAnswers

_figures: RememberedAnswers[dict[str, int]] = RememberedAnswers()


def counted(viewer: Capacity, what: Hashable, count: Callable[[], dict[str, int]]) -> dict[str, int]:
    """Return figures that this viewer was given a moment ago, unless the viewer has acted since."""
    return dict(_figures.ask((_shape(viewer), _last_act(viewer), what), count))


def _shape(viewer: Capacity) -> Hashable:
    """Return all that decides which cases a viewer reaches and what waits for them."""
    return (viewer.appointment_id, viewer.territory, viewer.unit_ids, frozenset(viewer.grants.items()), viewer.confines)


def _last_act(viewer: Capacity) -> int | None:
    own = CaseStep.objects.filter(appointment=viewer.appointment_id).order_by("-taken_at")
    return own.values_list("pk", flat=True).first() if viewer.appointment_id else None
