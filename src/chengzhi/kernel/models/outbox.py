"""Events waiting to be told to other rooms, written in the transaction that made them true."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """A fact in the past tense; the worker tells each subscriber once."""

    name = models.CharField(_("事件"), max_length=60)
    payload = models.JSONField(_("内容"))
    happened_at = models.DateTimeField(_("发生时间"))
    delivered_at = models.DateTimeField(_("送达时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("待送事件")
        verbose_name_plural = _("待送事件")
        indexes = [
            models.Index(fields=["happened_at", "id"], condition=models.Q(delivered_at=None), name="outbox_waiting"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="outbox_name_present")]


class OutboxDelivery(models.Model):
    """Proof that one handler has dealt with one event, so that nothing is told twice."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries", verbose_name=_("事件"))
    handler = models.CharField(_("处理者"), max_length=120)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("送达记录")
        verbose_name_plural = _("送达记录")
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once")]
