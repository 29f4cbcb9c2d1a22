"""Handing in: who gave which file, when, from where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.evidence.enums import MediaKind, Source
from chengzhi.evidence.models.blobs import Blob
from chengzhi.kernel.coordinates import Datum


class Item(models.Model):
    """A file as one person handed it in on one occasion. Never changed or removed afterwards.

    ``filename`` is shown, never trusted. ``taken_at``, ``lon`` and ``lat`` are what the sender's device stated, or
    else what the file's own metadata says; the metadata is kept beside them in ``exif`` for comparison.
    """

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="items", verbose_name=_("文件"))
    filename = models.CharField(_("文件名"), max_length=200)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    datum = models.CharField(_("坐标基准"), max_length=8, choices=Datum.choices(), default=Datum.WGS84)
    device = models.CharField(_("设备"), max_length=120, blank=True, default="")
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    note = models.CharField(_("说明"), max_length=500, blank=True, default="")
    exif = models.JSONField("EXIF", default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传账号")
    )
    uploader_name = models.CharField(_("上传人"), max_length=60, blank=True, default="")
    appointment_ref = models.BigIntegerField(_("任职"), null=True)
    uploaded_at = models.DateTimeField(_("上传时间"), db_index=True)

    class Meta:
        verbose_name = _("证据材料")
        verbose_name_plural = _("证据材料")
        constraints = [
            models.CheckConstraint(condition=~Q(filename=""), name="item_filename_present"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="item_source_known"),
            models.CheckConstraint(condition=Q(datum__in=[one.value for one in Datum]), name="item_datum_known"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="item_place_whole_and_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_photo(self) -> bool:
        return self.blob.kind == MediaKind.PHOTO

    @property
    def has_picture(self) -> bool:
        """Tell whether thumbnails can exist: photos, and videos with a poster frame."""
        return self.blob.kind in {MediaKind.PHOTO, MediaKind.VIDEO}
