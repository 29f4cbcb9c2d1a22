"""Accounts: how a person signs in. Who the person is and what they may do stands elsewhere."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no superuser in this system."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        """Return a new account with a hashed password, or an unusable one if none is given."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in of one person (GB/T 22239-2019, 8.1.4.1: unique, no shared accounts)."""

    username = models.CharField(_("账号"), max_length=64, unique=True)
    email = models.EmailField(_("邮箱"), blank=True, default="")
    is_active = models.BooleanField(_("启用"), default=True)
    language = models.CharField(_("界面语言"), max_length=8, default="zh-hans")
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = AccountManager()

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        constraints = [
            models.CheckConstraint(condition=~models.Q(username=""), name="account_username_present"),
            models.UniqueConstraint(Lower("username"), name="account_username_unique_any_case"),
            models.CheckConstraint(condition=models.Q(language__in=["zh-hans", "en"]), name="account_language_known"),
        ]

    def __str__(self) -> str:
        return self.username
