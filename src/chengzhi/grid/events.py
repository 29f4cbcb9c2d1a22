"""What happened in the grid, for the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CellBoundaryChanged:
    """A cell was defined, redrawn or retired; ``code`` is its 15 digits."""

    cell_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChanged:
    """Somebody began or ceased to answer for a cell."""

    cell_id: int
    code: str
    kind: str
