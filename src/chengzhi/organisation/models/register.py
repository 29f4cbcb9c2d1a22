"""Who did what to the register, and the counter that tells caches that something changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel import clock
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models.people import Person
from chengzhi.organisation.models.units import Unit


class RegisterAct(models.Model):
    """One official act on the register: never changed, never removed (a trigger sees to it)."""

    act = models.CharField(_("事项"), max_length=24, choices=ActKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name=_("机构"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name=_("人员")
    )
    on = models.DateField(_("生效日"))
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")
    note = models.CharField(_("内容"), max_length=400, blank=True, default="")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办账号")
    )
    actor = models.CharField(_("经办人"), max_length=120)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("机构人员变更记录")
        verbose_name_plural = _("机构人员变更记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=ActKind.values), name="register_act_known"),
            models.CheckConstraint(condition=~Q(actor=""), name="register_act_has_an_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.on}"


class RegisterVersion(models.Model):
    """One row: a number that every write to the register raises, and the day today's values were last brought up.

    The number comes from a sequence, so that no rolled-back value is ever given out again.
    """

    number = models.BigIntegerField(_("版本号"))
    refreshed_on = models.DateField(_("现行值更新日"), null=True)

    class Meta:
        verbose_name = _("登记版本")
        verbose_name_plural = _("登记版本")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="register_version_is_one_row")]
