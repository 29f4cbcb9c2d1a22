"""Makes database, catalogues and static files fit the code, with one start of Django; what already fits is skipped."""

import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from chengzhi.operations import stamp
from chengzhi.operations.embedded import START_SECONDS
from chengzhi.operations.layout import Layout
from chengzhi.operations.quick_migration import quickly
from chengzhi.operations.stamp import Stamp
from chengzhi.operations.words import console, two

LOCK_KEY = 320613
LOCK_TIMEOUT = "10s"


def prepare(*, demo: bool, layout: Layout) -> Stamp:
    """Have everything fit the code, and say what was done; safe to run twice at once."""
    known = stamp.read(layout.stamp)
    wanted = Stamp(migrations=stamp.of_migrations(), catalogues=stamp.of_catalogues(), static=stamp.of_static())
    with _alone(), ThreadPoolExecutor(1) as beside:
        files = beside.submit(_files, wanted, known)
        _step(two("数据库结构", "Database structure"), _migrate)
        files.result()
        state = replace(wanted, database=stamp.of_database(settings.DATABASE_URL))
        state.write(layout.stamp)
        return _load_demo(state, known, layout) if demo else state


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second preparation of the same database waiting; wait ourselves for a server that is starting."""
    until = time.monotonic() + START_SECONDS
    while not _answers(settings.DATABASE_URL) and time.monotonic() < until:
        time.sleep(0.02)
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        yield


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _files(wanted: Stamp, known: Stamp) -> None:
    """Compile catalogues and collect static files where they have changed; needs no database."""
    if stamp.stale_catalogues():
        _step(two("语言包", "Catalogues"), lambda: call_command("compile_catalogues", stdout=io.StringIO()))
    if wanted.static != known.static or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        _step(two("静态文件", "Static files"), _collect)


def _migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    with quickly():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def _collect() -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def _load_demo(state: Stamp, known: Stamp, layout: Layout) -> Stamp:
    """Load the demo city once into one database; a database that was replaced gets it again."""
    same = known.demo and known.database.split("-")[0] == state.database.split("-")[0]
    if not same and "load_demo" in get_commands():
        _step(two("演示城市", "Load the demo city"), lambda: call_command("load_demo"))
    state = replace(state, demo=True)
    state.write(layout.stamp)
    return state


def _step(name: str, work: Callable[[], object]) -> None:
    began = time.monotonic()
    work()
    console.print(f"  [green]✓[/] {name} [dim]{time.monotonic() - began:.1f} s[/]")
