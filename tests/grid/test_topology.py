from typing import Any

import numpy as np
import pytest
import shapely
from django.utils import translation

from chengzhi.grid.enums import FaultKind
from chengzhi.grid.geometry import from_geojson, metric
from chengzhi.grid.topology import Fault, gaps, is_thin, mean_width, outside, overlaps, shape_fault
from tests.factories.grid import SOUTH, STEP, WEST, polygon, square

SQUARE_M2 = 10_480


def shapes(*geometries: dict[str, Any]) -> Any:
    return np.array([from_geojson(one) for one in geometries])


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1
    return faults[0]


def test_a_sound_square_has_no_fault() -> None:
    assert shape_fault("001", from_geojson(square(0, 0))) is None


def test_a_bow_tie_is_named_with_its_crossing() -> None:
    knot = polygon((WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP))
    fault = shape_fault("001", from_geojson(knot))
    assert fault
    assert fault.kind is FaultKind.SELF_INTERSECTION
    assert fault.at == pytest.approx((WEST + STEP / 2, SOUTH + STEP / 2), abs=1e-6)
    assert "001" in str(fault)
    assert "自相交" in str(fault)


def test_two_separate_pieces_are_refused() -> None:
    pieces = shapely.multipolygons([from_geojson(square(0, 0)), from_geojson(square(3, 3))])
    fault = shape_fault("001", pieces)
    assert fault
    assert fault.kind is FaultKind.MULTIPART
    assert fault.area_m2 == pytest.approx(2 * SQUARE_M2, rel=0.01)


def test_a_multipolygon_of_one_piece_is_no_fault() -> None:
    assert shape_fault("001", shapely.multipolygons([from_geojson(square(0, 0))])) is None


@pytest.mark.parametrize(
    "shape", [None, shapely.Polygon(), shapely.Point(120, 32), shapely.LineString([(0, 0), (1, 1)])]
)
def test_what_is_no_surface_has_no_area(shape: Any) -> None:
    fault = shape_fault("001", shape)
    assert fault
    assert fault.kind is FaultKind.EMPTY


def test_a_few_square_metres_are_too_little_for_a_cell() -> None:
    fault = shape_fault("001", from_geojson(square(0, 0, wide=0.02, high=0.02)))
    assert fault
    assert fault.kind is FaultKind.EMPTY


def test_a_strip_less_than_a_metre_wide_is_a_sliver() -> None:
    fault = shape_fault("001", from_geojson(square(0, 0, wide=10, high=0.005)))
    assert fault
    assert fault.kind is FaultKind.SLIVER


def test_neighbours_with_a_common_border_do_not_overlap() -> None:
    assert overlaps(["001", "002"], shapes(square(0, 0), square(1, 0))) == []
    assert overlaps(["001"], shapes(square(0, 0))) == []


def test_an_overlap_names_both_codes_and_the_area() -> None:
    fault = only(overlaps(["001", "002", "003"], shapes(square(0, 0), square(0.5, 0), square(5, 5))))
    assert fault.kind is FaultKind.OVERLAP
    assert fault.codes == ("001", "002")
    assert fault.is_fatal
    assert fault.area_m2 == pytest.approx(SQUARE_M2 / 2, rel=0.01)
    assert "001、002" in str(fault)


def test_a_thin_overlap_is_a_sliver_that_still_bars() -> None:
    fault = only(overlaps(["001", "002"], shapes(square(0, 0), square(0.995, 0))))
    assert fault.kind is FaultKind.SLIVER
    assert fault.is_fatal


def test_an_overlap_of_a_hand_is_drawing_noise() -> None:
    assert overlaps(["001", "002"], shapes(square(0, 0), square(0.99999, 0))) == []


def test_two_standing_cells_are_not_compared() -> None:
    ground = shapes(square(9, 9), square(0, 0), square(0.5, 0))
    assert overlaps(["new", "001", "002"], ground, standing=2) == []


