"""Saves database and media into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.operations import archive


class Command(BaseCommand):
    """The archive is written under another name and renamed when it is whole."""

    help = "Save database and media into one file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keep", type=int, default=0)

    def handle(self, *_args: Any, **options: Any) -> None:
        archive.backup(options["file"], keep=options["keep"])
