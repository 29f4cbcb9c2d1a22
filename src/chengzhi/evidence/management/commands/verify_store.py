from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.progress import track

from chengzhi.evidence.verification import check_files, count_files, unrecorded_files


class Command(BaseCommand):
    """Every recorded file has been read again and compared with its SHA-256 and SM3; exit code 1 if one differs."""

    help = "逐个重算媒体库文件的 SHA-256 和 SM3，与记录核对；有不符的退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="不显示进度条")

    def handle(self, *_args: Any, **options: Any) -> None:
        total = count_files()
        found = track(check_files(), _("核对媒体库"), total=total, disable=options["quiet"], transient=True)
        faults = [fault for fault in found if fault]
        for fault in faults:
            self.stderr.write(f"{fault.sha256}  {fault.words}")
        extra = sum(1 for _name in unrecorded_files())
        self.stdout.write(
            _("共 %(total)d 个文件，%(faults)d 个不符，另有 %(extra)d 个没有记录的文件。")
            % {"total": total, "faults": len(faults), "extra": extra}
        )
        if faults:
            raise CommandError(_("请从备份恢复不符的文件，恢复后再核对一次。"))
