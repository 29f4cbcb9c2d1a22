"""Landmarks by which people say where something is."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.grid.enums import PlaceKind
from chengzhi.grid.models.cells import Cell
from chengzhi.kernel.models.points import PointField, PointOf


class Place(models.Model):
    """A landmark with its position in WGS-84, found by name, pinyin or pinyin initials."""

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=10, choices=PlaceKind.choices)
    pinyin = models.CharField(_("拼音"), max_length=240, blank=True, default="")
    initials = models.CharField(_("拼音首字母"), max_length=80, blank=True, default="")
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    point = models.GeneratedField(expression=PointOf("lon", "lat"), output_field=PointField(_("位置")), db_persist=True)
    cell = models.ForeignKey(Cell, models.SET_NULL, null=True, related_name="places", verbose_name=_("所在网格"))

    class Meta:
        verbose_name = _("地名")
        verbose_name_plural = _("地名")
        indexes = [GistIndex(fields=["point"], name="place_point")]
        constraints = [
            models.UniqueConstraint(fields=["name", "kind", "lon", "lat"], name="place_once"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90), name="place_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name
