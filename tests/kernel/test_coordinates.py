"""Datums there and back, typed positions, distances."""

import numpy as np
import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from chengzhi.kernel import coordinates
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


@given(st.floats(73.6, 134.8), st.floats(18.1, 53.5), st.sampled_from([Datum.GCJ02, Datum.BD09]))
def test_a_shift_is_felt_but_never_a_kilometre_and_a_half(lon: float, lat: float, datum: Datum) -> None:
    assert distance_m((lon, lat), from_wgs84(lon, lat, datum)) < 2500


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([Datum.WGS84, Datum.CGCS2000]))
def test_the_national_datum_and_that_of_satellites_are_the_same(lon: float, lat: float, datum: Datum) -> None:
    assert from_wgs84(lon, lat, datum) == to_wgs84(lon, lat, datum) == (lon, lat)


@given(st.floats(73.6, 134.8), st.floats(18.1, 53.5))
def test_decimal_degrees_are_read_in_either_order(lon: float, lat: float) -> None:
    if lon <= lat:
        return
    assert parse_position(f"{lon:.6f}, {lat:.6f}") == parse_position(f"{lat:.6f} {lon:.6f}")


@given(st.floats(73.6, 134.8), st.floats(18.1, 53.5))
def test_degrees_minutes_and_seconds_mean_the_same(lon: float, lat: float) -> None:
    def written(degrees: float) -> str:
        whole, rest = divmod(degrees * 3600, 3600)
        return f"{whole:.0f}°{rest // 60:.0f}′{rest % 60:.4f}″"

    assume(all(f"{value % 60:.4f}" != "60.0000" for value in (lon * 3600, lat * 3600)))
    assert parse_position(f"{written(lon)}E {written(lat)}N") == pytest.approx((lon, lat), abs=1e-7)


def read(text: str) -> Point | None:
    """Return the position, or None where it is refused; any other failure comes through."""
    try:
        return parse_position(text)
    except BadInput:
        return None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_position_in_china_or_refused(text: str) -> None:
    found = read(text)
    assert found is None or check_position(*found) == found


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("E120.8573, 32.0098", (120.8573, 32.0098)),
        ("北纬32.0098 120.8573", (120.8573, 32.0098)),
        ("经度 120.8573 纬度 32.0098", (120.8573, 32.0098)),
        ("120.8573e 32.0098n", (120.8573, 32.0098)),
        ("[120.8573;32.0098]", (120.8573, 32.0098)),
        ("120° 32°", (120.0, 32.0)),
        ("E120.8573 E32.0098", (120.8573, 32.0098)),
        ("  120.8573\t32.0098\n", (120.8573, 32.0098)),
    ],
)
def test_letters_and_marks_may_be_missing_or_doubled(text: str, point: tuple[float, float]) -> None:
    assert parse_position(text) == pytest.approx(point)


@pytest.mark.parametrize("text", ["120.8573,32.0098" + " " * 300, "1" * 5000, "120.85.73, 32", "-120.8, 32", "1e2, 32"])
def test_long_or_odd_texts_do_no_harm(text: str) -> None:
    assert read(text) in {None, (120.8573, 32.0098)}


@pytest.mark.parametrize(
    ("lon", "lat", "is_china"),
    [
        (72.004, 0.8293, True),
        (137.8347, 55.8271, True),
        (72.003, 30.0, False),
        (100.0, 55.8272, False),
        (float("inf"), 30.0, False),
        (100.0, float("nan"), False),
    ],
)
def test_china_ends_at_its_box(lon: float, lat: float, *, is_china: bool) -> None:
    if is_china:
        assert check_position(lon, lat) == (lon, lat)
        return
    with pytest.raises(BadInput, match="不在中国范围内"):
        check_position(lon, lat)


points = st.tuples(st.floats(74, 134), st.floats(4, 53))


@given(points, points)
def test_the_way_there_is_as_long_as_the_way_back(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), rel=1e-12)
    assert distance_m(one, other) >= 0


@given(points, points, points)
def test_no_detour_is_shorter(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> None:
    assert distance_m(one, three) <= distance_m(one, two) + distance_m(two, three) + 1e-6


def test_the_far_side_of_the_earth_is_half_its_girth_away() -> None:
    assert distance_m((0, 0), (180, 0)) == pytest.approx(20_015_114, rel=1e-6)


@pytest.mark.parametrize("lat", [89.95, -89.95, 0.0])
def test_a_box_near_a_pole_stays_a_box(lat: float) -> None:
    box = box_around((100.0, lat), 1000)
    assert box.west < 100 < box.east
    assert box.south < lat < box.north


def test_empty_arrays_stay_empty() -> None:
    lons, lats = to_wgs84_many([], [], Datum.BD09)
    assert (len(lons), len(lats)) == (0, 0)


def test_positions_inside_and_outside_are_converted_side_by_side() -> None:
    lons, lats = from_wgs84_many([116.404, 151.2], [39.915, -33.9], Datum.GCJ02)
    assert (lons[0], lats[0]) != (116.404, 39.915)
    assert (lons[1], lats[1]) == (151.2, -33.9)


def test_datums_are_named_in_english_too() -> None:
    with translation.override("en"):
        assert all(str(label).isascii() for _value, label in Datum.choices())


def test_where_no_position_leads_back_the_nearest_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coordinates, "_ROUNDS", 1)
    assert to_wgs84(116.41, 39.916, Datum.GCJ02) == pytest.approx((116.404, 39.9146), abs=1e-3)
