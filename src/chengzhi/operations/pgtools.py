"""PostgreSQL's own programs, pointed at the database that Django uses."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from django.db import connection
from psycopg import conninfo, sql

from chengzhi.config import env
from chengzhi.operations.cluster import EmbeddedServerError, binaries
from chengzhi.operations.errors import EnvironmentFault, OperationError
from chengzhi.operations.words import two

CONNECT_SECONDS = 3
NOT_OF_LIBPQ = {"password", "cursor_factory", "context", "prepare_threshold", "client_encoding"}


def program(name: str) -> str:
    """Return one of PostgreSQL's programs: from PG_BIN, from the wheel, or from the system."""
    given = env.text("PG_BIN")
    try:
        folder = Path(given) if given else binaries()
    except EmbeddedServerError:
        folder = Path()
    found = shutil.which(name, path=str(folder)) or shutil.which(name)
    if found is None:
        raise EnvironmentFault(
            two(
                f"找不到 {name}：请安装 postgresql-client，或用 PG_BIN 指明它所在的目录。",
                f"{name} is missing: install postgresql-client, or name its folder in PG_BIN.",
            )
        )
    return found


def target() -> str:
    """Return the address of Django's database for libpq, without the password."""
    given = connection.get_connection_params()
    return conninfo.make_conninfo(**{key: value for key, value in given.items() if key not in NOT_OF_LIBPQ})


def answer() -> str:
    """Return the version of the server that Django's database is on, past the pool, which would wait for it.

    Raises psycopg.Error when it does not answer within a few seconds.
    """
    password = connection.settings_dict.get("PASSWORD") or None
    with psycopg.connect(target(), password=password, connect_timeout=CONNECT_SECONDS) as one:
        return str(one.info.parameter_status("server_version"))


def environment() -> dict[str, str]:
    """Return the environment that carries the password, which must not stand on a command line."""
    password = connection.settings_dict.get("PASSWORD") or ""
    return {**os.environ, "PGPASSWORD": password, "PGTZ": "UTC", "PGOPTIONS": ""}


def run(name: str, arguments: Sequence[str | Path], output: IO[bytes]) -> None:
    """Run a program of PostgreSQL with its output going to a file; raises OperationError with what it said."""
    command = [program(name), *map(str, arguments)]
    done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, env=environment(), check=False)
    if done.returncode:
        raise OperationError(f"{name}: {done.stderr.decode(errors='replace').strip()[-2000:]}")


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one moment of the database for the block, so that counts and dump agree; give its name."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            yield str(cursor.fetchone()[0])
        finally:
            cursor.execute("ROLLBACK")


def tables() -> list[str]:
    """Return the names of all tables of this database's schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return [row[0] for row in cursor.fetchall()]


def row_counts() -> dict[str, int]:
    """Return the number of rows of every table."""
    counts = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            counts[name] = int(cursor.fetchone()[0])
    return counts
