"""Brings a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.operations import restoration


class Command(BaseCommand):
    """Verified before anything is touched; refused onto what is not empty, unless told to overwrite."""

    help = "Restore a backup into an empty place, and verify it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite-existing", action="store_true")
        parser.add_argument("--verify-only", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verify_only"]:
            restoration.verify(options["file"])
        else:
            restoration.restore(options["file"], overwrite=options["overwrite_existing"])
