"""The log of sign-ins that failed (GB/T 22239-2019, 8.1.4.3): kept for the audit administrator, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FailureReason(models.TextChoices):
    """Why nobody was let in."""

    WRONG = "wrong", _("账号或密码不对")
    LOCKED = "locked", _("失败太多，暂时锁定")
    INACTIVE = "inactive", _("账号已停用")


class SignInFailure(models.Model):
    """One sign-in that failed: the name that was tried, from where, when and why; the password is not kept."""

    username = models.CharField(_("所试账号"), max_length=64, blank=True, default="")
    address = models.GenericIPAddressField(_("来源地址"))
    reason = models.CharField(_("原因"), max_length=10, choices=FailureReason.choices)
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("登录失败")
        verbose_name_plural = _("登录失败记录")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=FailureReason.values), name="sign_in_failure_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.address}"
