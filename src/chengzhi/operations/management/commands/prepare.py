"""Makes database, catalogues and static files fit the code."""

import gc
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
        gc.disable()  # the models that migrations make are looked through again and again, and little is found
        try:
            prepare(demo=options["demo"], layout=here())
        finally:
            gc.enable()
