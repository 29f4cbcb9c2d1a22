"""Import the announced holidays of a year, or of several, from a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chengzhi.kernel import calendar_import, calendars
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.settings_log import file_hash
from chengzhi.kernel.tabular import DryRun, read_table


class Command(BaseCommand):
    """Write a calendar file (date, is_workday, holiday_name) and declare its years announced."""

    help = _("导入放假安排：列为 date、is_workday、holiday_name 的 CSV 或 XLSX 文件")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("文件"))
        parser.add_argument("--source", default="", help=_("依据，例如国办通知的文号"))
        parser.add_argument("--dry-run", action="store_true", help=_("只说明会怎样，不写入"))
        parser.add_argument("--rejects", type=Path, help=_("把不能导入的行写到这个文件"))

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            run = calendar_import.preview_calendar(rows=read_table(options["file"]).rows)
            self._tell(run, options["rejects"])
            if not options["dry_run"]:
                rows = read_table(options["file"]).rows
                source = options["source"] or options["file"].name
                calendar_import.import_calendar(
                    capacity=SYSTEM, rows=rows, source=source, file_hash=file_hash(options["file"])
                )
        except BadInput as error:
            raise CommandError(error.message) from error
        self.stdout.write(_("日历已公布到 %(year)s 年。") % {"year": calendars.coverage()})

    def _tell(self, run: DryRun, rejects: Path | None) -> None:
        self.stdout.write("，".join(f"{fate.label} {count}" for fate, count in run.counts.items()))
        if rejects:
            run.write_reject_file(rejects)
        for row in run.refused[:20]:
            self.stderr.write(_("第 %(number)s 行：%(reason)s") % {"number": row.number, "reason": row.reason})
