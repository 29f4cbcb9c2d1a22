"""Compile the message catalogues of all rooms."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chengzhi.kernel.translations import CatalogueError, compile_all


class Command(BaseCommand):
    """Every stale .po of the package has its .mo afterwards; a faulty line is named with its file."""

    help = "把各模块的语言文件（.po）编译成程序读的 .mo，只编译有改动的。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="全部重新编译")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            written = compile_all(force=options["force"])
        except CatalogueError as error:
            raise CommandError(f"语言文件有一行读不懂，没有编译。请改这一行：{error}") from error
        self.stdout.write(f"编译了 {len(written)} 个语言文件。")
