"""Who did what to a certificate, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel import clock
from chengzhi.staffing.enums import CertificateActKind
from chengzhi.staffing.models.certificates import Certificate


class CertificateAct(models.Model):
    """One official act on a certificate: never changed, never removed (a trigger sees to it)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="acts", verbose_name=_("证件"))
    act = models.CharField(_("事项"), max_length=12, choices=CertificateActKind.choices)
    on = models.DateField(_("生效日"))
    reason = models.CharField(_("理由"), max_length=200)
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办账号")
    )
    actor = models.CharField(_("经办人"), max_length=120)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("证件变更记录")
        verbose_name_plural = _("证件变更记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=CertificateActKind.values), name="certificate_act_known"),
            models.CheckConstraint(condition=~Q(actor="") & ~Q(reason=""), name="certificate_act_words_present"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.on}"
