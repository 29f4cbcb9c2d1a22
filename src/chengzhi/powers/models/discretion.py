"""Discretion benchmarks, the circumstances that move a penalty, and departures from what they propose."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.powers.enums import AmountUnit, Counterpart, DepartureState, Effect, Severity


class DiscretionBenchmark(models.Model):
    """One step of a benchmark: under such circumstances, from so much to so much, in the unit of the statutory tier.

    It may be cited from ``published_on`` on (行政处罚法第三十四条), for acts decided between ``valid_from`` and the day
    before ``valid_to``.
    """

    id: int
    item_code = models.CharField(_("职权编码"), max_length=40)
    counterpart = models.CharField(_("对象"), max_length=8, choices=Counterpart.choices, default=Counterpart.ANY)
    tier = models.CharField(_("档次"), max_length=10, choices=Severity.choices)
    circumstances = models.CharField(_("适用情形"), max_length=400)
    fine_min = models.DecimalField(_("下限"), max_digits=14, decimal_places=2)
    fine_max = models.DecimalField(_("上限"), max_digits=14, decimal_places=2)
    amount_unit = models.CharField(_("单位"), max_length=18, choices=AmountUnit.choices, default=AmountUnit.YUAN)
    other_sanctions = models.CharField(_("其他措施"), max_length=200, blank=True, default="")
    document = models.CharField(_("基准文件"), max_length=160, blank=True, default="")
    published_on = models.DateField(_("公布日"), null=True, blank=True)
    valid_from = models.DateField(_("施行日"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    needs_confirmation = models.BooleanField(_("待确认"), default=False)

    class Meta:
        verbose_name = _("裁量基准")
        verbose_name_plural = _("裁量基准")
        ordering = ["item_code", "counterpart", "fine_min", "id"]
        indexes = [models.Index(fields=["item_code", "valid_from"], name="benchmark_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["item_code", "counterpart", "tier", "valid_from"], name="benchmark_tier_once"
            ),
            models.CheckConstraint(
                condition=Q(fine_min__gte=0) & Q(fine_max__gte=F("fine_min")), name="benchmark_range_whole"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | ~Q(document=""), name="benchmark_published_names_document"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="benchmark_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=Severity.values) & ~Q(amount_unit__in=["unset", "no_fine"]),
                name="benchmark_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} {Severity(self.tier).label}"


class DiscretionFactor(models.Model):
    """A circumstance that can be ticked: what it does, on which article, and by how much of the tier's width.

    ``share`` is a percentage of the width of the range, a setting of the city; it is marked until the city confirms it.
    """

    id: int
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    label = models.CharField(_("情节"), max_length=200)
    effect = models.CharField(_("作用"), max_length=16, choices=Effect.choices)
    share = models.DecimalField(_("调整幅度（%）"), max_digits=5, decimal_places=2, default=0)
    basis = models.CharField(_("依据"), max_length=120)
    rule_code = models.CharField(_("规则代码"), max_length=24, blank=True, default="")
    demands = models.CharField(_("需要的材料"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("启用"), default=True)
    needs_confirmation = models.BooleanField(_("待确认"), default=False)
    position = models.PositiveSmallIntegerField(_("次序"), default=1)

    class Meta:
        verbose_name = _("裁量情节")
        verbose_name_plural = _("裁量情节")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="factor_effect_known"),
            models.CheckConstraint(condition=Q(share__gte=0) & Q(share__lte=100), name="factor_share_is_a_percentage"),
            models.CheckConstraint(condition=~Q(basis=""), name="factor_names_its_ground"),
        ]

    def __str__(self) -> str:
        return self.label


class Departure(models.Model):
    """A wish to fine otherwise than the benchmark proposes, its reasons, and who approved it. Amounts in yuan."""

    id: int
    item_code = models.CharField(_("职权编码"), max_length=40)
    reference = models.CharField(_("案件编号"), max_length=40)
    counterpart = models.CharField(_("对象"), max_length=8, choices=Counterpart.choices)
    proposed = models.DecimalField(_("基准建议（元）"), max_digits=14, decimal_places=2)
    wanted = models.DecimalField(_("拟定数额（元）"), max_digits=14, decimal_places=2)
    is_below_minimum = models.BooleanField(_("低于法定下限"), default=False)
    reason = models.CharField(_("理由"), max_length=600)
    calculation = models.JSONField(_("计算过程"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=DepartureState.choices, default=DepartureState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_name = models.CharField(_("申请人姓名"), max_length=60)
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人")
    )
    decided_name = models.CharField(_("审批人姓名"), max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    opinion = models.CharField(_("审批意见"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("偏离裁量基准")
        verbose_name_plural = _("偏离裁量基准")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & Q(wanted__gte=0), name="departure_reasoned"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | (
                    Q(state__in=["approved", "refused"])
                    & Q(decided_by__isnull=False)
                    & Q(decided_at__isnull=False)
                    & ~Q(opinion="")
                ),
                name="departure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="departure_not_approved_by_asker"
            ),
            models.UniqueConstraint(
                fields=["reference", "item_code"], condition=Q(state="asked"), name="departure_one_open_wish"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.item_code}"
