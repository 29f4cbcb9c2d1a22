import math
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from chengzhi.grid.geometry import from_geojson, rounded
from chengzhi.grid.models import Cell, GridRevision
from chengzhi.grid.selectors import CellIndex, CellRef, doubt_index, index, locate, locate_many, revision_mark
from chengzhi.grid.services import Drawing, change_cell_boundary, define_cell, retire_cell
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from tests.factories.grid import COMMUNITY, SOUTH, STEP, WEST, make_divisions, middle, polygon, square

METRE = 1 / index.METRES_PER_DEGREE


def ref(number: int) -> CellRef:
    return CellRef(
        cell_id=number, code=f"{COMMUNITY}{number:03}", name="", community_name="", street_name="", grade="B"
    )


def voronoi(seed: int, count: int) -> np.ndarray:
    points = np.random.default_rng(seed).random((count, 2)) * 0.1 + (120.8, 32.0)
    if count == 1:
        return np.array([shapely.box(120.8, 32.0, 120.9, 32.1)])
    return np.array(rounded(shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))))


SHAPES = voronoi(1, 60)
INDEX = CellIndex([ref(number) for number in range(60)], SHAPES)
lons, lats = st.floats(120.7, 121.0), st.floats(31.9, 32.2)


def brute_force(shapes: np.ndarray, lon: float, lat: float) -> int | None:
    return next((at for at, shape in enumerate(shapes) if shapely.intersects_xy(shape, lon, lat)), None)


def number(found: CellRef | None) -> int | None:
    return found.cell_id if found and not found.is_snapped else None


@given(lons, lats)
@settings(max_examples=500)
def test_the_index_agrees_with_looking_at_every_cell(lon: float, lat: float) -> None:
    assert number(INDEX.locate(lon, lat)) == brute_force(SHAPES, lon, lat)


@given(st.integers(0, 59), st.integers(0, 40), st.floats(0, 1))
@settings(max_examples=300)
def test_a_point_on_a_border_belongs_to_the_smallest_code(cell: int, edge: int, along: float) -> None:
    ring = shapely.get_coordinates(SHAPES[cell])
    start, end = ring[edge % (len(ring) - 1)], ring[edge % (len(ring) - 1) + 1]
    lon, lat = (start + (end - start) * along).tolist()
    assert number(INDEX.locate(lon, lat)) == brute_force(SHAPES, lon, lat)


@given(st.lists(st.tuples(lons, lats), max_size=50))
@settings(max_examples=50)
def test_many_points_are_answered_as_one_by_one(points: list[tuple[float, float]]) -> None:
    found = INDEX.locate_many([lon for lon, _lat in points], [lat for _lon, lat in points])
    assert found == [INDEX.locate(lon, lat) for lon, lat in points]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 2, 17, 400])
def test_any_number_of_cells_can_be_indexed(seed: int, count: int) -> None:
    shapes = voronoi(seed, count)
    found = CellIndex([ref(at) for at in range(count)], shapes)
    for lon, lat in np.random.default_rng(seed).random((50, 2)) * 0.12 + (120.79, 31.99):
        assert number(found.locate(float(lon), float(lat))) == brute_force(shapes, lon, lat)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e308])
def test_no_place_on_earth_is_no_cell(bad: float) -> None:
    assert INDEX.locate(bad, 32.0) is None
    assert INDEX.locate(120.8, bad) is None
    assert INDEX.locate_many([bad], [bad]) == [None]


def test_an_empty_register_has_no_cell(db: None) -> None:
    assert locate(*middle(0, 0)) is None
    assert locate_many([WEST], [SOUTH]) == [None]
    assert revision_mark() == "empty"


def test_a_point_finds_its_cell_with_names(cells: list[Cell]) -> None:
    found = locate(*middle(0, 1))
    assert found == CellRef(
        cell_id=cells[0].pk,
        code=f"{COMMUNITY}001",
        name="第1网格",
        community_name="学田苑社区",
        street_name="学田街道",
        grade="B",
    )
    assert (found.district_code, found.street_code, found.community_code) == ("320613", "320613006", COMMUNITY)


def test_the_corner_of_four_cells_belongs_to_the_first(cells: list[Cell]) -> None:
    found = locate(round(WEST + STEP, 6), round(SOUTH + STEP, 6))
    assert found
    assert found.code.endswith("001")


@pytest.mark.parametrize("metres", [0.1, 1, 29])
def test_within_thirty_metres_outside_the_nearest_cell_answers(cells: list[Cell], metres: float) -> None:
    found = locate(WEST + STEP / 2, SOUTH - metres * METRE)
    assert found
    assert found.is_snapped
    assert found.snapped_m == pytest.approx(metres, rel=0.01)
    assert found.code.endswith("003")


@pytest.mark.parametrize("metres", [31, 5_000])
def test_farther_out_there_is_no_cell(cells: list[Cell], metres: float) -> None:
    assert locate(WEST + STEP / 2, SOUTH - metres * METRE) is None


def test_to_the_east_a_metre_is_longer_in_degrees(cells: list[Cell]) -> None:
    found = locate(WEST - 25 * METRE / math.cos(math.radians(SOUTH)), SOUTH + STEP / 2)
    assert found
    assert found.snapped_m == pytest.approx(25, rel=0.01)


