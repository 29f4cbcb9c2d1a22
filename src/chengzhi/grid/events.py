"""What happened in the grid, for the rooms above; dates are ISO text."""

from dataclasses import dataclass
from typing import ClassVar

from chengzhi.kernel.outbox import Event


@dataclass(frozen=True, slots=True)
class CellChanged(Event):
    """A cell was defined, redrawn or retired with effect from ``on``."""

    event_name: ClassVar[str] = "grid.cell_changed"

    cell_id: int
    code: str
    on: str


@dataclass(frozen=True, slots=True)
class DutyChanged(Event):
    """Somebody began or ceased to answer for a cell on ``on``; ``person_id`` is None for a name without a person."""

    event_name: ClassVar[str] = "grid.duty_changed"

    cell_id: int
    code: str
    kind: str
    person_id: int | None
    on: str


@dataclass(frozen=True, slots=True)
class PartChanged(Event):
    """An entry of the parts register was made, moved, corrected or retired."""

    event_name: ClassVar[str] = "grid.part_changed"

    part_id: int
    code: str
    kind: str
