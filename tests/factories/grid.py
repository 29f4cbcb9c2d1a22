"""A community of four cells, squares of about a hundred metres, and people who may do things to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chengzhi.grid.demo import load_divisions
from chengzhi.grid.enums import Level
from chengzhi.grid.models import Cell, CellVersion, Division
from chengzhi.grid.permissions import Permission
from chengzhi.grid.services.records import mark_revision
from chengzhi.kernel.access import Capacity, Scope

Rights = Mapping[Any, Scope]

WEST, SOUTH, STEP = 120.860, 32.010, 0.001
COMMUNITY = "320613006001"
SINCE = date(2021, 1, 1)
EVERYTHING: Rights = dict.fromkeys(Permission, Scope.TERRITORY)


def polygon(*ring: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in (*ring, ring[0])]]}


def square(column: float, row: float, *, wide: float = 1, high: float = 1) -> dict[str, Any]:
    """Return a rectangle of the raster whose origin is the south-west corner of the community."""
    west, south = round(WEST + column * STEP, 6), round(SOUTH + row * STEP, 6)
    east, north = round(west + wide * STEP, 6), round(south + high * STEP, 6)
    return polygon((west, south), (east, south), (east, north), (west, north))


def middle(column: float, row: float) -> tuple[float, float]:
    return WEST + (column + 0.5) * STEP, SOUTH + (row + 0.5) * STEP


def make_divisions() -> Division:
    """Return the community below its street and district, all in force since the merger."""
    parent = None
    for code, level, name in (
        ("320613", Level.DISTRICT, "崇川区"),
        ("320613006", Level.STREET, "学田街道"),
        (COMMUNITY, Level.COMMUNITY, "学田苑社区"),
    ):
        parent = Division.objects.create(
            code=code,
            level=level,
            name=name,
            short_name=name,
            parent=parent,
            edition="2023",
            valid_from=date(2020, 7, 3),
        )
    assert parent
    return parent


def make_cell(number: int, boundary: dict[str, Any], community: Division, *, grade: str = "B") -> Cell:
    code = f"{community.code}{number:03}"
    facts = {
        "name": f"第{number}网格",
        "boundary": boundary,
        "area_m2": 10_470.0,
        "grade": grade,
        "land_use": "other",
        "valid_from": SINCE,
    }
    cell = Cell.objects.create(code=code, community=community, **facts)
    CellVersion.objects.create(cell=cell, **facts)
    return cell


def make_grid() -> list[Cell]:
    """Return four cells: 001 north-west, 002 north-east, 003 south-west, 004 south-east."""
    community = make_divisions()
    corners = [(0, 1), (1, 1), (0, 0), (1, 0)]
    cells = [make_cell(number, square(*at), community) for number, at in enumerate(corners, start=1)]
    mark_revision()
    return cells


def make_editions() -> None:
    """Write the divisions of 2019 and 2023 with the merger between them."""
    load_divisions()


def alice(*territory: str, grants: Rights = EVERYTHING) -> Capacity:
    """Return a keeper of the registers, of the whole street unless told otherwise."""
    return Capacity(
        person_name="alice",
        post_name="数据管理员",
        unit_id=1,
        unit_ids=frozenset({1}),
        territory=territory or ("320613006",),
        grants={str(right): scope for right, scope in grants.items()},
    )
