"""Abstract rows every procedure stands on: the subject, its append-only steps and its clocks."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import ActorKind


class AbstractSubject(models.Model):
    """Something that moves through a procedure; only ``advance()`` may change ``state``.

    ``due_at`` and ``warn_at`` copy the running stage clock that ends first, so that lists need no join.
    """

    procedure_name: ClassVar[str]
    step_model: ClassVar[type["AbstractStep"]]
    clock_model: ClassVar[type["AbstractClock"]]

    id: int
    number = models.CharField(_("编号"), max_length=32, unique=True)
    state = models.CharField(_("状态"), max_length=24)
    is_open = models.BooleanField(_("未办结"), default=True)
    procedure_version = models.PositiveSmallIntegerField(_("程序版本"), default=1)
    step_seq = models.PositiveIntegerField(_("步数"), default=0)
    step_hash = models.CharField(_("末步摘要"), max_length=64, blank=True, default="")
    due_at = models.DateTimeField(_("本环节到期"), null=True)
    warn_at = models.DateTimeField(_("本环节预警"), null=True)
    is_clock_paused = models.BooleanField(_("计时暂停"), default=False)
    remaining_seconds = models.IntegerField(_("暂停时剩余秒数"), null=True)
    opened_at = models.DateTimeField(_("开始时间"))
    moved_at = models.DateTimeField(_("最近一步"))
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        abstract = True


class AbstractStep(models.Model):
    """One official act: who, in which post, when, on what ground, with what; never changed afterwards.

    The concrete model adds ``subject`` and ``appointment``. ``used_seconds`` and ``limit_seconds`` tell
    how much of the stage's limit the act that ended the stage had used.
    """

    id: int
    subject_id: int
    appointment_id: int | None
    objects: ClassVar["models.Manager[Self]"]

    seq = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("步骤"), max_length=40)
    from_state = models.CharField(_("原状态"), max_length=24, blank=True, default="")
    to_state = models.CharField(_("新状态"), max_length=24)
    actor_kind = models.CharField(_("行为人类型"), max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("账号")
    )
    actor_name = models.CharField(_("姓名"), max_length=60, blank=True, default="")
    post_name = models.CharField(_("岗位"), max_length=60, blank=True, default="")
    unit_name = models.CharField(_("单位"), max_length=120, blank=True, default="")
    taken_at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("记录时间"), auto_now_add=True)
    version = models.PositiveSmallIntegerField(_("程序版本"))
    ground = models.CharField(_("依据"), max_length=200, blank=True, default="")
    data = models.JSONField(_("内容"), default=dict)
    documents = models.JSONField(_("文书"), default=list)
    used_seconds = models.IntegerField(_("用时秒"), null=True)
    limit_seconds = models.IntegerField(_("限时秒"), null=True)
    idempotency_key = models.CharField(_("幂等键"), max_length=64, blank=True, default="")
    prev_hash = models.CharField(_("前步摘要"), max_length=64, blank=True, default="")
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        abstract = True
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="%(class)s_seq_once"),
            models.UniqueConstraint(
                fields=["subject", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="%(class)s_key_once",
            ),
            models.CheckConstraint(condition=Q(hash__regex="^[0-9a-f]{64}$"), name="%(class)s_hash_whole"),
            models.CheckConstraint(
                condition=Q(actor_kind__in=[k.value for k in ActorKind]), name="%(class)s_actor_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(actor_kind="person") | Q(account__isnull=False), name="%(class)s_person_signed_in"
            ),
        ]


class AbstractClock(models.Model):
    """One run of one limit: started, paused, resumed, extended, stopped; the record outlives the run.

    Times in seconds are working seconds where ``is_working``, else plain seconds.
    """

    id: int
    subject_id: int
    objects: ClassVar["models.Manager[Self]"]

    name = models.CharField(_("时限"), max_length=24)
    is_working = models.BooleanField(_("按工作时间计"), default=False)
    schedule = models.CharField(_("计时方案"), max_length=24, default="default")
    limit_seconds = models.PositiveIntegerField(_("限时秒"))
    extended_seconds = models.PositiveIntegerField(_("延期秒"), default=0)
    started_at = models.DateTimeField(_("开始"))
    due_at = models.DateTimeField(_("到期"), null=True)
    warn_at = models.DateTimeField(_("预警"), null=True)
    paused_at = models.DateTimeField(_("暂停于"), null=True)
    remaining_seconds = models.IntegerField(_("暂停时剩余秒"), null=True)
    paused_seconds = models.PositiveIntegerField(_("累计暂停秒"), default=0)
    pauses = models.PositiveSmallIntegerField(_("暂停次数"), default=0)
    stopped_at = models.DateTimeField(_("停止"), null=True)
    used_seconds = models.IntegerField(_("用时秒"), null=True)
    is_late = models.BooleanField(_("超时"), null=True)
    is_provisional = models.BooleanField(_("日历未公布，暂定"), default=False)
    warned_at = models.DateTimeField(_("已预警"), null=True)
    escalated_at = models.DateTimeField(_("已上报超时"), null=True)
    reason = models.CharField(_("规则"), max_length=200, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name"], condition=Q(stopped_at=None), name="%(class)s_one_running"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=False) | Q(due_at__isnull=False) | Q(paused_at__isnull=False),
                name="%(class)s_due_or_paused",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(remaining_seconds__isnull=False),
                name="%(class)s_pause_keeps_rest",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")), name="%(class)s_ends_after_start"
            ),
        ]

    @property
    def total_seconds(self) -> int:
        """Limit and extensions together."""
        return self.limit_seconds + self.extended_seconds

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}" if self.due_at else self.name


def concrete(model: type[Any]) -> str:
    """Return the table of a model, for the guard triggers."""
    return str(model._meta.db_table)
