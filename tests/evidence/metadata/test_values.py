"""Single values of metadata: kept so that JSON can hold them, believed only where they make sense."""

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from PIL import ExifTags
from PIL.TiffImagePlugin import IFDRational

from chengzhi.evidence import metadata
from chengzhi.evidence.metadata import recording_claims

GPS = ExifTags.GPS


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (3, 3),
        ("Phone", "Phone"),
        (" Phone\x00 ", "Phone"),
        (b"Phone\x00", "Phone"),
        ("手机".encode(), "手机"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("x" * 500, "x" * 200),
        (0.0100000001, 0.01),
        (Fraction(1, 3), 0.333333),
        (IFDRational(1, 50), 0.02),
        (IFDRational(1, 0), None),
        (math.inf, None),
        (math.nan, None),
        ((100, 200), "(100, 200)"),
        (None, "None"),
        ({}, "{}"),
    ],
)
def test_any_value_becomes_one_that_json_can_hold(value: Any, kept: Any) -> None:
    found = metadata._plain(value)
    assert found == kept
    json.dumps(found, allow_nan=False)


def place(lat: Any, lon: Any, marks: str = "NE") -> tuple[float, float] | None:
    return metadata._gps_place(
        {GPS.GPSLatitude: lat, GPS.GPSLatitudeRef: marks[0], GPS.GPSLongitude: lon, GPS.GPSLongitudeRef: marks[1]}
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("NE", (120.5, 31.5)),
        ("SE", (120.5, -31.5)),
        ("NW", (-120.5, 31.5)),
        ("SW", (-120.5, -31.5)),
        ("ne", (120.5, 31.5)),
        ("sw", (-120.5, -31.5)),
        ("??", (120.5, 31.5)),
    ],
)
def test_a_place_lies_on_the_side_its_marks_say(marks: str, expected: tuple[float, float]) -> None:
    assert place((31, 30, 0), (120, 30, 0), marks) == expected


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((91, 0, 0), (10, 0, 0)),
        ((10, 0, 0), (181, 0, 0)),
        ((math.nan, 0, 0), (10, 0, 0)),
        ((math.inf, 0, 0), (10, 0, 0)),
        ((IFDRational(1, 0), 0, 0), (10, 0, 0)),
        ((31, 30), (120, 30)),
        ((31, 30, 0, 0), (120, 30, 0)),
        ((), ()),
        (None, None),
        ("31.5", "120.5"),
        (31.5, 120.5),
        (("north", 0, 0), (120, 0, 0)),
    ],
)
def test_a_place_that_cannot_be_is_none(lat: Any, lon: Any) -> None:
    assert place(lat, lon) is None


@pytest.mark.parametrize("missing", [GPS.GPSLatitude, GPS.GPSLatitudeRef, GPS.GPSLongitude, GPS.GPSLongitudeRef])
def test_a_place_needs_all_four_of_its_tags(missing: int) -> None:
    tags: dict[int, Any] = {
        GPS.GPSLatitude: (31, 30, 0), GPS.GPSLatitudeRef: "N", GPS.GPSLongitude: (120, 30, 0), GPS.GPSLongitudeRef: "E",
    }  # fmt: skip
    del tags[missing]
    assert metadata._gps_place(tags) is None


@pytest.mark.parametrize(
    ("tags", "device"),
    [
        ({}, ""),
        ({"make": "Apple"}, "Apple"),
        ({"model": "iPhone 17"}, "iPhone 17"),
        ({"make": "Apple", "model": "iPhone 17"}, "Apple iPhone 17"),
        ({"make": "  ", "model": "\x00"}, ""),
        ({"make": "A" * 100, "model": "B" * 100}, "A" * 100 + " " + "B" * 19),
    ],
)
def test_a_device_is_named_by_maker_and_model(tags: dict[str, str], device: str) -> None:
    named = {f"com.apple.quicktime.{name}": value for name, value in tags.items()}
    assert recording_claims(named).device == device


def test_the_place_apple_writes_goes_before_the_common_one() -> None:
    claims = recording_claims(
        {"location": "+10.0+010.0/", "com.apple.quicktime.location.ISO6709": "+31.98+120.89+5.1/"}
    )
    assert (claims.lon, claims.lat) == (120.89, 31.98)


@pytest.mark.parametrize("count", [0, 1, 40, 41, 500])
def test_no_more_than_forty_tags_are_kept(count: int) -> None:
    assert len(recording_claims({f"tag{at}": "x" for at in range(count)}).exif) == min(count, 40)


@pytest.mark.parametrize(
    ("names", "kept"),
    [(("Make",), {"Make": "A"}), (("Make", "Model"), {"Make": "A"}), ((), {}), (("Software",), {})],
)
def test_only_known_tags_are_kept_by_name(names: tuple[str, ...], kept: dict[str, str]) -> None:
    tags = {ExifTags.Base.Make.value: "A", ExifTags.Base.MakerNote.value: b"\x00" * 9000, 65535: "private"}
    assert metadata._named(tags, names) == kept
