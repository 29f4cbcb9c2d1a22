"""Filing standards (立案标准): when a report becomes a case, how long handling may take, when it may be closed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.enums import Clock, HandlerKind, Level
from chengzhi.catalogue.models.categories import Category
from chengzhi.catalogue.models.periods import numbers_equal, periods_meet
from chengzhi.kernel.limits import Limit, LimitUnit


class FilingStandard(models.Model):
    """One version of one standard: category x condition x region level gives limit and closing rule.

    A case keeps the version it was filed under. A version is never rewritten: an amendment ends it and begins another
    from a stated day. ``number`` is the category's code and the number of the condition, such as 0101-2.
    """

    category = models.ForeignKey(Category, models.PROTECT, related_name="standards", verbose_name=_("分类"))
    condition_no = models.PositiveSmallIntegerField(_("条件序号"))
    number = models.CharField(_("编号"), max_length=16)
    condition = models.CharField(_("立案条件"), max_length=500)
    closing_rule = models.CharField(_("结案条件"), max_length=300, blank=True, default="")
    level = models.CharField(_("区域级别"), max_length=1, choices=Level.choices, blank=True, default=Level.ANY)
    limit_value = models.PositiveSmallIntegerField(_("处置时限"))
    limit_unit = models.CharField(_("时限单位"), max_length=16, choices=LimitUnit.choices)
    limit_note = models.CharField(_("时限说明"), max_length=60, blank=True, default="")
    default_handler = models.CharField(
        _("处置行业"), max_length=20, choices=HandlerKind.choices, blank=True, default=HandlerKind.NONE
    )
    default_unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处置单位")
    )
    default_unit_text = models.CharField(_("处置单位（文字）"), max_length=200, blank=True, default="")
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    verified = models.BooleanField(_("已与标准原文核对"), default=False)
    source = models.CharField(_("来源"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("立案标准")
        verbose_name_plural = _("立案标准")
        ordering = ["category", "condition_no", "level", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=~Q(condition=""), name="standard_condition_present"),
            models.CheckConstraint(condition=Q(condition_no__gte=1), name="standard_condition_numbered"),
            models.CheckConstraint(condition=Q(limit_value__gte=1), name="standard_limit_positive"),
            models.CheckConstraint(condition=Q(limit_unit__in=LimitUnit.values), name="standard_limit_unit_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="standard_level_known"),
            models.CheckConstraint(condition=Q(default_handler__in=HandlerKind.values), name="standard_handler_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="standard_period_forward",
            ),
            ExclusionConstraint(
                name="standard_one_version_at_a_time",
                expressions=[
                    numbers_equal("category"),
                    numbers_equal("condition_no"),
                    numbers_equal(Func("level", function="ascii", output_field=models.IntegerField())),
                    periods_meet(),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.condition}"

    @property
    def limit(self) -> Limit:
        """Return the limit as amount and unit; its ``str`` is what a person reads, such as 2 紧急工作时."""
        return Limit(self.limit_value, LimitUnit(self.limit_unit))

    @property
    def clock(self) -> Clock:
        """Return the clock the limit runs on."""
        return Clock.WORKING if LimitUnit(self.limit_unit).is_working else Clock.CONTINUOUS
