"""A street calls departments to the spot, and each of them reports in (街道吹哨、部门报到)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import SummonsState, WhistleState
from chengzhi.cases.models.cases import Case
from chengzhi.evidence.models import Item
from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject
from chengzhi.organisation.models import Appointment, Unit


class WhistleStep(AbstractStep):
    """One step of a whistle."""

    subject = models.ForeignKey("Whistle", models.PROTECT, related_name="steps", verbose_name=_("吹哨"))
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name=_("任职"))

    class Meta(AbstractStep.Meta):
        verbose_name = _("吹哨记录")
        verbose_name_plural = _("吹哨记录")


class WhistleClock(AbstractClock):
    """A limit of a whistle."""

    subject = models.ForeignKey("Whistle", models.PROTECT, related_name="clocks", verbose_name=_("吹哨"))

    class Meta(AbstractClock.Meta):
        verbose_name = _("吹哨时限")
        verbose_name_plural = _("吹哨时限")


class Whistle(AbstractSubject):
    """A call of a street: what for, where to, at what time (吹哨单)."""

    procedure_name: ClassVar[str] = "whistle"
    step_model: ClassVar[type[AbstractStep]] = WhistleStep
    clock_model: ClassVar[type[AbstractClock]] = WhistleClock

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("吹哨单位"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="whistles", verbose_name=_("案卷"))
    matter = models.CharField(_("事由"), max_length=300)
    place = models.CharField(_("集合地点"), max_length=200)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    cell_code = models.CharField(_("网格"), max_length=15, blank=True, default="")
    gather_at = models.DateTimeField(_("集合时间"))
    report_hours = models.PositiveSmallIntegerField(_("反馈时限（小时）"), default=24)
    result = models.CharField(_("结果"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("吹哨")
        verbose_name_plural = _("吹哨")
        indexes = [models.Index(fields=["gather_at"], condition=Q(is_open=True), name="whistle_open")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WhistleState.values), name="whistle_state_known"),
            models.CheckConstraint(condition=~Q(matter="") & ~Q(place=""), name="whistle_says_what_and_where"),
            models.CheckConstraint(condition=Q(report_hours__range=(1, 720)), name="whistle_report_hours_sane"),
            models.CheckConstraint(condition=~Q(state="concluded") | ~Q(result=""), name="whistle_result_present"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.matter}"

    @property
    def state_label(self) -> str:
        return str(WhistleState(self.state).label)


class SummonsStep(AbstractStep):
    """One step of a summoned department."""

    subject = models.ForeignKey("Summons", models.PROTECT, related_name="steps", verbose_name=_("报到单"))
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name=_("任职"))

    class Meta(AbstractStep.Meta):
        verbose_name = _("报到记录")
        verbose_name_plural = _("报到记录")


class SummonsRun(AbstractClock):
    """A limit of a summons; lateness here counts in assessment."""

    subject = models.ForeignKey("Summons", models.PROTECT, related_name="clocks", verbose_name=_("报到单"))

    class Meta(AbstractClock.Meta):
        verbose_name = _("报到时限")
        verbose_name_plural = _("报到时限")


class Summons(AbstractSubject):
    """One department called by a whistle: it answers, comes, signs in on the spot and reports (报到单)."""

    procedure_name: ClassVar[str] = "summons"
    step_model: ClassVar[type[AbstractStep]] = SummonsStep
    clock_model: ClassVar[type[AbstractClock]] = SummonsRun

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="summonses", verbose_name=_("吹哨"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("部门"))
    coming = models.CharField(_("到场人"), max_length=60, blank=True, default="")
    signed_at = models.DateTimeField(_("签到时间"), null=True)
    signed_metres = models.PositiveIntegerField(_("签到距离（米）"), null=True)
    signed_photo = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", verbose_name=_("签到照片"))
    result = models.CharField(_("处理结果"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("报到单")
        verbose_name_plural = _("报到单")
        indexes = [models.Index(fields=["unit", "due_at"], condition=Q(is_open=True), name="summons_open_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["whistle", "unit"], name="summons_once_per_unit"),
            models.CheckConstraint(condition=Q(state__in=SummonsState.values), name="summons_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["present", "reported"]) | Q(signed_at__isnull=False),
                name="summons_present_means_signed",
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(SummonsState(self.state).label)
