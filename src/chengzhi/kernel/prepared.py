"""Hand-written reads that PostgreSQL plans once for each connection, for routes where planning is most of the work.

The statement goes past Django's cursor, which binds on the client and never prepares; it is still counted and shown
wherever Django counts and shows queries. Where DATABASE_PREPARE is off nothing is prepared.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Cursor

Row = tuple[Any, ...]


def fetch_row(sql: str, params: Sequence[Any]) -> Row | None:
    """Return the first row of a statement, or None."""
    with _executed(sql, params) as cursor:
        row: Row | None = cursor.fetchone()
    return row


def fetch_rows(sql: str, params: Sequence[Any]) -> list[Row]:
    """Return all rows of a statement."""
    with _executed(sql, params) as cursor:
        rows: list[Row] = cursor.fetchall()
    return rows


@contextmanager
def _executed(sql: str, params: Sequence[Any]) -> Iterator[Cursor[Row]]:
    """Give a cursor that has run the statement, as a prepared one; errors are Django's own."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw: Any = connection.connection
    begun = time.monotonic() if connection.queries_logged else 0.0
    with connection.wrap_database_errors, Cursor(raw) as cursor:
        cursor.execute(sql, params, prepare=True)
        yield cursor
    if begun:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - begun:.3f}"})
