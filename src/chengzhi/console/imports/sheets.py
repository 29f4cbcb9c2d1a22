"""What came in from files as workbooks: batches of cells and parts, imports of reports."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.models import ReportImport
from chengzhi.cases.permissions import Permission as Loop
from chengzhi.cases.selectors.settings import every_report_import
from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.imports.batches import RIGHTS, every_batch
from chengzhi.grid.models import ImportBatch
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind

N = ColumnKind.NUMBER


def _batches(viewer: Capacity, _given: Mapping[str, str]) -> Sheet:
    columns = [
        Column(_("批次"), N), Column(_("文件"), width=36), Column(_("内容")), Column(_("生效日"), ColumnKind.DATE),
        Column(_("新增"), N), Column(_("修改"), N), Column(_("没导入"), N), Column(_("导入人"), width=24),
        Column(_("导入时间"), ColumnKind.MOMENT), Column(_("撤回时间"), ColumnKind.MOMENT), Column(_("撤回人"), width=24),
    ]  # fmt: skip
    return rows_of(every_batch(viewer), _batch, columns)


def _batch(one: ImportBatch) -> list[Any]:
    counts = [one.counts.get(name, 0) for name in ("new", "changed", "refused")]
    return [
        one.pk, one.filename, one.get_kind_display(), one.effective_on, *counts, one.recorded_by, one.recorded_at,
        one.withdrawn_at, one.withdrawn_by,
    ]  # fmt: skip


def _runs(viewer: Capacity, _given: Mapping[str, str]) -> Sheet:
    columns = [
        Column(_("文件"), width=36), Column(_("渠道")), Column(_("行数"), N), Column(_("新增"), N), Column(_("已有"), N),
        Column(_("没导入"), N), Column(_("导入人"), width=24), Column(_("导入时间"), ColumnKind.MOMENT),
    ]  # fmt: skip
    return rows_of(every_report_import(viewer), _run, columns)


def _run(one: ReportImport) -> list[Any]:
    return [one.filename, one.channel_code, one.rows, one.taken, one.known, one.refused, one.by_name, one.at]


BATCHES = Listing(
    name="batches",
    label=gettext_lazy("导入过的网格和部件"),
    page=("imports",),
    read=_batches,
    rights=tuple(RIGHTS.values()),
)
RUNS = Listing(
    name="report_imports", label=gettext_lazy("导入过的诉求"), page=("imports",), read=_runs, rights=(Loop.IMPORT,)
)
IMPORTS = (BATCHES, RUNS)
