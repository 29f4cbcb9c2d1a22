"""Who wrote a row, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.clock import now


class Recorded(models.Model):
    """A row that tells who wrote it: the name as it was then, and the appointment it was done in."""

    recorded_at = models.DateTimeField(_("记录时间"), default=now)
    recorded_by = models.CharField(_("记录人"), max_length=80, blank=True, default="")
    appointment = models.ForeignKey(
        "organisation.Appointment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("记录人任职"),
    )

    class Meta:
        abstract = True
