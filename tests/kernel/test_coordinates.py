"""Datums there and back, typed positions, distances."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.coordinates import (
    Box,
    Datum,
    Point,
    box_around,
    check_position,
    distance_m,
    from_wgs84,
    from_wgs84_many,
    parse_position,
    to_wgs84,
    to_wgs84_many,
)
from chengzhi.kernel.errors import BadInput

CHONGCHUAN = Point(120.8573, 32.0098)


@pytest.mark.parametrize(
    ("datum", "expected"),
    [
        (Datum.CGCS2000, (116.404, 39.915)),
        (Datum.WGS84, (116.404, 39.915)),
        # The worked example of the published formulas: Tiananmen.
        (Datum.GCJ02, (116.41024449916938, 39.91640428150164)),
        (Datum.BD09, (116.41662724378733, 39.922699552216216)),
    ],
)
def test_positions_are_shifted_by_the_published_formulas(datum: Datum, expected: tuple[float, float]) -> None:
    assert from_wgs84(116.404, 39.915, datum) == pytest.approx(expected, abs=1e-6)


@given(st.floats(73.6, 134.8), st.floats(18.1, 53.5), st.sampled_from(Datum))
def test_the_way_back_is_exact(lon: float, lat: float, datum: Datum) -> None:
    assert to_wgs84(*from_wgs84(lon, lat, datum), datum) == pytest.approx((lon, lat), abs=1e-9)


def test_gcj02_is_not_applied_outside_china() -> None:
    assert from_wgs84(151.2, -33.9, Datum.GCJ02) == (151.2, -33.9)
    assert to_wgs84(-0.1, 51.5, Datum.GCJ02) == (-0.1, 51.5)


def test_at_the_edge_of_the_shifted_area_the_way_back_ends_close_by() -> None:
    assert to_wgs84(137.836, 35.0, Datum.GCJ02) == pytest.approx((137.836, 35.0), abs=0.01)


def test_many_positions_are_converted_like_one() -> None:
    lons, lats = np.linspace(120.7, 121.0, 500), np.linspace(31.9, 32.1, 500)
    back = to_wgs84_many(*from_wgs84_many(lons, lats, Datum.BD09), Datum.BD09)
    assert np.allclose(back[0], lons, atol=1e-10)
    assert np.allclose(back[1], lats, atol=1e-10)
    assert (back[0][7], back[1][7]) == pytest.approx((lons[7], lats[7]))


def test_every_datum_has_a_name_for_people() -> None:
    assert [value for value, label in Datum.choices() if str(label)] == ["cgcs2000", "wgs84", "gcj02", "bd09"]


@pytest.mark.parametrize(
    "text",
    [
        "120.8573, 32.0098",
        "32.0098 120.8573",
        "120.8573，32.0098",
        "(120.8573 / 32.0098)",
        "E120.8573 N32.0098",
        "32.0098N, 120.8573E",
        "东经120.8573°，北纬32.0098°",
        "纬度：32.0098；经度：120.8573",
        "120°51′26.28″E 32°0′35.28″N",
        "东经120度51分26.28秒 北纬32度0分35.28秒",
    ],
)
def test_typed_positions_are_understood(text: str) -> None:
    assert parse_position(text) == pytest.approx(CHONGCHUAN, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "人民路", "120.8573", "1,2,3", "120.8573, 32.0098 井盖", "abc, def", "120.8 - 32.0"]
)
def test_what_is_no_position_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="例如"):
        parse_position(text)


@pytest.mark.parametrize("text", ["0, 0", "151.2, 33.9", "E32.0 N120.8", "120.85, 60"])
def test_a_position_outside_china_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="不在中国范围内"):
        parse_position(text)


def test_a_given_position_is_checked() -> None:
    assert check_position(*CHONGCHUAN) == CHONGCHUAN
    with pytest.raises(BadInput):
        check_position(float("nan"), 32.0)


def test_distances_follow_the_sphere() -> None:
    assert distance_m((120.0, 32.0), (120.0, 33.0)) == pytest.approx(111_195, abs=1)
    assert distance_m(CHONGCHUAN, CHONGCHUAN) == 0


@given(st.floats(74, 134), st.floats(4, 53), st.floats(1, 5000), st.floats(0, 6.28))
def test_a_box_holds_its_circle(lon: float, lat: float, metres: float, turn: float) -> None:
    box = box_around((lon, lat), metres)
    degrees = metres / 111_195.1 * 0.999
    at = (lon + degrees * np.cos(turn) / np.cos(np.radians(lat)), lat + degrees * np.sin(turn))
    assert isinstance(box, Box)
    assert box.west <= at[0] <= box.east
    assert box.south <= at[1] <= box.north
