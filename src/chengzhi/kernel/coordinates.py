"""Positions in the four datums that China's maps use, converted at the edge; inside the house everything is WGS-84.

CGCS2000 differs from WGS-84 by centimetres and is taken as equal at the scale of a map. GCJ-02 (Gaode, Tencent) shifts
positions inside China by up to 700 m, BD-09 (Baidu) adds a second shift. The formulas are the published ones; the way
back is found by iteration, to better than 1e-9 degrees.
"""

import re
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import ArrayLike, NDArray

from chengzhi.kernel.errors import BadInput

Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = np.pi * EARTH_RADIUS_M / 180
CHINA_BOX = (72.004, 0.8293, 137.8347, 55.8271)
LONGEST_TEXT = 200

# Krasovsky 1940, the ellipsoid of the GCJ-02 formula: semi-major axis in metres and squared eccentricity.
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
_BD_TURN = np.pi * 3000 / 180
_ROUNDS = 30
_CLOSE_ENOUGH = 1e-11


class Point(NamedTuple):
    """A position in degrees, longitude first."""

    lon: float
    lat: float


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float


class Datum(StrEnum):
    """What the numbers of a position refer to."""

    CGCS2000 = "cgcs2000"
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str | Promise]]:
        return [(one.value, one.label) for one in cls]


_LABELS = {
    Datum.CGCS2000: gettext_lazy("CGCS2000（天地图、国家标准）"),
    Datum.WGS84: gettext_lazy("WGS-84（GPS）"),
    Datum.GCJ02: gettext_lazy("GCJ-02（高德、腾讯）"),
    Datum.BD09: gettext_lazy("BD-09（百度）"),
}


def to_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """Return the position in WGS-84."""
    lons, lats = to_wgs84_many([lon], [lat], datum)
    return Point(float(lons[0]), float(lats[0]))


def from_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """Return a WGS-84 position in ``datum``."""
    lons, lats = from_wgs84_many([lon], [lat], datum)
    return Point(float(lons[0]), float(lats[0]))


def from_wgs84_many(lons: ArrayLike, lats: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Return many WGS-84 positions in ``datum``, as two arrays."""
    lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if datum is Datum.GCJ02:
        return _wgs_to_gcj(lon, lat)
    if datum is Datum.BD09:
        return _gcj_to_bd(*_wgs_to_gcj(lon, lat))
    return lon, lat


def to_wgs84_many(lons: ArrayLike, lats: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Return many positions of one datum in WGS-84, as two arrays."""
    lon, lat = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if datum not in {Datum.GCJ02, Datum.BD09}:
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _round in range(_ROUNDS):
        there_lon, there_lat = from_wgs84_many(guess_lon, guess_lat, datum)
        off_lon, off_lat = lon - there_lon, lat - there_lat
        guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
        if not np.any(np.abs(off_lon) + np.abs(off_lat) > _CLOSE_ENOUGH):
            break
    return guess_lon, guess_lat


def distance_m(one: Point | tuple[float, float], other: Point | tuple[float, float]) -> float:
    """Return the distance of two (lon, lat) positions in metres along the sphere."""
    lon_1, lat_1, lon_2, lat_2 = np.radians([*one, *other])
    half = np.sin((lat_2 - lat_1) / 2) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin((lon_2 - lon_1) / 2) ** 2
    return float(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(min(half, 1.0))))


def box_around(centre: Point | tuple[float, float], metres: float) -> Box:
    """Return the smallest upright box that holds every position within ``metres`` of ``centre``."""
    lon, lat = centre
    tall = metres / METRES_PER_DEGREE
    wide = tall / max(float(np.cos(np.radians(min(abs(lat) + tall, 89.9)))), 1e-6)
    return Box(lon - wide, lat - tall, lon + wide, lat + tall)


def parse_position(text: str) -> Point:
    """Return the position a person typed, in either order and notation; raises BadInput.

    Known are decimal degrees and degrees, minutes and seconds, with or without 东经/北纬 or E/N. Where no letter says
    which is which, the larger number is the longitude, which always holds in China.
    """
    found = [_degrees(match) for match in _ANGLE.finditer(text[:LONGEST_TEXT])]
    rest = _ANGLE.sub("", text[:LONGEST_TEXT])
    if len(found) != 2 or _LEFT_OVER.sub("", rest):
        raise BadInput(_("认不出这个坐标。请写经度和纬度两个数，中间用逗号隔开，例如 120.8579, 32.0104。"))
    named = dict(found)
    if "?" in named or len(named) < len(found):
        lat, lon = sorted(value for _axis, value in found)
    else:
        lon, lat = named["lon"], named["lat"]
    return check_position(lon, lat)


def check_position(lon: float, lat: float) -> Point:
    """Return the position where it can lie in China; raises BadInput."""
    west, south, east, north = CHINA_BOX
    if not (west <= lon <= east and south <= lat <= north):
        words = _("坐标 %(lon)s, %(lat)s 不在中国范围内。请检查经度（73–135）和纬度（3–54）有没有写反或写错。")
        raise BadInput(words % {"lon": f"{lon:g}", "lat": f"{lat:g}"})
    return Point(lon, lat)


_ANGLE = re.compile(
    r"""(?P<before>东经|北纬|经度|纬度|[EeNn])?\s*[:：]?\s*
    (?P<degrees>\d{1,3}(?:\.\d+)?)\s*
    (?:[°度º]\s*(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*[′'’分]\s*(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*[″"”秒]\s*)?)?)?
    (?P<after>[EeNn](?!\s*\d|[A-Za-z]))?""",
    re.VERBOSE,
)
_LEFT_OVER = re.compile(r"[\s,，;；、/()（）\[\]]+")
_AXES = {"东经": "lon", "经度": "lon", "E": "lon", "北纬": "lat", "纬度": "lat", "N": "lat"}


def _degrees(match: re.Match[str]) -> tuple[str, float]:
    name = (match["before"] or match["after"] or "").upper()
    value = float(match["degrees"]) + float(match["minutes"] or 0) / 60 + float(match["seconds"] or 0) / 3600
    return _AXES.get(name, "?"), value


def _wgs_to_gcj(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    west, south, east, north = CHINA_BOX
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    x, y = lon - 105, lat - 35
    sine = np.sin(np.radians(lat))
    shape = 1 - _ECCENTRICITY * sine * sine
    east_m, north_m = _waves(x, y)
    d_lat = np.degrees(north_m * shape * np.sqrt(shape) / (_AXIS * (1 - _ECCENTRICITY)))
    d_lon = np.degrees(east_m * np.sqrt(shape) / (_AXIS * np.cos(np.radians(lat))))
    return lon + np.where(inside, d_lon, 0.0), lat + np.where(inside, d_lat, 0.0)


def _waves(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the shift in metres to the east and to the north."""
    root = np.sqrt(np.abs(x))
    common = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (common + 20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3)) * 2 / 3
    east += (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (common + 20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3)) * 2 / 3
    north += (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)) * 2 / 3
    return east, north


def _gcj_to_bd(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    reach = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return reach * np.cos(angle) + 0.0065, reach * np.sin(angle) + 0.006
