"""The register of city parts (部件), and what was done to each entry."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.grid import codes
from chengzhi.grid.enums import PartChangeKind, PartState
from chengzhi.grid.models.cells import Cell
from chengzhi.grid.models.imports import ImportBatch
from chengzhi.grid.models.records import Recorded
from chengzhi.kernel.models.points import PointField, PointOf
from chengzhi.organisation.models.units import dates_in_order


class Part(models.Model):
    """One part of the city's fabric, such as a manhole cover or a lamp, under its 16 digits.

    Position is WGS-84. Three units answer for it: competent (主管), owner (权属), maintainer (养护); their names
    are kept as the survey wrote them even where no unit of ours is linked.
    """

    code = models.CharField(_("部件编码"), max_length=16, unique=True)
    category_code = models.CharField(_("类别代码"), max_length=4)
    name = models.CharField(_("部件名称"), max_length=60)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    point = models.GeneratedField(expression=PointOf("lon", "lat"), output_field=PointField(_("位置")), db_persist=True)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="parts", verbose_name=_("所在网格"))
    competent_name = models.CharField(_("主管单位名称"), max_length=80, blank=True, default="")
    competent_unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("主管单位")
    )
    owner_name = models.CharField(_("权属单位名称"), max_length=80, blank=True, default="")
    owner_unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("权属单位")
    )
    maintainer_name = models.CharField(_("养护单位名称"), max_length=80, blank=True, default="")
    maintainer_unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("养护单位")
    )
    state = models.CharField(_("部件状态"), max_length=10, choices=PartState.choices, default=PartState.INTACT)
    source = models.CharField(_("数据来源"), max_length=60, blank=True, default="")
    note = models.CharField(_("备注"), max_length=200, blank=True, default="")
    valid_from = models.DateField(_("初始日期"))
    changed_on = models.DateField(_("变更日期"))
    valid_to = models.DateField(_("注销日期"), null=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="parts", verbose_name=_("导入批次"))

    class Meta:
        verbose_name = _("部件")
        verbose_name_plural = _("部件")
        indexes = [
            GistIndex(fields=["point"], name="part_point"),
            models.Index(fields=["category_code"], name="part_category_code"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=codes.PART), name="part_code_shape"),
            models.CheckConstraint(condition=Q(category_code__regex=r"^\d{4}$"), name="part_category_shape"),
            models.CheckConstraint(condition=Q(state__in=PartState.values), name="part_state_known"),
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90), name="part_on_earth"
            ),
            dates_in_order("part_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class PartChange(Recorded):
    """One act upon a part: its values before and after, so that a mistake can be traced and put right."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="changes", verbose_name=_("部件"))
    kind = models.CharField(_("行为"), max_length=10, choices=PartChangeKind.choices)
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)
    reason = models.CharField(_("原因"), max_length=200, blank=True, default="")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+", verbose_name=_("导入批次"))

    class Meta:
        verbose_name = _("部件变更")
        verbose_name_plural = _("部件变更")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartChangeKind.values), name="part_change_kind_known")
        ]
