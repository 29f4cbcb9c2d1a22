"""Faults of shapes in words, and the edges at which a fault begins."""

import re
from typing import Any

import numpy as np
import pytest
import shapely
from django.utils import translation

from chengzhi.grid import topology
from chengzhi.grid.enums import FaultKind
from chengzhi.grid.geometry import from_geojson, metric
from chengzhi.grid.topology import Fault
from tests.factories.grid import SOUTH, STEP, WEST, polygon, square

CODES = ("320613006001001", "320613006001002")
KNOT = polygon((WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP))


def shape(geometry: dict[str, Any]) -> Any:
    return from_geojson(geometry)


def shapes(*geometries: dict[str, Any]) -> Any:
    return np.array([from_geojson(one) for one in geometries], dtype=object)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FaultKind.OVERLAP, "互相重叠 1,234.6 平方米。请把公共边界改成同一条线。"),
        (FaultKind.GAP, "之间有 1,234.6 平方米没有划入任何网格。请补齐，或确认是有意留空。"),
        (FaultKind.SLIVER, "的边界没有对齐，有 1,234.6 平方米的碎缝。请在制图软件里吸附公共边界。"),
        (FaultKind.SELF_INTERSECTION, "的边界自相交。请改正交叉的边。"),
        (FaultKind.MULTIPART, "由不相连的几块组成。一个网格必须是一整块，请拆成几个网格。"),
        (FaultKind.OUTSIDE, "有 1,234.6 平方米在上级区划边界之外。请核对边界和坐标基准。"),
        (FaultKind.EMPTY, "没有面积，或者不是面。请核对图层。"),
    ],
)
def test_a_fault_says_whose_it_is_how_large_and_what_to_do(kind: FaultKind, words: str) -> None:
    assert str(Fault(kind=kind, codes=CODES, area_m2=1234.56)) == f"{'、'.join(CODES)} {words}"


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_is_told_in_english_too(kind: FaultKind) -> None:
    with translation.override("en"):
        said = str(Fault(kind=kind, codes=CODES[:1], area_m2=9.0))
    assert not re.search(r"[\u4e00-\u9fff]", said)
    assert CODES[0] in said


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (None, FaultKind.EMPTY),
        (shapely.Polygon(), FaultKind.EMPTY),
        (shapely.Point(120, 32), FaultKind.EMPTY),
        (shapely.LineString([(120, 32), (121, 32)]), FaultKind.EMPTY),
        (shapely.MultiPolygon([shape(square(0, 0)), shape(square(3, 3))]), FaultKind.MULTIPART),
        (shape(KNOT), FaultKind.SELF_INTERSECTION),
        (shape(square(0, 0, wide=0.02, high=0.02)), FaultKind.EMPTY),
        (shape(square(0, 0, wide=0.005, high=1)), FaultKind.SLIVER),
        (shapely.MultiPolygon([shape(square(0, 0))]), None),
        (shape(square(0, 0)), None),
        (shape(square(0, 0, wide=0.2, high=1)), None),
    ],
)
def test_a_shape_alone_is_sound_or_has_one_fault(geometry: Any, kind: FaultKind | None) -> None:
    found = topology.shape_fault(CODES[0], geometry)
    assert (found.kind if found else None) == kind
    assert found is None or (found.codes == (CODES[0],) and found.is_fatal)


def test_a_knot_is_told_with_its_place() -> None:
    found = topology.shape_fault(CODES[0], shape(KNOT))
    assert found
    assert found.at == (round(WEST + STEP / 2, 6), round(SOUTH + STEP / 2, 6))


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        (square(1, 0), None),
        (square(5, 5), None),
        (square(1, 1), None),
        (square(0.5, 0), FaultKind.OVERLAP),
        (square(0, 0), FaultKind.OVERLAP),
        (square(0.25, 0.25, wide=0.5, high=0.5), FaultKind.OVERLAP),
        (square(0.995, 0), FaultKind.SLIVER),
    ],
)
def test_two_cells_share_a_border_and_no_ground(second: dict[str, Any], kind: FaultKind | None) -> None:
    found = topology.overlaps(CODES, shapes(square(0, 0), second))
    assert [one.kind for one in found] == ([kind] if kind else [])
    assert all(set(one.codes) == set(CODES) and one.is_fatal for one in found)


@pytest.mark.parametrize(("standing", "count"), [(0, 1), (1, 1), (2, 0)])
def test_cells_that_stand_are_not_compared_with_each_other(standing: int, count: int) -> None:
    assert len(topology.overlaps(CODES, shapes(square(0, 0), square(0.5, 0)), standing=standing)) == count


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_cells_overlap_nothing(count: int) -> None:
    assert topology.overlaps(CODES[:count], shapes(square(0, 0))[:count]) == []


def ring(*, without: tuple[int, int] | None = None) -> tuple[list[str], Any]:
    places = [(x, y) for x in range(3) for y in range(3) if (x, y) != without]
    return [f"{x}{y}" for x, y in places], shapes(*(square(x, y) for x, y in places))


def test_a_hole_between_cells_is_named_with_all_around_it_and_bars_nothing() -> None:
    (found,) = topology.gaps(*ring(without=(1, 1)))
    assert (found.kind, found.is_fatal) == (FaultKind.GAP, False)
    assert found.codes == ("00", "01", "02", "10", "12", "20", "21", "22")
    assert found.area_m2 == pytest.approx(float(metric(shape(square(1, 1))).area), rel=0.01)


@pytest.mark.parametrize("without", [None, (0, 0), (2, 1)])
def test_an_open_edge_is_no_hole(without: tuple[int, int] | None) -> None:
    assert topology.gaps(*ring(without=without)) == []


@pytest.mark.parametrize(("without", "count"), [(None, 0), ((0, 0), 1), ((2, 1), 1), ((1, 1), 1)])
def test_what_a_known_outline_lacks_is_a_gap(without: tuple[int, int] | None, count: int) -> None:
    assert len(topology.gaps(*ring(without=without), shape(square(0, 0, wide=3, high=3)))) == count


def test_no_cells_have_no_gaps() -> None:
    assert topology.gaps([], shapes()) == []


@pytest.mark.parametrize(("column", "count"), [(0, 0), (1.2, 0), (1.5, 1), (9, 1)])
def test_a_cell_may_leave_its_district_by_the_width_of_a_drawing(column: float, count: int) -> None:
    found = topology.outside([CODES[0]], shapes(square(column, 0)), shape(square(0, 0, wide=2, high=1)))
    assert len(found) == count
    assert all(one.kind is FaultKind.OUTSIDE and not one.is_fatal and one.at for one in found)


@pytest.mark.parametrize(
    ("width", "height", "is_thin"),
    [
        (100, 100, False),
        (100, 3, False),
        (100, 1, True),
        (100, 0.5, True),
        (1.9, 1.9, True),
        (2, 2, False),
        (1000, 4, False),
        (1000, 3, True),
    ],
)
def test_a_strip_is_told_from_a_cell(width: float, height: float, *, is_thin: bool) -> None:
    assert topology.is_thin(shapely.box(0, 0, width, height)) is is_thin


@pytest.mark.parametrize(
    ("sides", "width"),
    [((0, 0), 0.0), ((4, 4), 2.0), ((1000, 1), 0.999)],
)
def test_the_width_of_a_shape_is_about_that_of_a_strip(sides: tuple[int, int], width: float) -> None:
    assert topology.mean_width(shapely.box(0, 0, *sides)) == pytest.approx(width, abs=0.001)
