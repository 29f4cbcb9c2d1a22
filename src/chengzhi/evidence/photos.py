"""Looking into photos: they must decode to the end, be of sane size, and carry no giant metadata."""

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chengzhi.evidence.limits import Limits
from chengzhi.evidence.metadata import Claims, photo_claims
from chengzhi.evidence.models.blobs import EDGES
from chengzhi.evidence.sniffing import JPEG, UnfitFile

_OPENERS: dict[str, Callable[[str], ImageFile]] = {
    "image/jpeg": JpegImageFile,
    "image/png": PngImageFile,
    "image/webp": WebPImageFile,
    "image/gif": GifImageFile,
}
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, Image.DecompressionBombError)
QUALITY = 82
MOST_SCANS = 64  # cameras write one, progressive encoders about ten
_SCAN = b"\xff\xda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What inspection found: size as shown, length, claims of the metadata, and a picture to make thumbnails of."""

    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    claims: Claims
    picture: Image.Image | None = None


def inspect_photo(path: Path, mime: str, limits: Limits) -> Facts:
    """Return the facts of a photo that decodes whole; raise UnfitFile otherwise."""
    try:
        _refuse_endless_scans(path, mime)
        with warnings.catch_warnings(action="ignore"), _OPENERS[mime](str(path)) as image:
            _within_bounds(image, mime, limits)
            width, height = image.size
            image.draft("RGB", (max(EDGES), max(EDGES)))
            image.load()
            claims = photo_claims(image)
            picture = upright(image)
    except _FAULTS as fault:
        raise UnfitFile(_("照片不完整或已损坏，打不开。"), _("请重新拍摄，或换一张照片上传。")) from fault
    if claims.exif.get("Orientation") in {5, 6, 7, 8}:
        width, height = height, width
    return Facts(width=width, height=height, claims=claims, picture=picture)


def upright(image: Image.Image) -> Image.Image:
    """Return the image turned as its orientation tag says, on white, without metadata, at most 1280 pixels long."""
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((max(EDGES), max(EDGES)), reducing_gap=2.0)
    if turned.mode in {"RGBA", "LA", "PA", "P"}:
        layer = turned.convert("RGBA")
        turned = Image.new("RGB", layer.size, "white")
        turned.paste(layer, mask=layer.getchannel("A"))
    return turned.convert("RGB")


def shrink(picture: Image.Image, edge: int) -> tuple[bytes, tuple[int, int]]:
    """Return the picture as JPEG with its longer edge at most ``edge`` pixels, and its size; no metadata."""
    small = picture.copy()
    small.thumbnail((edge, edge), reducing_gap=2.0)
    small.info = {}
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=False)
    return out.getvalue(), small.size


def _refuse_endless_scans(path: Path, mime: str) -> None:
    """Raise OSError for a JPEG whose scans, each cheap to write, would take minutes to decode."""
    if mime == JPEG.mime and path.read_bytes().count(_SCAN) > MOST_SCANS:
        raise OSError(MOST_SCANS)


def _within_bounds(image: ImageFile, mime: str, limits: Limits) -> None:
    pixels = image.width * image.height
    is_streamed = mime == JPEG.mime and not image.info.get("progressive")
    allowed = limits.jpeg_pixels if is_streamed else limits.other_pixels
    if pixels > allowed:
        raise UnfitFile(
            _("照片有 %(pixels)d 百万像素，超过 %(allowed)d 百万像素的上限。")
            % {"pixels": pixels // 1_000_000, "allowed": allowed // 1_000_000},
            _("请在相机设置里调低分辨率后重拍，或缩小后上传。"),
        )
    if len(image.info.get("exif", b"")) > limits.metadata_bytes:
        raise UnfitFile(_("照片附带的信息（EXIF）大得不正常。"), _("请用手机或相机重新拍摄后上传原件。"))
