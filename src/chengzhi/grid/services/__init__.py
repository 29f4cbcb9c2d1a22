"""Official acts upon the registers of the grid."""

from chengzhi.grid.services.cells import bring_versions_into_force, change_cell_boundary, define_cell, retire_cell
from chengzhi.grid.services.duties import assign_duty, end_duty
from chengzhi.grid.services.parts import correct_part, move_part, register_part, retire_part

__all__ = [
    "assign_duty",
    "bring_versions_into_force",
    "change_cell_boundary",
    "correct_part",
    "define_cell",
    "end_duty",
    "move_part",
    "register_part",
    "retire_cell",
    "retire_part",
]
