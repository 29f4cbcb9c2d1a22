import numpy as np
import pytest
import shapely

from chengzhi.grid import geometry
from tests.factories.grid import square

SQUARE = geometry.from_geojson(square(0, 0))


@pytest.mark.parametrize(
    ("lon", "crs"), [(120.9, 4549), (120, 4549), (116.4, 4548), (75, 4534), (0, 4534), (170, 4554)]
)
def test_the_zone_follows_the_meridian(lon: float, crs: int) -> None:
    assert geometry.plane_at(lon).crs == crs


def test_area_is_measured_on_the_plane() -> None:
    metres_east, metres_north = 94.5, 110.9
    assert geometry.area_m2(SQUARE) == pytest.approx(metres_east * metres_north, rel=0.01)


def test_metres_lead_back_to_degrees() -> None:
    plane = geometry.plane_of(SQUARE)
    back = plane.degrees(plane.measured(SQUARE))
    assert shapely.equals_exact(back, SQUARE, 1e-9)


def test_a_shape_survives_geojson_in_six_decimals() -> None:
    shape = shapely.Point(120.12345678, 32.87654321)
    assert geometry.to_geojson(shape) == {"type": "Point", "coordinates": [120.123457, 32.876543]}


def test_nothing_at_all_still_has_a_plane() -> None:
    assert geometry.plane_of(np.array([shapely.Point()])).crs == geometry.FIRST_ZONE


@pytest.mark.parametrize("crs", ["EPSG:4490", 4326, "EPSG:4549"])
def test_there_and_back_again_is_the_same_place(crs: str | int) -> None:
    there = geometry.reproject(SQUARE, geometry.WGS84, crs)
    assert shapely.equals_exact(geometry.reproject(there, crs, geometry.WGS84), SQUARE, 1e-8)


@pytest.mark.parametrize(
    ("typed", "kept"), [(120.1234564, 120.123456), (120.1234567, 120.123457), (-0.0000001, 0.0), (120.0, 120.0)]
)
def test_positions_are_kept_to_the_decimetre(typed: float, kept: float) -> None:
    assert geometry.rounded(shapely.Point(typed, 32)).x == pytest.approx(kept, abs=1e-12)


def test_a_transformation_is_made_once() -> None:
    assert geometry.transformer(4326, 4549) is geometry.transformer(4326, 4549)


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon", "Point", "LineString"])
def test_every_kind_of_shape_survives_geojson(kind: str) -> None:
    shape = {
        "Polygon": SQUARE,
        "MultiPolygon": shapely.multipolygons([SQUARE]),
        "Point": shapely.Point(120.86, 32.01),
        "LineString": shapely.LineString([(120.86, 32.01), (120.87, 32.02)]),
    }[kind]
    stored = geometry.to_geojson(shape)
    assert stored["type"] == kind
    assert shapely.equals_exact(geometry.from_geojson(stored), shape, 1e-6)


def test_two_squares_side_by_side_have_twice_the_area() -> None:
    double = geometry.from_geojson(square(0, 0, wide=2))
    assert geometry.area_m2(double) == pytest.approx(2 * geometry.area_m2(SQUARE), rel=1e-4)
