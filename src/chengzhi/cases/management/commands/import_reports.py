"""``chengzhi import reports FILE``: take in reports from CSV, XLSX or Parquet."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from chengzhi.cases.services.imports import Mapping, import_reports, known_mapping, mapping_named
from chengzhi.cases.services.imports.mapping import changed
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.tabular import read_table


class Command(BaseCommand):
    """Every row of the file is taken once or stands in the reject file with its reason."""

    help = "导入诉求文件（CSV、XLSX、Parquet）。可以重复运行，不会重复；不能导入的行另存一个文件，逐行写明原因。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="要导入的文件")
        parser.add_argument("--channel", default="import", help="渠道代码（默认 import）")
        parser.add_argument("--mapping", default="", help="已保存的导入方案名称")
        parser.add_argument("--map", action="append", default=[], metavar="字段=列名", help="指明某个字段在哪一列")
        parser.add_argument("--category", default="", help="认不出小类时用哪个小类")
        parser.add_argument("--datum", default="cgcs2000", help="坐标系：cgcs2000、wgs84、gcj02、bd09")
        parser.add_argument("--rejects", type=Path, help="不能导入的行写到哪个文件（默认：文件名.rejects.csv）")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"没有找到文件 {path}。")
        rejects = options["rejects"] or path.with_name(path.name + ".rejects.csv")
        try:
            outcome = self._run(path, rejects, options)
        except ChengzhiError as error:
            raise CommandError(error.message) from error
        refused = len(outcome.refused)
        self.stdout.write(f"共 {outcome.rows} 行：新增 {outcome.taken}，已有 {outcome.known}，不能导入 {refused}。")
        if refused:
            self.stdout.write(f"不能导入的行在 {rejects}，每行写了原因。")

    def _run(self, path: Path, rejects: Path, options: dict[str, Any]) -> Any:
        columns = read_table(path, limit_rows=1).columns
        mapping = mapping_named(options["mapping"]) if options["mapping"] else _suggested(columns, options)
        pairs = dict(one.split("=", 1) for one in options["map"] if "=" in one)
        mapping = changed(mapping, pairs, columns)
        bar = Progress(
            SpinnerColumn(), TextColumn("{task.completed} 行"), TimeElapsedColumn(), disable=not options["verbosity"]
        )
        with bar:
            task = bar.add_task("导入", total=None)
            return import_reports(
                path,
                capacity=SYSTEM,
                channel=options["channel"],
                mapping=mapping,
                fallback=options["category"],
                reject_file=rejects,
                is_dry_run=options["dry_run"],
                progress=lambda rows: bar.update(task, completed=rows),
            )


def _suggested(columns: tuple[str, ...], options: dict[str, Any]) -> Mapping:
    """Return the mapping the columns suggest; where the caller names the column of the words, none need be known."""
    if any(one.startswith("words=") for one in options["map"]):
        return Mapping(columns={}, datum=options["datum"])
    found = known_mapping(columns)
    return Mapping(columns=found.columns, datum=options["datum"])
