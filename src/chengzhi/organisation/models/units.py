"""Units and everything about them that changes with time."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel import clock
from chengzhi.organisation.enums import SuccessionKind, UnitKind


def single(expression: models.Expression | F) -> Func:
    """Return one whole number as a range, so that GiST compares it without an extension."""
    return Func(expression, expression, Value("[]"), function="int8range")


def period() -> Func:
    """Return the days of a row, ``valid_to`` excluded."""
    return Func(F("valid_from"), F("valid_to"), function="daterange")


def dates_in_order(name: str) -> models.CheckConstraint:
    """Demand at least one day between ``valid_from`` and ``valid_to``."""
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name)


def in_force(on: date, prefix: str = "") -> Q:
    """Match the rows whose days hold ``on``."""
    begun = Q(**{f"{prefix}valid_from__lte": on})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": on}))


class Unit(models.Model):
    """A body that acts or is acted upon; name, kind and parent repeat what is in force today."""

    code = models.CharField(_("机构代码"), max_length=40, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机构")
    )
    valid_from = models.DateField(_("设立日"))
    valid_to = models.DateField(_("撤销日"), null=True, blank=True, help_text=_("从这天起不再存在"))

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["code"]
        indexes = [models.Index(fields=["kind", "name"], name="unit_kind_name")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Za-z0-9][A-Za-z0-9_-]*$"), name="unit_code_is_plain"),
            models.CheckConstraint(condition=~Q(name=""), name="unit_name_present"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="unit_is_not_its_own_parent"),
            dates_in_order("unit_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.short_name or self.name

    def exists_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class UnitVersion(models.Model):
    """What a unit was from one day to another, as registered at ``recorded_at``.

    Rows are never rewritten: a change closes a row and opens the next; a correction sets ``superseded_at`` and adds
    a row for the same days, so that both what held and what was believed stay readable.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions", verbose_name=_("机构"))
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True, default="")
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="child_versions", verbose_name=_("上级机构")
    )
    valid_from = models.DateField(_("生效日"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)
    superseded_at = models.DateTimeField(_("被更正时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构沿革")
        verbose_name_plural = _("机构沿革")
        ordering = ["unit_id", "valid_from", "id"]
        indexes = [models.Index(fields=["parent"], condition=Q(superseded_at=None), name="unit_version_parent")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="unit_version_name_present"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_version_kind_known"),
            models.CheckConstraint(condition=~Q(parent=F("unit")), name="unit_version_not_its_own_parent"),
            dates_in_order("unit_version_dates_in_order"),
            ExclusionConstraint(
                name="unit_version_one_at_a_time",
                expressions=[(single(F("unit_id")), RangeOperators.OVERLAPS), (period(), RangeOperators.OVERLAPS)],
                condition=Q(superseded_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class UnitSuccession(models.Model):
    """Which units carry on for which, from a day, by which document."""

    kind = models.CharField(_("方式"), max_length=12, choices=SuccessionKind.choices)
    on = models.DateField(_("生效日"))
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")
    predecessors = models.ManyToManyField(Unit, related_name="left_by", verbose_name=_("原机构"))
    successors = models.ManyToManyField(Unit, related_name="came_by", verbose_name=_("承接机构"))
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)
    announced_at = models.DateTimeField(
        _("生效通知时间"), null=True, blank=True, help_text=_("空：还没有到生效日，其他模块还不知道")
    )

    class Meta:
        verbose_name = _("机构承接")
        verbose_name_plural = _("机构承接")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["on"], condition=Q(announced_at=None), name="succession_to_announce")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Territory(models.Model):
    """A division or cell that a unit answers for; a prefix covers everything below it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="territories", verbose_name=_("机构"))
    division_code = models.CharField(_("区划或网格代码"), max_length=15)
    valid_from = models.DateField(_("生效日"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("辖区")
        verbose_name_plural = _("辖区")
        ordering = ["division_code", "unit_id", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(division_code__regex=r"^[1-9][0-9]{1,14}$"), name="territory_code_is_digits"
            ),
            dates_in_order("territory_dates_in_order"),
            ExclusionConstraint(
                name="territory_once_at_a_time",
                expressions=[
                    (single(F("unit_id")), RangeOperators.OVERLAPS),
                    (single(Cast("division_code", models.BigIntegerField())), RangeOperators.OVERLAPS),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.division_code
