"""Makes database, catalogues and static files fit the code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.operations.layout import here
from chengzhi.operations.preparation import prepare


class Command(BaseCommand):
    """What already fits is skipped; with --demo the demo city is loaded once."""

    help = "Make database, catalogues and static files fit the code."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        prepare(demo=options["demo"], layout=here())
