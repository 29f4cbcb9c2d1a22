"""``write_docs``: bring the generated pages below docs/ up to date, or say which are stale."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chengzhi.kernel import generated_docs


class Command(BaseCommand):
    """Writes docs/procedures/ and docs/permissions.md; with --check writes nothing and fails when one is stale."""

    help = "生成程序图、审查表和权限页；--check 只检查是否过期。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--docs", type=Path, default=Path("docs"))

    def handle(self, *_args: Any, **options: Any) -> None:
        docs: Path = options["docs"]
        if not options["check"]:
            for path in generated_docs.write(docs):
                self.stdout.write(f"已更新 {docs / path}")
            return
        old = generated_docs.stale(docs)
        if old:
            raise CommandError("这些页过期了，请运行 python -m django write_docs：" + "、".join(map(str, old)))
