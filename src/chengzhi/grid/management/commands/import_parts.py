"""Import parts from a map file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.management.commands._importing import ImportCommand, told
from chengzhi.grid.services import check_parts, import_parts
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.tabular import DryRun


class Command(ImportCommand):
    """The parts of a file are in the register, each in the cell in which it lies."""

    help = "从地图文件导入部件：逐个说明每个要素的去向，按位置归入网格。"

    def planned(
        self, path: Path, options: LayerOptions, day: date, on_row: Callable[[], None]
    ) -> tuple[DryRun, list[str]]:
        plan = check_parts(capacity=SYSTEM, path=path, options=options, effective_on=day, on_row=on_row)
        return plan.dry_run, []

    def written(self, path: Path, options: LayerOptions, day: date, *, good_only: bool) -> str:
        return told(import_parts(capacity=SYSTEM, path=path, options=options, effective_on=day, good_only=good_only))
