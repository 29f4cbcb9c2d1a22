"""Work inside a case that has an asker and an answerer: field tasks, requests, joint units, supervision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import RequestKind, SupervisionLevel, TaskKind
from chengzhi.cases.models.cases import Case
from chengzhi.organisation.models import Appointment, Unit


class FieldTask(models.Model):
    """A collector sent to the spot: 核实 before filing, 核查 after handling."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks", verbose_name=_("案卷"))
    kind = models.CharField(_("类型"), max_length=8, choices=TaskKind)
    assignee = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name=_("采集员"))
    note = models.CharField(_("要求"), max_length=200, blank=True, default="")
    asked_at = models.DateTimeField(_("发出"))
    asked_seq = models.PositiveIntegerField(_("发出步骤"))
    answered_at = models.DateTimeField(_("回复"), null=True)
    answered_seq = models.PositiveIntegerField(_("回复步骤"), null=True)
    is_positive = models.BooleanField(_("属实或通过"), null=True)

    class Meta:
        verbose_name = _("核实核查任务")
        verbose_name_plural = _("核实核查任务")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["assignee", "asked_at"], condition=Q(answered_at=None), name="task_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="task_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_seq=None) | Q(answered_at__isnull=False),
                name="task_answer_whole",
            ),
            models.CheckConstraint(condition=Q(kind__in=TaskKind.values), name="task_kind_known"),
        ]


class CaseRequest(models.Model):
    """Something asked for and decided by another: extension, hold, voiding, appeal against lateness."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests", verbose_name=_("案卷"))
    kind = models.CharField(_("类型"), max_length=10, choices=RequestKind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("申请单位"))
    reason = models.CharField(_("理由"), max_length=400)
    hours = models.PositiveIntegerField(_("申请小时数"), null=True)
    until = models.DateField(_("挂账到"), null=True)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_seq = models.PositiveIntegerField(_("申请步骤"))
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_seq = models.PositiveIntegerField(_("审批步骤"), null=True)
    is_granted = models.BooleanField(_("同意"), null=True)
    opinion = models.CharField(_("意见"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("申请")
        verbose_name_plural = _("申请")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(decided_at=None), name="request_one_open"),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="request_reason_present"),
            models.CheckConstraint(condition=~Q(kind="extension") | Q(hours__gt=0), name="request_extension_has_hours"),
        ]
        indexes = [
            # Holds whose day has come, for the dispatcher's list.
            models.Index(fields=["kind", "until", "case"], condition=Q(is_granted=True), name="request_granted_until"),
        ]


class JointUnit(models.Model):
    """A unit that helps the lead unit with its own part of a case (联办)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="joint_units", verbose_name=_("案卷"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("协办单位"))
    part = models.CharField(_("分工"), max_length=200)
    asked_at = models.DateTimeField(_("交办"))
    done_at = models.DateTimeField(_("办毕"), null=True)
    result = models.CharField(_("结果"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("联办单位")
        verbose_name_plural = _("联办单位")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], name="joint_unit_once"),
            models.CheckConstraint(condition=~Q(part=""), name="joint_unit_has_part"),
        ]


class Supervision(models.Model):
    """A supervision order and its reply (督办): an opinion that the unit must answer."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="supervisions", verbose_name=_("案卷"))
    level = models.CharField(_("级别"), max_length=10, choices=SupervisionLevel)
    opinion = models.CharField(_("督办意见"), max_length=400)
    by_name = models.CharField(_("督办人"), max_length=60)
    asked_at = models.DateTimeField(_("督办时间"))
    reply = models.CharField(_("回复"), max_length=400, blank=True, default="")
    replied_at = models.DateTimeField(_("回复时间"), null=True)
    lifted_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="supervision_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(level__in=[one for one in SupervisionLevel.values if one]), name="supervision_level_named"
            ),
            models.CheckConstraint(condition=~Q(opinion=""), name="supervision_opinion_present"),
        ]
