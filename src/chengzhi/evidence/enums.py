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


class Variant(models.TextChoices):
    """Which file of an item is asked for; the numbers are the longer edge in pixels."""

    ORIGINAL = "original", _("原件")
    SMALL = "320", _("小图")
    LARGE = "1280", _("大图")