@pytest.fixture
def day() -> date:
    return clock.now().date()


def test_the_index_follows_a_new_boundary(cells: list[Cell], day: date) -> None:
    assert locate(*middle(0, 2)) is None
    drawing = Drawing(boundary=square(0, 1, high=2))
    change_cell_boundary(capacity=SYSTEM, code=cells[0].code, drawing=drawing, effective_on=day)
    found = locate(*middle(0, 2))
    assert found
    assert found.code == cells[0].code


def test_the_index_follows_a_new_and_a_retired_cell(cells: list[Cell], day: date) -> None:
    drawing = Drawing(boundary=square(5, 5), grade="A")
    define_cell(capacity=SYSTEM, code=f"{COMMUNITY}005", drawing=drawing, effective_on=day)
    found = locate(*middle(5, 5))
    assert found
    assert found.grade == "A"
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=day)
    assert locate(*middle(0, 1)) is None


@pytest.fixture
def tomorrow(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo("Asia/Shanghai"))


def test_a_boundary_of_tomorrow_holds_from_tomorrow(cells: list[Cell], tomorrow: datetime) -> None:
    drawing = Drawing(boundary=square(0, 1, high=2))
    change_cell_boundary(capacity=SYSTEM, code=cells[0].code, drawing=drawing, effective_on=tomorrow.date())
    assert locate(*middle(0, 2)) is None
    doubt_index()
    with clock.at(tomorrow):
        assert locate(*middle(0, 2))
    doubt_index()
    assert locate(*middle(0, 2)) is None


def test_the_register_is_asked_at_most_every_two_seconds(
    cells: list[Cell], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.GRID_INDEX_CHECK_SECONDS = 2.0
    seconds = iter([10.5, 11.9, 12.1, 12.2])
    locate(*middle(0, 0))
    monkeypatch.setattr(index, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(index._keeper, "_checked", 10.0)
    counts = []
    for _question in range(3):
        with CaptureQueriesContext(connection) as queries:
            locate(*middle(0, 0))
        counts.append(len(queries))
    assert counts == [0, 0, 1]


def test_while_one_thread_looks_the_others_go_on(
    cells: list[Cell], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    locate(*middle(0, 0))
    doubt_index()
    with index._keeper._lock, django_assert_num_queries(0):
        assert locate(*middle(0, 0))


def test_a_change_by_another_process_is_noticed(cells: list[Cell]) -> None:
    before = revision_mark()
    GridRevision.objects.update(mark=UUID(int=1))
    doubt_index()
    assert revision_mark() == UUID(int=1).hex != before


def test_overlapping_shapes_still_give_one_answer(db: None) -> None:
    shapes = np.array([from_geojson(square(0, 0)), from_geojson(square(0, 0))])
    found = CellIndex([ref(1), ref(2)], shapes)
    assert number(found.locate(*middle(0, 0))) == 1
    assert found.locate_many(*np.array([middle(0, 0)]).T)[0] == ref(1)


def test_a_cell_inside_the_hole_of_another_is_found() -> None:
    outer = from_geojson(square(0, 0, wide=9, high=9))
    inner = from_geojson(square(3, 3, wide=3, high=3))
    found = CellIndex([ref(1), ref(2)], np.array([shapely.difference(outer, inner), inner]))
    assert number(found.locate(*middle(4, 4))) == 2
    assert number(found.locate(*middle(1, 1))) == 1


def test_cells_under_a_code_stand_together() -> None:
    assert INDEX.under(f"{COMMUNITY}00") == list(range(10))
    assert INDEX.under("9") == []
    lon, lat = INDEX.middle(COMMUNITY)
    assert INDEX.locate(lon, lat) is not None


def test_a_triangle_of_the_raster_with_one_bucket_works() -> None:
    shape = from_geojson(polygon((WEST, SOUTH), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP)))
    found = CellIndex([ref(1)], np.array([shape]))
    assert number(found.locate(WEST + STEP / 4, SOUTH + STEP / 4)) == 1
    assert number(found.locate(WEST + STEP * 0.9, SOUTH + STEP * 0.9)) is None


def test_divisions_without_cells_make_an_empty_index(db: None) -> None:
    make_divisions()
    assert locate(*middle(0, 0)) is None


def test_a_point_in_a_bucket_of_several_cells_may_lie_in_none() -> None:
    notch = [from_geojson(square(0, 0)), from_geojson(square(2, 0)), from_geojson(square(0, 2))]
    found = CellIndex([ref(1), ref(2), ref(3)], np.array(notch))
    assert found.locate(*middle(1, 1)) is None


def test_a_bucket_that_no_cell_touches_knows_no_cell() -> None:
    corners = np.array([shapely.box(120.8, 32.0, 120.81, 32.01), shapely.box(120.89, 32.09, 120.9, 32.1)])
    sparse = CellIndex([ref(0), ref(1)], corners)
    assert sparse.locate(120.85, 32.05) is None
    assert number(sparse.locate(120.805, 32.005)) == 0
