"""Hand-written statements that PostgreSQL plans once for each connection, for routes where planning is most of the work.

A statement goes past Django's cursor, which binds on the client and never prepares; it is still counted and shown
wherever Django counts and shows queries. Where DATABASE_PREPARE is off nothing is prepared. Raises Django's own errors.
"""

import time
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]


def fetch_row(sql: str, params: Sequence[Any]) -> Row | None:
    """Return the first row of a statement, or None."""
    return next(iter(fetch_rows(sql, params)), None)


def fetch_rows(sql: str, params: Sequence[Any]) -> list[Row]:
    """Return all rows of a statement."""
    return send_together([(sql, params)])[0]


def send_together(statements: Sequence[Statement]) -> list[list[Row]]:
    """Run statements in one round trip inside the present transaction and return the rows each gave.

    Raises the error of the first statement that fails; those after it are not run.
    """
    link = ready_link()
    begun = time.monotonic()
    with connection.wrap_database_errors:
        # A pipeline of one would only cost the time to open and close it.
        with link.pipeline() if len(statements) > 1 else nullcontext():
            asked = [psycopg.Cursor(link).execute(sql, params, prepare=True) for sql, params in statements]
        found = [cursor.fetchall() if cursor.description else [] for cursor in asked]
    note([sql for sql, _params in statements], time.monotonic() - begun)
    return found


def ready_link() -> "psycopg.Connection[Row]":
    """Return psycopg's own connection, opened if need be, as Django's cursor would have it."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    link: psycopg.Connection[Row] = connection.connection
    return link


def note(statements: Sequence[str], seconds: float) -> None:
    """Let Django's log of statements see these too, so that pinned counts stay true; they share the time evenly."""
    if connection.queries_logged:
        share = f"{seconds / max(len(statements), 1):.3f}"
        connection.queries_log.extend({"sql": sql, "time": share} for sql in statements)
