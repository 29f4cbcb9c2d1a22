"""Import cells from a map file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.management.commands._importing import ImportCommand, told
from chengzhi.grid.services import check_cells, import_cells
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.tabular import DryRun


class Command(ImportCommand):
    """The cells of a file are in the register; overlaps, gaps and slivers are named with their codes."""

    help = "从地图文件导入网格：逐个说明每个要素的去向，重叠、空隙、碎缝都报出编码。"

    def planned(
        self, path: Path, options: LayerOptions, day: date, on_row: Callable[[], None]
    ) -> tuple[DryRun, list[str]]:
        plan = check_cells(capacity=SYSTEM, path=path, options=options, effective_on=day, on_row=on_row)
        return plan.dry_run, [str(fault) for fault in plan.warnings]

    def written(self, path: Path, options: LayerOptions, day: date, *, good_only: bool) -> str:
        return told(import_cells(capacity=SYSTEM, path=path, options=options, effective_on=day, good_only=good_only))
