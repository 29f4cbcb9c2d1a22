"""Batches of imported cells or parts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.grid.enums import ImportKind
from chengzhi.grid.models.records import Recorded


class ImportBatch(Recorded):
    """One file brought in whole or in its good rows; it can be withdrawn until something refers to what it brought.

    ``counts`` holds the number of rows by fate; ``refused`` the rows left out, each with its reason.
    """

    kind = models.CharField(_("内容"), max_length=6, choices=ImportKind.choices)
    filename = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    datum = models.CharField(_("坐标基准"), max_length=10)
    effective_on = models.DateField(_("生效日期"))
    counts = models.JSONField(_("各类行数"), default=dict)
    refused = models.JSONField(_("未导入的行"), default=list)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_by = models.CharField(_("撤回人"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_batch_kind_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="import_batch_digest_shape"),
        ]
