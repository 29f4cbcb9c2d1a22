import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.models import Edition
from chengzhi.catalogue.services import import_standards, open_edition
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.tabular import DryRun

SHOWN = 20


class Command(BaseCommand):
    """The rows of a sheet of filing standards are in an edition, or only their fates are told with --dry-run."""

    help = "从 CSV 或 XLSX 表导入立案标准；先用 --dry-run 看每一行会怎样。有不能导入的行时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="立案标准表")
        parser.add_argument("--edition", required=True, help="导入到哪个分类版本（代码）；没有就新建，不采用")
        parser.add_argument("--edition-name", default="", help="新建版本的名称")
        parser.add_argument("--from", dest="valid_from", type=dt.date.fromisoformat, help="生效日期，默认今天")
        parser.add_argument(
            "--days", choices=[one.value for one in Reading], default=Reading.REFUSE.value, help="“天”和“小时”的含义"
        )
        parser.add_argument("--dry-run", action="store_true", help="只看结果，不写入")
        parser.add_argument("--reject-file", type=Path, help="把不能导入的行和原因写到这个 CSV")

    def handle(self, *_args: Any, **options: Any) -> None:
        day = options["valid_from"] or clock.now().date()
        try:
            with transaction.atomic():
                fates = self._imported(options, day)
                # A dry run does not even leave the edition it would have opened.
                transaction.set_rollback(options["dry_run"])
        except ChengzhiError as fault:
            raise CommandError(fault.message) from fault
        self._report(fates, options["reject_file"])

    def _imported(self, options: dict[str, Any], day: dt.date) -> DryRun:
        return import_standards(
            path=options["file"],
            edition=self._edition(options["edition"], options["edition_name"], day),
            capacity=SYSTEM,
            valid_from=day,
            reading=Reading(options["days"]),
            source=options["file"].name,
            is_dry_run=options["dry_run"],
        )

    def _edition(self, code: str, name: str, day: dt.date) -> Edition:
        known = Edition.objects.filter(code=code).first()
        return known or open_edition(capacity=SYSTEM, code=code, name=name or code, valid_from=day)

    def _report(self, fates: DryRun, reject_file: Path | None) -> None:
        self.stdout.write("，".join(f"{fate.label} {count}" for fate, count in fates.counts.items()))
        for row in fates.refused[:SHOWN]:
            self.stderr.write(_("第 %(number)d 行：%(reason)s") % {"number": row.number, "reason": row.reason})
        if reject_file and fates.refused:
            fates.write_reject_file(reject_file)
            self.stdout.write(_("不能导入的行写在 %(path)s，改好后可以再导入。") % {"path": reject_file})
        if fates.refused:
            raise CommandError(_("有 %(count)d 行不能导入。") % {"count": len(fates.refused)})
