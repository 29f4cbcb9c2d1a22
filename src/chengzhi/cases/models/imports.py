"""How a city's files are read, kept for the next time, and what each import did."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """Which column of a known kind of file says what (导入方案)."""

    name = models.CharField(_("方案名称"), max_length=60, unique=True)
    columns = models.JSONField(_("列对应"), help_text=_("字段到列名"))
    categories = models.JSONField(_("小类对应"), default=dict, help_text=_("来源类别到本市小类"))
    fallback = models.CharField(_("认不出时的小类"), max_length=60, blank=True, default="")
    datum = models.CharField(_("坐标系"), max_length=10, default="cgcs2000")

    class Meta:
        verbose_name = _("导入方案")
        verbose_name_plural = _("导入方案")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="import_mapping_named")]

    def __str__(self) -> str:
        return self.name


class ReportImport(models.Model):
    """One run of an import: every row of the file is taken, was known already, or was refused."""

    filename = models.CharField(_("文件"), max_length=200)
    channel_code = models.CharField(_("渠道"), max_length=24)
    rows = models.PositiveIntegerField(_("行数"))
    taken = models.PositiveIntegerField(_("新增"))
    known = models.PositiveIntegerField(_("已有"))
    refused = models.PositiveIntegerField(_("不能导入"))
    by_name = models.CharField(_("导入人"), max_length=60, blank=True, default="")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows=F("taken") + F("known") + F("refused")), name="report_import_sums_agree"
            ),
        ]
