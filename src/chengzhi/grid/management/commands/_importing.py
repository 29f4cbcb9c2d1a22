"""What the import commands share: arguments, progress, and the report of every fate."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import ImportBatch
from chengzhi.kernel.clock import now
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import DryRun, RowFate, write_reject_file

REFUSED_SOME = 2
MOST_SHOWN = 20


class ImportCommand(BaseCommand):
    """Reads a map file, tells the fate of every feature, and writes unless ``--dry-run``.

    Exit codes: 0 all well, 1 nothing could be read or written, 2 some features were refused.
    """

    formats = "GeoJSON、GeoPackage 或打包成 zip 的 Shapefile"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=self.formats)
        parser.add_argument("--datum", choices=[one.value for one in Datum], default=Datum.WGS84.value)
        parser.add_argument("--crs", default="", help="坐标系，例如 EPSG:4549；文件自带时不用写")
        parser.add_argument("--layer", default="", help="图层名")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="生效日期，例如 2026-01-01")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="字段对应的列")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--good-only", action="store_true", help="只导入合格的要素")
        parser.add_argument("--reject", type=Path, default=None, help="把不合格的要素写进这个 CSV 文件")

    def handle(self, *_args: Any, **given: Any) -> None:
        options = LayerOptions(
            datum=Datum(given["datum"]), crs=given["crs"], layer=given["layer"], mapping=_pairs(given["map"])
        )
        day = given["on"] or now().date()
        try:
            self._run(given["file"], options, day, given)
        except BadInput as error:
            raise CommandError("\n".join(word for words in error.errors.values() for word in words)) from None
        except FileNotFoundError:
            raise CommandError(_("没有这个文件：%(path)s") % {"path": given["file"]}) from None

    def _run(self, path: Path, options: LayerOptions, day: date, given: dict[str, Any]) -> None:
        console = Console(highlight=False)
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task(_("检查要素"), total=None)
            run, notes = self.planned(path, options, day, lambda: progress.advance(task))
        self._report(console, run, notes, given["reject"])
        if not given["dry_run"]:
            console.print(self.written(path, options, day, good_only=given["good_only"]), markup=False)
        if run.refused:
            raise CommandError(
                _("有 %(count)s 个要素没有导入。") % {"count": len(run.refused)}, returncode=REFUSED_SOME
            )

    def _report(self, console: Console, run: DryRun, notes: Sequence[str], reject: Path | None) -> None:
        table = Table(_("结果"), _("要素数"))
        for fate, count in run.counts.items():
            table.add_row(str(fate.label), str(count))
        console.print(table)
        for row in run.refused[:MOST_SHOWN]:
            console.print(_line(row), markup=False)
        for note in notes[:MOST_SHOWN]:
            console.print(_("注意：%(note)s") % {"note": note}, markup=False)
        if reject:
            write_reject_file(reject, run.refused)

    def planned(
        self, path: Path, options: LayerOptions, day: date, on_row: Callable[[], None]
    ) -> tuple[DryRun, list[str]]:
        """Return the fate of every feature and what a person should look at."""
        raise NotImplementedError

    def written(self, path: Path, options: LayerOptions, day: date, *, good_only: bool) -> str:
        """Write the file into the register, and say so."""
        raise NotImplementedError


def told(batch: ImportBatch) -> str:
    """Return the sentence that names the batch."""
    return _("已导入，批次 %(batch)s。") % {"batch": batch.pk}


def _line(row: RowFate) -> str:
    return _("第 %(number)s 个要素 %(key)s：%(why)s") % {"number": row.number, "key": row.key, "why": row.reason}


def _pairs(given: Sequence[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    bad = [field for field, equals, column in pairs if not (field and equals and column)]
    if bad:
        raise CommandError(_("--map 要写成 字段=列名，例如 code=BGCODE。"))
    return {field: column for field, _equals, column in pairs}
