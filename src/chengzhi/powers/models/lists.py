"""Lists of powers as versions, and the items in them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject
from chengzhi.organisation.models import Appointment, Unit
from chengzhi.powers.enums import (
    AmountUnit,
    Counterpart,
    Discretion,
    ItemKind,
    ListState,
    PowerLevel,
    Precondition,
)
from chengzhi.powers.models.statutes import Statute, holds_on


class PowerListStep(AbstractStep):
    """One step of a list."""

    subject = models.ForeignKey("PowerList", models.PROTECT, related_name="steps", verbose_name=_("权责清单"))
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name=_("任职"))

    class Meta(AbstractStep.Meta):
        verbose_name = _("清单记录")
        verbose_name_plural = _("清单记录")


class PowerListClock(AbstractClock):
    """A limit of a list."""

    subject = models.ForeignKey("PowerList", models.PROTECT, related_name="clocks", verbose_name=_("权责清单"))

    class Meta(AbstractClock.Meta):
        verbose_name = _("清单时限")
        verbose_name_plural = _("清单时限")


class PowerList(AbstractSubject):
    """One version of a body's list; in force from ``valid_from`` until the day before ``valid_to``.

    Its items can be changed only while it is a draft: what was published stays as it was.
    """

    procedure_name: ClassVar[str] = "power_list"
    step_model: ClassVar[type[AbstractStep]] = PowerListStep
    clock_model: ClassVar[type[AbstractClock]] = PowerListClock

    title = models.CharField(_("清单名称"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="power_lists", verbose_name=_("编制单位"))
    level = models.CharField(_("行使层级"), max_length=10, choices=PowerLevel.choices, default=PowerLevel.DISTRICT)
    version = models.PositiveIntegerField(_("版次"), default=1)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_by", verbose_name=_("修订自")
    )
    valid_from = models.DateField(_("施行日"), null=True, blank=True)
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    document = models.CharField(_("批准文号"), max_length=120, blank=True, default="")
    published_on = models.DateField(_("公布日"), null=True, blank=True)
    published_at = models.CharField(_("公布载体"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("权责清单")
        verbose_name_plural = _("权责清单")
        ordering = ["-version", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ListState.values), name="powerlist_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded"])
                | (Q(valid_from__isnull=False) & Q(published_on__isnull=False) & ~Q(published_at="")),
                name="powerlist_published_says_where_and_when",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="powerlist_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(state__in=["draft", "in_review", "reviewed", "approved"]),
                name="powerlist_one_revision_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"

    @property
    def state_label(self) -> str:
        return str(ListState(self.state).label)

    @property
    def is_draft(self) -> bool:
        return self.state == ListState.DRAFT

    def is_in_force(self, on: date) -> bool:
        return self.published_on is not None and self.valid_from is not None and holds_on(
            on, self.valid_from, self.valid_to
        )  # fmt: skip


class PowerListEditor(models.Model):
    """Somebody who wrote in a draft, and so may not review it."""

    id: int
    power_list = models.ForeignKey(PowerList, models.PROTECT, related_name="editors", verbose_name=_("权责清单"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("账号"))
    name = models.CharField(_("姓名"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("清单起草人")
        verbose_name_plural = _("清单起草人")
        constraints = [models.UniqueConstraint(fields=["power_list", "account"], name="powerlisteditor_once")]


class PowerItem(models.Model):
    """One power in one version of a list: what is forbidden by which clause, and punished under which other one.

    ``applies_from`` and ``applies_to`` bound the days of acts that the item covers, where the law behind it began or
    ended inside the life of the list. ``needs_confirmation`` marks what was not checked against the text of the law.
    """

    id: int
    power_list = models.ForeignKey(PowerList, models.PROTECT, related_name="items", verbose_name=_("权责清单"))
    code = models.CharField(_("职权编码"), max_length=40)
    name = models.CharField(_("事项名称"), max_length=400)
    kind = models.CharField(_("权力类别"), max_length=14, choices=ItemKind.choices, default=ItemKind.PENALTY)
    category = models.CharField(_("领域"), max_length=80, blank=True, default="")
    violated_statute = models.ForeignKey(
        Statute, models.PROTECT, null=True, blank=True, related_name="forbids", verbose_name=_("违则法规")
    )
    violated_article = models.CharField(_("违则条款"), max_length=120, blank=True, default="")
    penalty_statute = models.ForeignKey(
        Statute, models.PROTECT, null=True, blank=True, related_name="punishes", verbose_name=_("罚则法规")
    )
    penalty_article = models.CharField(_("罚则条款"), max_length=120, blank=True, default="")
    precondition = models.CharField(
        _("前置条件"), max_length=24, choices=Precondition.choices, default=Precondition.UNCLEAR
    )
    precondition_text = models.CharField(_("前置条件原意"), max_length=200, blank=True, default="")
    discretion = models.CharField(_("可以或应当"), max_length=8, choices=Discretion.choices, default=Discretion.SHALL)
    other_sanctions = models.CharField(_("并处措施"), max_length=300, blank=True, default="")
    statutory_body = models.CharField(_("法定主体"), max_length=200, blank=True, default="")
    handling_unit = models.CharField(_("承办机构"), max_length=120, blank=True, default="")
    level = models.CharField(_("行使层级"), max_length=10, choices=PowerLevel.choices, default=PowerLevel.DISTRICT)
    transfer_scope = models.CharField(_("划转范围"), max_length=300, blank=True, default="")
    boundary = models.CharField(_("职责边界"), max_length=600, blank=True, default="")
    transferring_body = models.CharField(_("划出部门"), max_length=120, blank=True, default="")
    duties = models.TextField(_("责任事项"), blank=True, default="")
    accountability = models.TextField(_("追责情形"), blank=True, default="")
    risk_points = models.TextField(_("廉政风险点"), blank=True, default="")
    no_penalty = models.TextField(_("不予处罚情形"), blank=True, default="")
    supervision_channel = models.CharField(_("监督投诉方式"), max_length=200, blank=True, default="")
    remedy = models.CharField(_("救济渠道"), max_length=300, blank=True, default="")
    publicity = models.CharField(_("公开要求"), max_length=200, blank=True, default="")
    applies_from = models.DateField(_("适用于此日起的行为"), null=True, blank=True)
    applies_to = models.DateField(_("不再适用于此日起的行为"), null=True, blank=True)
    needs_confirmation = models.BooleanField(_("待确认"), default=False)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")
    words = models.TextField(_("检索词"), blank=True, default="")

    class Meta:
        verbose_name = _("职权事项")
        verbose_name_plural = _("职权事项")
        ordering = ["power_list", "category", "code"]
        constraints = [
            models.UniqueConstraint(fields=["power_list", "code"], name="poweritem_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="poweritem_coded_and_named"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="poweritem_kind_known"),
            models.CheckConstraint(
                condition=Q(precondition__in=Precondition.values) & Q(discretion__in=Discretion.values),
                name="poweritem_words_known",
            ),
            models.CheckConstraint(
                condition=Q(applies_to=None) | Q(applies_from=None) | Q(applies_to__gt=F("applies_from")),
                name="poweritem_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["code"], name="poweritem_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def covers(self, on: date) -> bool:
        """Tell whether the item covers acts of a day."""
        return holds_on(on, self.applies_from, self.applies_to)

    @property
    def needs_review(self) -> bool:
        """Tell whether legal review must look before the item is used."""
        return self.needs_confirmation or self.precondition == Precondition.UNCLEAR


class PenaltyTier(models.Model):
    """One range of an item, for one kind of counterpart and one set of circumstances.

    ``fine_min`` and ``fine_max`` count in ``amount_unit``: yuan, yuan for each of something, times or percent of
    ``amount_base``; ``cap`` is the most in yuan, where the article sets one. ``code`` is the code the range has where it
    is listed as an item of its own.
    """

    id: int
    item = models.ForeignKey(PowerItem, models.PROTECT, related_name="tiers", verbose_name=_("事项"))
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    code = models.CharField(_("分项编码"), max_length=40, blank=True, default="")
    counterpart = models.CharField(_("对象"), max_length=8, choices=Counterpart.choices, default=Counterpart.ANY)
    label = models.CharField(_("名称"), max_length=120, blank=True, default="")
    condition = models.CharField(_("适用情形"), max_length=300, blank=True, default="")
    fine_min = models.DecimalField(_("下限"), max_digits=14, decimal_places=2, null=True, blank=True)
    fine_max = models.DecimalField(_("上限"), max_digits=14, decimal_places=2, null=True, blank=True)
    amount_unit = models.CharField(_("单位"), max_length=18, choices=AmountUnit.choices, default=AmountUnit.YUAN)
    amount_base = models.CharField(_("计算基数"), max_length=60, blank=True, default="")
    cap = models.DecimalField(_("封顶（元）"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("处罚档次")
        verbose_name_plural = _("处罚档次")
        ordering = ["item", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="penaltytier_position_once"),
            models.CheckConstraint(
                condition=Q(amount_unit__in=["unset", "no_fine"], fine_min=None, fine_max=None)
                | (~Q(amount_unit__in=["unset", "no_fine"]) & Q(fine_min__gte=0) & Q(fine_max__gte=F("fine_min"))),
                name="penaltytier_range_whole_or_unset",
            ),
            models.CheckConstraint(
                condition=Q(counterpart__in=Counterpart.values) & Q(amount_unit__in=AmountUnit.values),
                name="penaltytier_words_known",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gt=0), name="penaltytier_cap_positive"),
        ]

    def __str__(self) -> str:
        return f"{Counterpart(self.counterpart).label} {self.label}".strip()
