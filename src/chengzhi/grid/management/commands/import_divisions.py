"""Import districts, streets and communities from a list or a map file."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.management.commands._importing import ImportCommand
from chengzhi.grid.services import check_divisions, import_divisions
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.tabular import DryRun, Fate


class Command(ImportCommand):
    """The divisions of a file hold from a day on; names keep their past, and old codes pass into new ones."""

    help = "从清单或地图文件导入区、街道、社区：先用 --dry-run 看每一行的去向，可以反复运行。"
    formats = "CSV、XLSX、GeoJSON、GeoPackage 或打包成 zip 的 Shapefile；要有代码和名称两列"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", default="", help="版本名，例如 2023；不写就用生效日期")
        parser.add_argument("--document", default="", help="区划调整的文号")

    def handle(self, *args: Any, **given: Any) -> None:
        self.edition, self.document = given["edition"], given["document"]
        super().handle(*args, **given)

    def planned(
        self, path: Path, options: LayerOptions, day: date, on_row: Callable[[], None]
    ) -> tuple[DryRun, list[str]]:
        plan = check_divisions(
            capacity=SYSTEM, path=path, options=options, effective_on=day, edition=self.edition, on_row=on_row
        )
        return plan.dry_run, plan.notes

    def written(self, path: Path, options: LayerOptions, day: date, *, good_only: bool) -> str:
        plan = import_divisions(
            capacity=SYSTEM,
            path=path,
            options=options,
            effective_on=day,
            edition=self.edition,
            document=self.document,
            good_only=good_only,
        )
        counts = plan.dry_run.counts
        return _("已导入：新增 %(new)s，修改 %(changed)s。") % {
            "new": counts[Fate.NEW],
            "changed": counts[Fate.CHANGED],
        }
