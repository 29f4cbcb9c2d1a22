"""Runs the background worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.operations.worker import work


class Command(BaseCommand):
    """Jobs are taken from the queue until somebody asks to stop, whatever becomes of the database meanwhile."""

    help = "Run the background worker."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *_args: Any, **options: Any) -> None:
        work(options["concurrency"])
