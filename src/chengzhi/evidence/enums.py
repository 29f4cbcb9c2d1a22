"""The closed lists of the evidence room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MediaKind(models.TextChoices):
    """What a file is, judged by its content and never by its name."""

    PHOTO = "photo", _("照片")
    AUDIO = "audio", _("录音")
    VIDEO = "video", _("视频")
    DOCUMENT = "document", _("文档")


class Source(models.TextChoices):
    """How a file reached the system."""

    CAMERA = "camera", _("现场拍摄")
    ALBUM = "album", _("相册选取")
    UPLOAD = "upload", _("电脑上传")
    IMPORT = "import", _("批量导入")


class Datum(models.TextChoices):
    """Datum in which a place was given; the stored place is always WGS-84 (CGCS2000 at map use)."""

    WGS84 = "wgs84", "WGS-84 / CGCS2000"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class Variant(models.TextChoices):
    """Which file of an item is asked for; the numbers are the longer edge in pixels."""

    ORIGINAL = "original", _("原件")
    SMALL = "320", _("小图")
    LARGE = "1280", _("大图")
