"""Import cells from a map file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.management.commands._importing import ImportCommand
from chengzhi.grid.models import ImportBatch
from chengzhi.grid.services import check_cells, import_cells
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.tabular import DryRun


class Command(ImportCommand):
    """The cells of a file are in the register; overlaps, gaps and slivers are named with their codes."""

    help = _("从地图文件导入网格")

    def check(
        self, path: Path, options: LayerOptions, day: date, on_row: Callable[[], None]
    ) -> tuple[DryRun, list[str]]:
        plan = check_cells(capacity=SYSTEM, path=path, options=options, effective_on=day, on_row=on_row)
        return plan.dry_run, [str(fault) for fault in plan.warnings]

    def write(self, path: Path, options: LayerOptions, day: date, *, good_only: bool) -> ImportBatch:
        return import_cells(capacity=SYSTEM, path=path, options=options, effective_on=day, good_only=good_only)
