"""What a photo or recording says of itself: time, place, device. Kept as found, trusted no further."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

CHINA = ZoneInfo("Asia/Shanghai")
TEXT = 200
FIRST_YEAR = 1990  # devices without a set clock write 1904 or 1970
EAST, NORTH = 180, 90
_BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError)
_KEPT_BASE = ("Make", "Model", "Software", "Orientation", "DateTime")
_KEPT_PHOTO = ("DateTimeOriginal", "OffsetTimeOriginal", "LensModel", "ExposureTime", "FNumber", "ISOSpeedRatings")
_ISO6709 = re.compile(r"^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a file's metadata claims; nothing here is proof."""

    taken_at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None
    device: str = ""
    exif: dict[str, Any] = field(default_factory=dict)


def photo_claims(image: Image.Image) -> Claims:
    """Return what the EXIF block of a photo claims; a broken block claims nothing."""
    try:
        exif = image.getexif()
        base, photo, gps = dict(exif), exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _BROKEN:
        return Claims()
    kept = _named(base, _KEPT_BASE) | _named(photo, _KEPT_PHOTO)
    place = _gps_place(gps)
    if place:
        kept |= {"GPSLongitude": place[0], "GPSLatitude": place[1]}
    time = str(kept.get("DateTimeOriginal") or kept.get("DateTime") or "")
    return Claims(
        taken_at=exif_time(time, str(kept.get("OffsetTimeOriginal", ""))),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        device=f"{kept.get('Make', '')} {kept.get('Model', '')}".strip()[:120],
        exif=kept,
    )


def recording_claims(tags: Mapping[str, str]) -> Claims:
    """Return what the tags of an audio or video container claim."""
    kept = {str(key)[:60]: _text(value) for key, value in list(tags.items())[:40]}
    match = _ISO6709.match(kept.get("com.apple.quicktime.location.ISO6709") or kept.get("location") or "")
    place = (float(match[2]), float(match[1])) if match else None
    if place and not on_earth(*place):
        place = None
    make, model = (kept.get(f"com.apple.quicktime.{word}", "") for word in ("make", "model"))
    return Claims(
        taken_at=_iso_time(kept.get("creation_time", "")),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        device=f"{make} {model}".strip()[:120],
        exif=kept,
    )


def exif_time(text: str, offset: str) -> dt.datetime | None:
    """Return an EXIF time as an aware moment; without an offset it is read as Chinese time, of an unset clock not at all."""
    try:
        zone = dt.datetime.strptime(offset.strip(), "%z").tzinfo if offset.strip() else CHINA
        taken = dt.datetime.strptime(text.strip(), "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return taken if taken.year >= FIRST_YEAR else None


def on_earth(lon: float, lat: float) -> bool:
    """Tell whether these are finite degrees of longitude and latitude."""
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= EAST and abs(lat) <= NORTH


def _iso_time(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware if aware.year >= FIRST_YEAR else None


def _named(tags: Mapping[int, Any], names: tuple[str, ...]) -> dict[str, Any]:
    codes = {name: ExifTags.Base[name].value for name in names}
    return {name: _plain(tags[code]) for name, code in codes.items() if code in tags}


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold."""
    if isinstance(value, int):
        return value
    if isinstance(value, str | bytes):
        return _text(value)
    try:
        number = float(value)
    except _BROKEN:
        return _text(str(value))
    return round(number, 6) if math.isfinite(number) else None


def _text(value: str | bytes) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return text.replace("\x00", "").strip()[:TEXT]


def _gps_place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """Return (lon, lat) in degrees; a place that is not on earth, or at 0, 0, counts as none."""
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], str(gps[ExifTags.GPS.GPSLatitudeRef]), "S")
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], str(gps[ExifTags.GPS.GPSLongitudeRef]), "W")
    except _BROKEN:
        return None
    return (lon, lat) if on_earth(lon, lat) and (lon, lat) != (0, 0) else None


def _degrees(parts: Any, reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if reference.upper().startswith(negative) else value, 7)
