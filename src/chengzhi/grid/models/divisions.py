"""Divisions by edition, and how their codes passed into one another."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from chengzhi.grid import codes
from chengzhi.grid.enums import ChangeKind, Level
from chengzhi.organisation.models.units import dates_in_order, period, single


class Division(models.Model):
    """A district, street or community as one edition of the code list knows it, valid from a day until a day.

    ``valid_to`` is the first day on which it no longer held. ``short_name`` drops 居委会 and the like.
    """

    code = models.CharField(_("代码"), max_length=12)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=60)
    pinyin = models.CharField(_("拼音"), max_length=240, blank=True, default="")
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=_("上级"))
    edition = models.CharField(_("版本"), max_length=10)
    boundary = models.JSONField(_("边界"), null=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True)

    class Meta:
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="division_code_once_per_edition"),
            ExclusionConstraint(
                name="division_code_once_at_a_time",
                expressions=[
                    (single(Cast("code", models.BigIntegerField())), RangeOperators.OVERLAPS),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(code__regex=codes.DIVISION), name="division_code_shape"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="division_level_known"),
            models.CheckConstraint(
                condition=Q(level=Level.DISTRICT, parent__isnull=True)
                | Q(~Q(level=Level.DISTRICT), parent__isnull=False),
                name="division_only_districts_have_no_parent",
            ),
            dates_in_order("division_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.short_name


class DivisionChange(models.Model):
    """An old code passed into a new one on a day, by a document; the new code holds from that day on."""

    old_code = models.CharField(_("原代码"), max_length=12)
    new_code = models.CharField(_("新代码"), max_length=12)
    on = models.DateField(_("变更日期"))
    kind = models.CharField(_("变更方式"), max_length=10, choices=ChangeKind.choices)
    document = models.CharField(_("文号"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("区划变更")
        verbose_name_plural = _("区划变更")
        indexes = [models.Index(fields=["new_code"], name="division_change_new_code")]
        constraints = [
            models.UniqueConstraint(fields=["old_code", "new_code", "on"], name="division_change_once"),
            models.CheckConstraint(condition=~Q(old_code=models.F("new_code")), name="division_change_changes_code"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="division_change_kind_known"),
        ]
