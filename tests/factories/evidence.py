"""Small real media made on the spot: bytes that decode, and bytes that only pretend to."""

import binascii
import datetime as dt
import io
import struct
import wave
import zipfile
from typing import Any

import av
import numpy as np
from django.core.files.base import ContentFile
from PIL import ExifTags, Image

from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_media
from chengzhi.kernel.access import SYSTEM

BROKEN_EXIF = b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def jpeg(width: int = 64, height: int = 48, colour: str = "teal", **options: Any) -> bytes:
    return _encoded(Image.new("RGB", (width, height), colour), "JPEG", **options)


def jpeg_with_exif(*, orientation: int = 1, taken: str = "2026:05:01 09:30:00", offset: str = "") -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Phone\x00"
    exif[ExifTags.Base.Orientation] = orientation
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        detail[ExifTags.Base.OffsetTimeOriginal] = offset
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (31.0, 58.0, 48.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (120.0, 53.0, 24.0),
        }
    )
    return jpeg(exif=exif)


def png(width: int = 64, height: int = 48, mode: str = "RGB") -> bytes:
    return _encoded(Image.new(mode, (width, height)), "PNG")


def webp() -> bytes:
    return _encoded(Image.new("RGB", (64, 48)), "WEBP")


def gif() -> bytes:
    return _encoded(Image.new("P", (64, 48)), "GIF")


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small PNG whose header promises a huge picture: an image bomb."""
    small = bytearray(png(1, 1))
    small[16:24] = struct.pack(">II", width, height)
    small[29:33] = struct.pack(">I", _crc(bytes(small[12:29])))
    return bytes(small)


def jpeg_with_giant_exif(segments: int = 20) -> bytes:
    plain = jpeg()
    body = b"Exif\x00\x00" + b"\x00" * 65_000
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return plain[:2] + segment * segments + plain[2:]


def wav(seconds: float = 0.2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x01" * int(8000 * seconds))
    return out.getvalue()


def video(
    container: str = "mp4",
    codec: str = "libx264",
    *,
    frames: int = 10,
    size: tuple[int, int] = (64, 48),
    options: dict[str, str] | None = None,
) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=options or {}) as target:
        stream: Any = target.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(frames):
            picture = np.full((size[1], size[0], 3), number * 20 % 255, np.uint8)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        target.mux(stream.encode())
    return out.getvalue()


def sound(container: str, codec: str, *, rate: int = 8000, seconds: float = 1) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        stream: Any = target.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, int(rate * seconds)), np.int16), format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, "mono", rate, frame_size=stream.frame_size or None)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(part))
        target.mux(stream.encode())
    return out.getvalue()


def empty_mp4() -> bytes:
    """Return an MP4 with a film header and no tracks."""
    header = struct.pack(">I4s", 108, b"mvhd") + bytes(12) + struct.pack(">II", 1000, 0) + bytes(80)
    return struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack(">I4s", 8 + len(header), b"moov") + header


def pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog " + extra + b" >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def upload(content: bytes, name: str = "photo.jpg") -> "ContentFile[bytes]":
    return ContentFile(content, name)


def stored(content: bytes | None = None, name: str = "photo.jpg", **facts: Any) -> Item:
    """Return an item handed in by the system."""
    wanted: dict[str, Any] = {"capacity": SYSTEM, "source": "upload"} | facts
    return store_media(upload=upload(content or jpeg(), name), **wanted)


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _crc(data: bytes) -> int:
    return binascii.crc32(data)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "hidden")
    return out.getvalue()
