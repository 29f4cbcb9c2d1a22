"""Examines every part of the house."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.operations import examination
from chengzhi.operations.errors import OperationError
from chengzhi.operations.words import two


class Command(BaseCommand):
    """Prints what was found and what to do about it; fails when there is a fault."""

    help = "Examine every part and say what to do about each fault."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, **options: Any) -> None:
        faults = examination.run(as_json=options["as_json"])
        if faults:
            raise OperationError(two(f"有 {faults} 个故障", f"{faults} faults"))
