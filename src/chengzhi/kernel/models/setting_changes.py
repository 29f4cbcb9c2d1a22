"""The log of changed settings: what decides deadlines and duties, who changed it and how; only ever added to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChangeAct(models.TextChoices):
    """What was done to a setting."""

    CREATED = "created", _("增设")
    CHANGED = "changed", _("修改")
    WITHDRAWN = "withdrawn", _("停用或撤销")
    IMPORTED = "imported", _("导入")


class SettingsChange(models.Model):
    """One change of one setting, or one import of many: the names are those of the moment, whatever they are today.

    ``before`` and ``after`` hold only what differs, by the name of the fact; of an import, by row and then by fact, for
    the first rows. ``summary`` counts the rows of an import by fate, and ``file_hash`` is the SHA-256 of its file.
    """

    at = models.DateTimeField(_("时间"), db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    account_name = models.CharField(_("账号名"), max_length=150, blank=True, default="")
    appointment_ref = models.BigIntegerField(_("任职"), null=True)
    person_name = models.CharField(_("姓名"), max_length=80, blank=True, default="")
    post_name = models.CharField(_("岗位"), max_length=80, blank=True, default="")
    unit_name = models.CharField(_("机构"), max_length=80, blank=True, default="")
    setting = models.CharField(_("设置"), max_length=40)
    key = models.CharField(_("键"), max_length=120, blank=True, default="")
    label = models.CharField(_("哪一项"), max_length=200)
    act = models.CharField(_("动作"), max_length=10, choices=ChangeAct.choices)
    before = models.JSONField(_("原来"), default=dict)
    after = models.JSONField(_("改为"), default=dict)
    summary = models.JSONField(_("导入结果"), default=dict)
    source = models.CharField(_("来源"), max_length=300, blank=True, default="")
    file_hash = models.CharField(_("文件摘要"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("设置变更")
        verbose_name_plural = _("设置变更记录")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["setting", "-at"], name="setting_change_of")]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=ChangeAct.values), name="setting_change_act_known"),
            models.CheckConstraint(condition=~Q(setting="") & ~Q(label=""), name="setting_change_says_of_what"),
            models.CheckConstraint(
                condition=~Q(before={}) | ~Q(after={}) | ~Q(summary={}), name="setting_change_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(file_hash__regex=r"^([0-9a-f]{64})?$"), name="setting_change_hash_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting} {self.key}"
