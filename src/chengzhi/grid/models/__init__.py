"""Tables of the grid."""

from chengzhi.grid.models.cells import Cell, CellDuty, CellVersion, GridRevision
from chengzhi.grid.models.divisions import Division, DivisionChange
from chengzhi.grid.models.imports import ImportBatch
from chengzhi.grid.models.parts import Part, PartChange
from chengzhi.grid.models.places import Place

__all__ = [
    "Cell",
    "CellDuty",
    "CellVersion",
    "Division",
    "DivisionChange",
    "GridRevision",
    "ImportBatch",
    "Part",
    "PartChange",
    "Place",
]
