"""Where the last number of each series stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number given out in one series; ``period`` is a year (2026) or a day (20261123)."""

    code = models.CharField(_("编号序列"), max_length=80)
    period = models.PositiveIntegerField(_("年度或日期"))
    last = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [
            models.UniqueConstraint(fields=["code", "period"], name="number_series_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="number_series_code_present"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"
