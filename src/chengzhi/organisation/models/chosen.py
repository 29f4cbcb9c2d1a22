"""What people chose for themselves, so that they need not choose it again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chengzhi.organisation.models.people import Appointment


class LastCapacity(models.Model):
    """The appointment in which an account acted last (上次身份): the next sign-in begins there while it has power.

    A convenience and no record: it goes with the account or the appointment, and grants nothing by itself.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("账号")
    )
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+", verbose_name=_("任职"))

    class Meta:
        verbose_name = _("上次身份")
        verbose_name_plural = _("上次身份")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.appointment_id}"
