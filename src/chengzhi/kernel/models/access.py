"""Roles as data, and the log of who looked at personal data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import Scope


class Role(models.Model):
    """A named bundle of permissions that posts refer to; code never asks for a role's name."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("角色"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=60, blank=True, default="")
    exclusive_group = models.CharField(
        _("互斥组"), max_length=20, blank=True, default="", help_text=_("同一组的角色不能由同一人担任")
    )

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="role_name_present")]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One permission of one role, as far as ``scope`` reaches."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants", verbose_name=_("角色"))
    permission = models.CharField(_("权限"), max_length=80)
    scope = models.CharField(_("范围"), max_length=12, choices=[(one.value, one.value) for one in Scope])

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_grant_once"),
            models.CheckConstraint(
                condition=models.Q(scope__in=[one.value for one in Scope]), name="role_grant_scope_known"
            ),
        ]


class PersonalDataAccess(models.Model):
    """One look at personal data, allowed or refused, with the purpose the viewer stated."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("账号"))
    appointment_ref = models.BigIntegerField(_("任职"), null=True)
    actor_name = models.CharField(_("姓名"), max_length=60, blank=True, default="")
    purpose = models.CharField(_("用途"), max_length=200)
    subject_kind = models.CharField(_("对象类型"), max_length=40)
    subject_ref = models.CharField(_("对象"), max_length=60)
    field = models.CharField(_("字段"), max_length=60)
    allowed = models.BooleanField(_("允许"))
    at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("个人信息访问")
        verbose_name_plural = _("个人信息访问日志")
        constraints = [models.CheckConstraint(condition=~models.Q(purpose=""), name="access_purpose_present")]
