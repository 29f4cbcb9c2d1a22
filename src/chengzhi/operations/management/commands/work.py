"""Runs the background worker."""

from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from chengzhi.operations.preparation import LOCK_KEY

GRACE_SECONDS = 8


class Command(BaseCommand):
    """Jobs are taken from the queue, but not while the database is still being prepared."""

    help = "Run the background worker."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *_args: Any, **options: Any) -> None:
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as patient:
            patient.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK_KEY])
        concurrency = f"--concurrency={options['concurrency']}"
        grace = f"--shutdown-graceful-timeout={GRACE_SECONDS}"
        call_command("procrastinate", "worker", concurrency, grace)
