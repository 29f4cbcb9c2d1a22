"""Makes database, catalogues and static files fit the code, in one process with one start of Django; what already fits is skipped."""

import time
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from chengzhi.operations import stamp
from chengzhi.operations.layout import Layout
from chengzhi.operations.stamp import Stamp
from chengzhi.operations.words import console, two

LOCK_KEY = 320613
LOCK_TIMEOUT = "10s"


def prepare(*, demo: bool, layout: Layout) -> Stamp:
    """Have everything fit the code, and say what was done; safe to run twice at once."""
    known = stamp.read(layout.stamp)
    wanted = Stamp(migrations=stamp.of_migrations(), catalogues=stamp.of_catalogues(), static=stamp.of_static())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
    if wanted.catalogues != known.catalogues and "compile_catalogues" in get_commands():
        _step(two("编译语言包", "Compile catalogues"), lambda: call_command("compile_catalogues", verbosity=0))
    _step(two("数据库结构", "Migrate the database"), _migrate)
    if wanted.static != known.static or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        _step(two("静态文件", "Collect static files"), _collect)
    state = replace(wanted, database=stamp.of_database(settings.DATABASE_URL))
    state.write(layout.stamp)
    if demo:
        state = _load_demo(state, known, layout)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    return state


def _migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
    call_command("migrate", verbosity=0, interactive=False)


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
