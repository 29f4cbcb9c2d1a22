import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from chengzhi.evidence.metadata import exif_time, on_earth, photo_claims, recording_claims
from tests.factories import evidence as made


def claims_of(content: bytes) -> Any:
    return photo_claims(Image.open(io.BytesIO(content)))


def test_time_without_offset_is_chinese_time() -> None:
    assert claims_of(made.jpeg_with_exif()).taken_at.isoformat() == "2026-05-01T09:30:00+08:00"


def test_time_with_offset_keeps_it() -> None:
    taken = claims_of(made.jpeg_with_exif(offset="+09:00")).taken_at
    assert taken.utcoffset() == dt.timedelta(hours=9)


@pytest.mark.parametrize(("text", "offset"), [("", ""), ("0000:00:00 00:00:00", ""), ("2026:05:01 09:30:00", "east")])
def test_time_that_makes_no_sense_is_no_time(text: str, offset: str) -> None:
    assert exif_time(text, offset) is None


def test_place_comes_out_in_degrees() -> None:
    claims = claims_of(made.jpeg_with_exif())
    assert (claims.lon, claims.lat) == (120.89, 31.98)


def test_device_is_named_without_control_characters() -> None:
    assert claims_of(made.jpeg_with_exif()).device == "Phone"


def test_photo_without_exif_claims_nothing() -> None:
    claims = claims_of(made.jpeg())
    assert (claims.taken_at, claims.lon, claims.exif) == (None, None, {})


@pytest.mark.parametrize(
    "gps",
    [
        {ExifTags.GPS.GPSLatitude: (0.0, 0.0, 0.0), ExifTags.GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (99.0, 0.0, 0.0), ExifTags.GPS.GPSLongitude: (10.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (31.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (31.0,), ExifTags.GPS.GPSLongitude: (120.0,)},
    ],
)
def test_place_that_makes_no_sense_is_no_place(gps: dict[int, Any]) -> None:
    exif = Image.Exif()
    marks = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLongitudeRef: "E"}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(marks | gps)
    claims = claims_of(made.jpeg(exif=exif))
    assert (claims.lon, claims.lat) == (None, None)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_claims_nothing() -> None:
    assert claims_of(made.jpeg(exif=made.BROKEN_EXIF)).taken_at is None


def test_recording_tags_give_time_place_and_device() -> None:
    claims = recording_claims(
        {
            "creation_time": "2026-05-01T01:30:00.000000Z",
            "com.apple.quicktime.location.ISO6709": "+31.9800+120.8900+005.0/",
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone",
        }
    )
    assert claims.taken_at == dt.datetime(2026, 5, 1, 1, 30, tzinfo=dt.UTC)
    assert (claims.lon, claims.lat, claims.device) == (120.89, 31.98, "Apple iPhone")


@pytest.mark.parametrize(
    "tags", [{}, {"creation_time": "1904-01-01T00:00:00Z"}, {"creation_time": "x", "location": "+99+200/"}]
)
def test_recording_tags_that_make_no_sense_claim_nothing(tags: dict[str, str]) -> None:
    claims = recording_claims(tags)
    assert (claims.taken_at, claims.lon, claims.lat) == (None, None, None)


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_only_finite_degrees_are_on_earth(place: tuple[float, float]) -> None:
    assert not on_earth(*place)


def test_rational_values_are_kept_as_numbers_and_nonsense_as_words() -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.ExposureTime: 0.01, ExifTags.Base.ISOSpeedRatings: (100, 200)}
    )
    claims = claims_of(made.jpeg(exif=exif))
    assert claims.exif == {"ExposureTime": 0.01, "ISOSpeedRatings": "(100, 200)"}


def test_image_whose_exif_cannot_be_read_claims_nothing() -> None:
    class Broken(Image.Image):
        def getexif(self) -> Image.Exif:
            raise ValueError

    assert photo_claims(Broken()).exif == {}


@pytest.mark.parametrize(
    ("text", "offset", "moment"),
    [
        ("2026:05:01 09:30:00", "", "2026-05-01T09:30:00+08:00"),
        (" 2026:05:01 09:30:00 ", " +00:00 ", "2026-05-01T09:30:00+00:00"),
        ("2026:05:01 09:30:00", "-0330", "2026-05-01T09:30:00-03:30"),
        ("1990:01:01 00:00:00", "", "1990-01-01T00:00:00+08:00"),
        ("1989:12:31 23:59:59", "", None),
        ("0001:01:01 00:00:00", "", None),
        ("2026-05-01 09:30:00", "", None),
        ("2026:13:01 09:30:00", "", None),
        ("2026:05:01", "", None),
    ],
)
def test_a_time_is_read_as_cameras_write_it(text: str, offset: str, moment: str | None) -> None:
    found = exif_time(text, offset)
    assert (found.isoformat() if found else None) == moment


@given(st.text(max_size=30), st.text(max_size=8))
def test_any_text_is_a_time_or_none(text: str, offset: str) -> None:
    found = exif_time(text, offset)
    assert found is None or found.year >= 1990


@given(st.dictionaries(st.text(max_size=40), st.text(max_size=300), max_size=60))
def test_any_tags_of_a_recording_are_kept_short_enough_to_store(tags: dict[str, str]) -> None:
    claims = recording_claims(tags)
    assert len(claims.exif) <= 40
    assert all(len(key) <= 60 and len(value) <= 200 and "\x00" not in value for key, value in claims.exif.items())
    assert claims.lon is None or on_earth(claims.lon, claims.lat or 0)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("+31.9800+120.8900/", (120.89, 31.98)),
        ("-33.8688+151.2093+010/", (151.2093, -33.8688)),
        ("+31+120/", (120.0, 31.0)),
        ("31.98,120.89", (None, None)),
        ("+91.0+120.0/", (None, None)),
        ("", (None, None)),
    ],
)
def test_the_place_of_a_recording_is_read_from_its_location(
    location: str, place: tuple[float | None, float | None]
) -> None:
    claims = recording_claims({"location": location})
    assert (claims.lon, claims.lat) == place


@pytest.mark.parametrize(
    ("created", "moment"),
    [
        ("2026-05-01T01:30:00Z", dt.datetime(2026, 5, 1, 1, 30, tzinfo=dt.UTC)),
        ("2026-05-01T09:30:00+08:00", dt.datetime(2026, 5, 1, 1, 30, tzinfo=dt.UTC)),
        ("2026-05-01 01:30:00", dt.datetime(2026, 5, 1, 1, 30, tzinfo=dt.UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
    ],
)
def test_a_recording_without_a_zone_speaks_of_greenwich(created: str, moment: dt.datetime | None) -> None:
    assert recording_claims({"creation_time": created}).taken_at == moment


@pytest.mark.parametrize("place", [(180, 90), (-180, -90), (0, 0)])
def test_the_edges_of_the_earth_are_on_it(place: tuple[float, float]) -> None:
    assert on_earth(*place)
