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
