"""Reads of the grid."""

from chengzhi.grid.selectors.index import CellIndex, CellRef, doubt_index, locate, locate_many, revision_mark

__all__ = ["CellIndex", "CellRef", "doubt_index", "locate", "locate_many", "revision_mark"]
