"""Which body exercises which item, from when to when and on what ground; and the city's own list to compare with."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.organisation.models import Unit
from chengzhi.powers.enums import ExerciseGround, ItemKind, PowerLevel
from chengzhi.powers.models.statutes import holds_on


class Exercise(models.Model):
    """A body exercises an item from ``valid_from`` until the day before ``valid_to``.

    A power handed down to a street (行政处罚法第二十四条) names the province's decision, the day it was published and
    the day on which it is to be evaluated.
    """

    id: int
    item_code = models.CharField(_("职权编码"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="powers", verbose_name=_("实施主体"))
    level = models.CharField(_("行使层级"), max_length=10, choices=PowerLevel.choices)
    ground = models.CharField(_("依据类型"), max_length=14, choices=ExerciseGround.choices)
    document = models.CharField(_("依据文件"), max_length=160, blank=True, default="")
    published_on = models.DateField(_("决定公布日"), null=True, blank=True)
    evaluate_by = models.DateField(_("下次评估期限"), null=True, blank=True)
    evaluated_on = models.DateField(_("最近评估日"), null=True, blank=True)
    evaluation = models.CharField(_("评估结论"), max_length=300, blank=True, default="")
    valid_from = models.DateField(_("起始日"))
    valid_to = models.DateField(_("收回日"), null=True, blank=True, help_text=_("从这天起不再行使"))
    withdrawal_document = models.CharField(_("收回文件"), max_length=160, blank=True, default="")
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("职权行使")
        verbose_name_plural = _("职权行使")
        ordering = ["item_code", "valid_from", "id"]
        indexes = [models.Index(fields=["item_code", "valid_from"], name="exercise_code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="exercise_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(ground="delegated")
                | (~Q(document="") & Q(published_on__isnull=False) & Q(evaluate_by__isnull=False)),
                name="exercise_delegation_documented",
            ),
            models.CheckConstraint(
                condition=Q(level__in=PowerLevel.values) & Q(ground__in=ExerciseGround.values),
                name="exercise_words_known",
            ),
            models.UniqueConstraint(
                fields=["item_code", "unit"], condition=Q(valid_to=None), name="exercise_one_running"
            ),
            models.UniqueConstraint(fields=["item_code", "unit", "valid_from"], name="exercise_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} {self.unit.name}"

    def is_in_force(self, on: date) -> bool:
        return holds_on(on, self.valid_from, self.valid_to)


class CityItem(models.Model):
    """One item of the list that the city published, which ours is measured against."""

    id: int
    source = models.CharField(_("清单来源"), max_length=120)
    code = models.CharField(_("市级编码"), max_length=40)
    name = models.CharField(_("事项名称"), max_length=400)
    kind = models.CharField(_("权力类别"), max_length=14, choices=ItemKind.choices, default=ItemKind.PENALTY)
    category = models.CharField(_("领域"), max_length=80, blank=True, default="")
    basis = models.CharField(_("设定依据"), max_length=300, blank=True, default="")
    body = models.CharField(_("实施主体"), max_length=120, blank=True, default="")
    our_code = models.CharField(_("对应本区编码"), max_length=40, blank=True, default="")

    class Meta:
        verbose_name = _("市级清单事项")
        verbose_name_plural = _("市级清单事项")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="cityitem_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="cityitem_coded_and_named"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
