"""What people told us, each in their own words, before and beside the case it belongs to."""

import secrets

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import CallbackWay, Satisfaction
from chengzhi.cases.models.cases import Case
from chengzhi.cases.models.settings import Channel


def follow_token() -> str:
    """Return a secret that lets a reporter follow the case without an account."""
    return secrets.token_urlsafe(16)


class Report(models.Model):
    """One report by one person or system (诉求); several may belong to one case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports", verbose_name=_("案卷"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False, verbose_name=_("来源"))
    external_ref = models.CharField(_("来源编号"), max_length=80, blank=True, default="")
    idempotency_key = models.CharField(_("幂等键"), max_length=64, blank=True, default="")
    words = models.TextField(_("诉求内容"))
    place = models.CharField(_("所说位置"), max_length=200, blank=True, default="")
    reporter_name = models.CharField(_("称呼"), max_length=60, blank=True, default="")
    reporter_phone = models.CharField(_("电话"), max_length=32, blank=True, default="")
    callback = models.CharField(_("回访方式"), max_length=8, choices=CallbackWay, default=CallbackWay.NONE)
    token = models.CharField(_("查询密钥"), max_length=32, default=follow_token, unique=True)
    is_joined = models.BooleanField(_("并入已有案卷"), default=False)
    received_at = models.DateTimeField(_("收到时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answer = models.CharField(_("答复"), max_length=400, blank=True, default="")
    satisfaction = models.CharField(_("评价"), max_length=12, choices=Satisfaction, blank=True, default="")
    opinion = models.CharField(_("意见"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["reporter_phone", "-received_at"], name="report_by_phone"),
            # Clerks type the last digits.
            models.Index(
                OpClass(Reverse("reporter_phone"), "text_pattern_ops"),
                condition=~Q(reporter_phone=""),
                name="report_by_last_digits",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_ref"], condition=~Q(external_ref=""), name="report_external_once"
            ),
            models.UniqueConstraint(
                fields=["idempotency_key"], condition=~Q(idempotency_key=""), name="report_key_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="report_words_present"),
            models.CheckConstraint(condition=Q(callback__in=CallbackWay.values), name="report_callback_known"),
            models.CheckConstraint(condition=Q(satisfaction__in=Satisfaction.values), name="report_satisfaction_known"),
        ]
