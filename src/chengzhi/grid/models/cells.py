"""Cells with their versions, the revision the in-memory index follows, and who answers for a cell."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.grid import codes
from chengzhi.grid.enums import DutyKind, Grade, LandUse
from chengzhi.grid.models.divisions import Division
from chengzhi.grid.models.imports import ImportBatch
from chengzhi.grid.models.records import Recorded
from chengzhi.organisation.models.units import dates_in_order, period, single


class GridRevision(models.Model):
    """The one row whose mark is drawn anew with every change of divisions or cells, so that memory can follow.

    A mark and not a counter: a change that was rolled back must not look like the next one.
    """

    mark = models.UUIDField(_("修订标记"), default=uuid4)

    class Meta:
        verbose_name = _("网格修订标记")
        verbose_name_plural = _("网格修订标记")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="grid_revision_single_row")]


class CellFacts(models.Model):
    """What a version of a cell says; the cell itself carries the facts that hold today."""

    name = models.CharField(_("网格名称"), max_length=80, blank=True, default="")
    boundary = models.JSONField(_("边界"))
    area_m2 = models.FloatField(_("面积（平方米）"))
    grade = models.CharField(_("区域类别"), max_length=1, choices=Grade.choices, default=Grade.B)
    land_use = models.CharField(_("用地性质"), max_length=12, choices=LandUse.choices, default=LandUse.OTHER)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True)

    class Meta:
        abstract = True


class Cell(CellFacts):
    """A unit cell (单元网格) of 15 digits; boundaries are WGS-84 polygons, the area is measured on CGCS2000.

    ``valid_to`` is set when the code is retired; a code is never given to another piece of ground.
    """

    code = models.CharField(_("网格编码"), max_length=15, unique=True)
    community = models.ForeignKey(Division, models.PROTECT, related_name="cells", verbose_name=_("社区"))

    class Meta:
        verbose_name = _("单元网格")
        verbose_name_plural = _("单元网格")
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=codes.CELL), name="cell_code_shape"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="cell_has_area"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="cell_grade_known"),
            models.CheckConstraint(condition=Q(land_use__in=LandUse.values), name="cell_land_use_known"),
            dates_in_order("cell_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class CellVersion(CellFacts, Recorded):
    """The shape and grade of a cell from a day until a day; the index answers from the versions of today."""

    cell = models.ForeignKey(Cell, models.CASCADE, related_name="versions", verbose_name=_("网格"))
    document = models.CharField(_("依据文号"), max_length=120, blank=True, default="")
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="cell_versions", verbose_name=_("导入批次")
    )

    class Meta:
        verbose_name = _("网格版本")
        verbose_name_plural = _("网格版本")
        constraints = [
            ExclusionConstraint(
                name="cell_version_one_at_a_time",
                expressions=[(single(F("cell_id")), RangeOperators.OVERLAPS), (period(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="cell_version_has_area"),
            dates_in_order("cell_version_ends_after_it_begins"),
        ]


class CellDuty(Recorded):
    """Somebody answers for a cell in one role from a day until a day; ``name`` is kept as it was then."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="duties", verbose_name=_("网格"))
    kind = models.CharField(_("责任类别"), max_length=10, choices=DutyKind.choices)
    person = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, related_name="cell_duties", verbose_name=_("人员")
    )
    name = models.CharField(_("姓名或单位"), max_length=80)
    phone = models.CharField(_("电话"), max_length=30, blank=True, default="")
    unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, related_name="cell_duties", verbose_name=_("所属单位")
    )
    valid_from = models.DateField(_("上任日期"))
    valid_to = models.DateField(_("卸任日期"), null=True)

    class Meta:
        verbose_name = _("网格责任人")
        verbose_name_plural = _("网格责任人")
        indexes = [models.Index(fields=["person", "kind"], name="cell_duty_person_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DutyKind.values), name="cell_duty_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="cell_duty_has_name"),
            models.UniqueConstraint(
                F("cell"), F("kind"), F("name"), condition=Q(valid_to__isnull=True), name="cell_duty_once_at_a_time"
            ),
            dates_in_order("cell_duty_ends_after_it_begins"),
        ]