def test_a_hole_between_cells_is_named_with_the_cells_around() -> None:
    ring = [
        square(0, 0),
        square(1, 0),
        square(2, 0),
        square(0, 1),
        square(2, 1),
        square(0, 2),
        square(1, 2),
        square(2, 2),
    ]
    fault = only(gaps([str(number) for number in range(8)], shapes(*ring)))
    assert fault.kind is FaultKind.GAP
    assert not fault.is_fatal
    assert fault.area_m2 == pytest.approx(SQUARE_M2, rel=0.01)
    assert set(fault.codes) >= {"1", "3", "4", "6"}


def test_ground_of_the_community_without_a_cell_is_a_gap() -> None:
    whole = from_geojson(square(0, 0, wide=3))
    fault = only(gaps(["001", "002"], shapes(square(0, 0), square(1, 0)), whole))
    assert fault.kind is FaultKind.GAP
    assert fault.codes == ("002",)


def test_a_thin_gap_is_a_sliver() -> None:
    whole = from_geojson(square(0, 0, wide=2))
    fault = only(gaps(["001", "002"], shapes(square(0, 0), square(1.005, 0, wide=0.995)), whole))
    assert fault.kind is FaultKind.SLIVER
    assert not fault.is_fatal
    assert fault.codes == ("001", "002")


def test_no_cells_have_no_gap() -> None:
    assert gaps([], shapes()) == []


def test_a_cell_beyond_the_district_is_named() -> None:
    district = from_geojson(square(0, 0, wide=2))
    fault = only(outside(["001", "002"], shapes(square(0, 0), square(2, 0)), district))
    assert fault.kind is FaultKind.OUTSIDE
    assert fault.codes == ("002",)


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_says_what_and_what_to_do(kind: FaultKind) -> None:
    words = str(Fault(kind=kind, codes=("001", "002"), area_m2=1234.56))
    assert words.startswith("001、002")
    assert words.count("。") >= 2


@pytest.mark.parametrize("kind", list(FaultKind))
@pytest.mark.parametrize(("language", "codes"), [("zh-hans", "001、002"), ("en", "001, 002")])
def test_every_fault_names_its_codes_in_both_languages(kind: FaultKind, language: str, codes: str) -> None:
    with translation.override(language):
        words = str(Fault(kind=kind, codes=("001", "002"), area_m2=12.34))
    assert codes in words
    assert ("请" in words) is (language == "zh-hans")


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_shapes_overlap_nothing(count: int) -> None:
    assert overlaps(["001"][:count], shapes(square(0, 0))[:count]) == []


@pytest.mark.parametrize(("standing", "found"), [(0, 1), (1, 1), (2, 0)])
def test_two_that_stand_already_are_not_compared(standing: int, found: int) -> None:
    assert len(overlaps(["001", "002"], shapes(square(0, 0), square(0.5, 0)), standing=standing)) == found


@pytest.mark.parametrize("shift", [1, 2, 1.0000001])
def test_neighbours_that_meet_or_stand_apart_do_not_overlap(shift: float) -> None:
    assert overlaps(["001", "002"], shapes(square(0, 0), square(shift, 0))) == []


@pytest.mark.parametrize(
    ("wide", "high", "thin"), [(1, 1, False), (1, 0.001, True), (0.5, 0.5, False), (0.001, 2, True)]
)
def test_strips_are_told_from_shapes(wide: float, high: float, thin: Any) -> None:
    assert is_thin(metric(from_geojson(square(0, 0, wide=wide, high=high)))) is thin


def test_nothing_has_no_width() -> None:
    assert mean_width(shapely.Point(0, 0)) == 0.0


def test_no_cells_leave_no_gap() -> None:
    assert gaps([], shapes()) == []


@pytest.mark.parametrize(("inside", "faults"), [(3, 0), (2, 1)])
def test_ground_of_the_whole_that_no_cell_covers_is_a_gap(inside: int, faults: int) -> None:
    cells = shapes(*(square(at, 0) for at in range(inside)))
    found = gaps([f"{at:03}" for at in range(inside)], cells, from_geojson(square(0, 0, wide=3)))
    assert len(found) == faults
    assert all(not fault.is_fatal for fault in found)


@pytest.mark.parametrize(("at", "faults"), [(0, 0), (1, 1), (9, 1)])
def test_only_what_leaves_the_whole_is_outside(at: float, faults: int) -> None:
    assert len(outside(["001"], shapes(square(at, 0)), from_geojson(square(0, 0)))) == faults
