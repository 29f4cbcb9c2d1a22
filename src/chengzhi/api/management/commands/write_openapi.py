"""``write_openapi``: bring docs/openapi.json up to date with the routes."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.api.document import document_text


class Command(BaseCommand):
    """Writes the OpenAPI document of ``/api/v1`` as it is published."""

    help = "按现有的接口写 docs/openapi.json。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--docs", type=Path, default=Path("docs"))

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["docs"] / "openapi.json"
        path.write_text(document_text(), encoding="utf-8")
        self.stdout.write(f"已更新 {path}")
