"""Shapes of the codes: 6, 9 or 12 digits for divisions, 15 for cells (GB/T 30428.1), 16 for parts (GB/T 30428.2).

A cell code is 6 district + 3 street + 3 community + 3 cell; the last three are numbered from west to east and
from north to south inside the community. A part code is 6 district + 2 big + 2 small class + 6 serial.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

DIVISION = r"^\d{6}(\d{3}){0,2}$"
CELL = r"^\d{15}$"
PART = r"^\d{16}$"

LEVEL_BY_LENGTH = {6: "district", 9: "street", 12: "community"}
PARENT_LENGTH = {9: 6, 12: 9, 15: 12}

Position = tuple[float, float]


def is_division_code(code: str) -> bool:
    return re.fullmatch(DIVISION, code, re.ASCII) is not None


def is_cell_code(code: str) -> bool:
    return re.fullmatch(CELL, code, re.ASCII) is not None


def is_part_code(code: str) -> bool:
    return re.fullmatch(PART, code, re.ASCII) is not None


def plain_division(text: str) -> str:
    """Return a division code without blanks and without the zeros that statistical lists fill up with.

    320613000000 is the district 320613, and 320613006000 the street 320613006.
    """
    code = "".join(text.split())
    while len(code) in PARENT_LENGTH and code.endswith("000"):
        code = code[:-3]
    return code


def parent_code(code: str) -> str:
    """Return the code one level up: cell → community → street → district; a district has none ("")."""
    return code[: PARENT_LENGTH.get(len(code), 0)]


def part_category(code: str) -> str:
    """Return the four digits of big and small class inside a part code."""
    return code[6:10]


def numbering_order(centres: Sequence[Position], row_height: float) -> list[int]:
    """Return the indexes of centres in numbering order: rows from north to south, in each row west to east.

    A row takes everything within ``row_height`` below its northernmost centre; units are those of the centres.
    """
    waiting = sorted(range(len(centres)), key=lambda at: (-centres[at][1], centres[at][0]))
    order: list[int] = []
    while waiting:
        floor = centres[waiting[0]][1] - row_height
        row = [at for at in waiting if centres[at][1] >= floor]
        order.extend(sorted(row, key=lambda at: (centres[at][0], -centres[at][1])))
        waiting = waiting[len(row) :]
    return order


def misnumbered(codes: Sequence[str], centres: Sequence[Position], row_height: float) -> list[str]:
    """Return the codes that stand before a smaller one although the rule of numbering puts them first."""
    ordered = [codes[at] for at in numbering_order(centres, row_height)]
    return [left for left, right in pairwise(ordered) if left > right]
