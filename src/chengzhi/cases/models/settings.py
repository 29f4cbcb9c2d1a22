"""What a city sets for itself in the loop: channels, dispatch rules and limits of stages."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import ChannelKind, Clock
from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import Category
from chengzhi.organisation.models import Unit


class Channel(models.Model):
    """A way by which reports come in (渠道)."""

    code = models.CharField(_("代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=60, blank=True, default="")
    kind = models.CharField(_("类型"), max_length=12, choices=ChannelKind)
    is_public = models.BooleanField(_("公众诉求"), default=False, help_text=_("公众诉求受理前一般要核实，办结后要回访"))
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("渠道")
        verbose_name_plural = _("渠道")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="channel_name_present"),
        ]

    def __str__(self) -> str:
        return self.name


class DispatchRule(models.Model):
    """Which unit is proposed for a category in an area; the most exact rule wins (派遣规则).

    An empty ``category`` stands for every category of the trade ``handler``; an empty ``division_code`` for the whole
    district. ``valid_to`` is the first day without the rule.
    """

    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+", verbose_name=_("小类"))
    handler = models.CharField(_("处置行业"), max_length=20, choices=HandlerKind, blank=True, default="")
    division_code = models.CharField(_("区划"), max_length=15, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("处置单位"))
    ground = models.CharField(_("依据"), max_length=200)
    is_ruling = models.BooleanField(_("来自裁定"), default=False)
    ruled_case_number = models.CharField(_("裁定案卷"), max_length=32, blank=True, default="")
    valid_from = models.DateField(_("生效"))
    valid_to = models.DateField(_("失效"), null=True)

    class Meta:
        verbose_name = _("派遣规则")
        verbose_name_plural = _("派遣规则")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="dispatch_rule_dates_in_order"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="dispatch_rule_ground_present"),
            models.CheckConstraint(
                condition=Q(category__isnull=False) | ~Q(handler=""), name="dispatch_rule_says_for_what"
            ),
            models.CheckConstraint(
                condition=~Q(is_ruling=True) | ~Q(ruled_case_number=""), name="dispatch_ruling_names_case"
            ),
        ]


class StageLimit(models.Model):
    """How long a stage may take in this city; the default stands in the procedure table."""

    clock = models.CharField(_("环节"), max_length=16, choices=Clock, unique=True)
    minutes = models.PositiveIntegerField(_("分钟"))
    is_working = models.BooleanField(_("按工作时间计"), default=False)
    schedule = models.CharField(_("计时方案"), max_length=24, default="default")

    class Meta:
        verbose_name = _("环节时限")
        verbose_name_plural = _("环节时限")
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="stage_limit_positive"),
            models.CheckConstraint(condition=Q(clock__in=Clock.values), name="stage_limit_clock_known"),
        ]
