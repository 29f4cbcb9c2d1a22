"""Official acts upon the registers of the grid."""

from chengzhi.grid.services.batches import withdraw_batch
from chengzhi.grid.services.cell_imports import check_cells, import_cells
from chengzhi.grid.services.cell_plans import CellPlan
from chengzhi.grid.services.cells import (
    Drawing,
    bring_versions_into_force,
    change_cell_boundary,
    define_cell,
    retire_cell,
)
from chengzhi.grid.services.division_imports import check_divisions, import_divisions
from chengzhi.grid.services.division_plans import DivisionPlan
from chengzhi.grid.services.duties import assign_duty, end_duties_of, end_duty
from chengzhi.grid.services.part_imports import check_parts, import_parts
from chengzhi.grid.services.part_plans import PartPlan
from chengzhi.grid.services.parts import PartFacts, correct_part, move_part, register_part, retire_part
from chengzhi.grid.services.references import register_cell_counter

__all__ = [
    "CellPlan",
    "DivisionPlan",
    "Drawing",
    "PartFacts",
    "PartPlan",
    "assign_duty",
    "bring_versions_into_force",
    "change_cell_boundary",
    "check_cells",
    "check_divisions",
    "check_parts",
    "correct_part",
    "define_cell",
    "end_duties_of",
    "end_duty",
    "import_cells",
    "import_divisions",
    "import_parts",
    "move_part",
    "register_cell_counter",
    "register_part",
    "retire_cell",
    "retire_part",
    "withdraw_batch",
]
