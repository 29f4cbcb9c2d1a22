"""Tokens by which programs act for a person, and the answers they were given."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.organisation.enums import TokenKind
from chengzhi.organisation.models.people import Appointment


class ApiToken(models.Model):
    """A key to the API for one person in one post, never wider than the post itself.

    Only the SHA-256 of the secret is kept. ``scopes`` and ``territory`` (a division or cell code prefix) narrow what
    the appointment may do. The row stays when the token ends: it says who let which program in, and until when.
    """

    digest = models.CharField(_("密钥摘要"), max_length=64, unique=True)
    prefix = models.CharField(_("开头"), max_length=12)
    label = models.CharField(_("用途"), max_length=60)
    kind = models.CharField(_("类型"), max_length=10, choices=TokenKind.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("账号")
    )
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name=_("任职"))
    scopes = ArrayField(models.CharField(max_length=30), verbose_name=_("范围"))
    territory = models.CharField(_("限于区划"), max_length=15, blank=True, default="")
    issued_at = models.DateTimeField(_("签发时间"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("签发账号")
    )
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("吊销时间"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("吊销账号")
    )
    last_used_on = models.DateField(_("最近使用日"), null=True)

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="api_token_digest_shape"),
            models.CheckConstraint(condition=~Q(label=""), name="api_token_has_a_purpose"),
            models.CheckConstraint(condition=Q(kind__in=TokenKind.values), name="api_token_kind_known"),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="api_token_opens_something"),
            models.CheckConstraint(condition=Q(territory__regex=r"^\d{0,15}$"), name="api_token_territory_shape"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="api_token_ends_after_issue"),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False), name="api_token_revoked_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.label}"


class ApiAnswer(models.Model):
    """What the API answered to an upload with an idempotency key, so that a repeated one gets the same answer."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("账号"))
    key = models.CharField(_("幂等键"), max_length=64)
    fingerprint = models.CharField(_("请求摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"))
    body = models.JSONField(_("答复"))
    answered_at = models.DateTimeField(_("答复时间"), db_index=True)

    class Meta:
        verbose_name = _("接口答复")
        verbose_name_plural = _("接口答复")
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="api_answer_once"),
            models.CheckConstraint(condition=~Q(key=""), name="api_answer_has_a_key"),
            models.CheckConstraint(condition=Q(status__range=(200, 299)), name="api_answer_was_success"),
        ]
