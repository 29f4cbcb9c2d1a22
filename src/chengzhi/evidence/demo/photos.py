"""A demo picture as a JPEG with time and place in its EXIF, as a phone would write it."""

import datetime as dt
import io

from PIL import ExifTags, Image, ImageDraw

from chengzhi.evidence.demo.lettering import lettering
from chengzhi.evidence.demo.scenes import HEIGHT, REMEDIES, TROUBLES, WIDTH, Dice, Scene, draw_street
from chengzhi.evidence.metadata import CHINA

QUALITY = 68


def draw_photo(
    scene: Scene, *, seed: str, taken_at: dt.datetime, lon: float, lat: float, is_after: bool = False
) -> bytes:
    """Return a JPEG below 30 kB: the street of this seed with its trouble, or clean when ``is_after``."""
    image = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    draw_street(pen, Dice(seed))
    draw = (REMEDIES if is_after else TROUBLES).get(scene)
    if draw:
        draw(pen, Dice(f"{seed} trouble"))
    _label(image, pen, is_after=is_after)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, exif=_exif(taken_at.astimezone(CHINA), lon, lat))
    return out.getvalue()


def _label(image: Image.Image, pen: ImageDraw.ImageDraw, *, is_after: bool) -> None:
    words = lettering("演示照片 处置后" if is_after else "演示照片 处置前")
    pen.rectangle((0, HEIGHT - 34, words.width + 20, HEIGHT), fill=(20, 24, 30))
    image.paste((255, 255, 255), (10, HEIGHT - 29), words)


def _exif(taken_at: dt.datetime, lon: float, lat: float) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Chengzhi"
    exif[ExifTags.Base.Model] = "Demo camera"
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: f"{taken_at:%Y:%m:%d %H:%M:%S}",
            ExifTags.Base.OffsetTimeOriginal: "+08:00",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N" if lat >= 0 else "S",
            ExifTags.GPS.GPSLatitude: _sexagesimal(lat),
            ExifTags.GPS.GPSLongitudeRef: "E" if lon >= 0 else "W",
            ExifTags.GPS.GPSLongitude: _sexagesimal(lon),
        }
    )
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(abs(degrees), 1)
    minutes, part = divmod(rest * 60, 1)
    return whole, minutes, round(part * 60, 4)
