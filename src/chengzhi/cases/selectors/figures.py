"""Figures shown to a viewer: counted anew when six seconds old, behind the page, and at once after the viewer's own act.

Counting reads every open case in one's reach, and every page of the console shows counts.
"""

from collections.abc import Callable, Hashable
from functools import cached_property

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.prepared import fetch_row
from chengzhi.kernel.remembering import RememberedAnswers

LAST_ACT = "SELECT id FROM cases_casestep WHERE appointment_id = %s ORDER BY taken_at DESC LIMIT 1"
_figures: RememberedAnswers[dict[str, int]] = RememberedAnswers(times=3)


class Figures:
    """The figures of one page: whether the viewer has acted since is asked once for all of them."""

    def __init__(self, viewer: Capacity) -> None:
        self.viewer = viewer

    def counted(self, what: Hashable, count: Callable[[], dict[str, int]]) -> dict[str, int]:
        """Return figures that this viewer was given a moment ago, unless the viewer has acted since."""
        return dict(_figures.ask((*self._question, what), count))

    @cached_property
    def _question(self) -> tuple[Hashable, ...]:
        """Return all that decides which cases the viewer reaches, what waits for them, and their last act."""
        held = self.viewer
        grants = frozenset(held.grants.items())
        return (held.appointment_id, held.territory, held.unit_ids, grants, held.confines, _last_act(held))


def _last_act(viewer: Capacity) -> int | None:
    row = fetch_row(LAST_ACT, (viewer.appointment_id,)) if viewer.appointment_id else None
    return row[0] if row else None
