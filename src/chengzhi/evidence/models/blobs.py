"""The bytes: one row for each different file, one for each picture derived from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.evidence.enums import MediaKind

DIGEST = r"^[0-9a-f]{64}$"
EDGES = (320, 1280)  # longer edge of the derived pictures, pixels


class Blob(models.Model):
    """One file, known by its content; two uploads of the same bytes share it. Never changed or removed."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    sm3 = models.CharField("SM3", max_length=64, db_index=True)
    size = models.BigIntegerField(_("字节数"))
    mime = models.CharField(_("内容类型"), max_length=80)
    kind = models.CharField(_("媒体类型"), max_length=10, choices=MediaKind.choices)
    width = models.PositiveIntegerField(_("宽（像素）"), null=True)
    height = models.PositiveIntegerField(_("高（像素）"), null=True)
    duration_ms = models.PositiveBigIntegerField(_("时长（毫秒）"), null=True)
    stored_at = models.DateTimeField(_("存入时间"))

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST), name="blob_sha256_shape"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST), name="blob_sm3_shape"),
            models.CheckConstraint(condition=Q(size__gt=0), name="blob_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=MediaKind.values), name="blob_kind_known"),
            models.CheckConstraint(
                condition=Q(width__isnull=True, height__isnull=True)
                | Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="blob_width_with_height",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mime} {self.sha256[:12]}"


class Thumbnail(models.Model):
    """A smaller picture derived from a blob, without its metadata; kept in the same store by its own hash."""

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="thumbnails", verbose_name=_("文件"))
    edge = models.PositiveSmallIntegerField(_("长边（像素）"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("字节数"))
    mime = models.CharField(_("内容类型"), max_length=80)
    width = models.PositiveIntegerField(_("宽（像素）"))
    height = models.PositiveIntegerField(_("高（像素）"))

    class Meta:
        verbose_name = _("缩略图")
        verbose_name_plural = _("缩略图")
        constraints = [
            models.UniqueConstraint(fields=["blob", "edge"], name="thumbnail_once_per_edge"),
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST), name="thumbnail_sha256_shape"),
            models.CheckConstraint(condition=Q(edge__in=EDGES), name="thumbnail_edge_known"),
        ]
