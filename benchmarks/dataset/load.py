"""Write the copies: from several processes, without triggers and indexes, which are made anew afterwards."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import psycopg
from psycopg import Connection, sql

from benchmarks.dataset.patterns import CASE, CHILDREN, WORDS, Copies, Pattern, moved, read_patterns, repeat
from benchmarks.dataset.plan import SEED, Plan, open_cases, plan
from benchmarks.dataset.rows import Table, split, write_rows

CHUNK = 20_000
TABLES = (CASE, *CHILDREN)
COUNTED = tuple(name for name in TABLES if name != WORDS)
"""Tables whose rows have numbers of their own."""

Say = Callable[[str], None]

INDEXES = """
SELECT pg_get_indexdef(i.indexrelid), format('DROP INDEX %%I', c.relname)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)
UNION ALL
SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
       format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])
"""

SETTLE = """
UPDATE cases_caseclock SET warned_at = warn_at
WHERE stopped_at IS NULL AND warned_at IS NULL AND warn_at <= now();
UPDATE cases_caseclock SET escalated_at = due_at
WHERE stopped_at IS NULL AND escalated_at IS NULL AND due_at <= now();
UPDATE kernel_outboxevent SET delivered_at = happened_at WHERE delivered_at IS NULL;
"""
"""What a worker would have done in the past: nobody is to be told today of a limit that ended last month."""


TAKEN = "SELECT left(number, 8), max(substr(number, 10)::int), count(*), count(*) FILTER (WHERE is_open) FROM cases_case GROUP BY 1"
MARK = "CREATE TABLE benchmark_mark AS SELECT max(id) AS last_case, now() AS made_at FROM cases_case"
"""Cases after the mark were made by a run: the next one takes them away again."""


@dataclass(slots=True)
class _Source:
    """What each process of the load reads once."""

    url: str
    tables: dict[str, Table]
    patterns: list[Pattern]
    plan: Plan
    first: dict[str, int]
    before: dict[str, Any]


_source: list[_Source] = []


def multiply(url: str, total: int, say: Say) -> None:
    """Bring the database at ``url`` from its played history to ``total`` cases."""
    began = time.monotonic()
    with psycopg.connect(url) as connection:
        source = _prepare(connection, url, total)
        remake = _without_indexes(connection)
        connection.commit()
        say(f"{len(source.patterns)} patterns, {len(source.plan)} copies planned, {time.monotonic() - began:.0f} s")
        _copy_all(source, say, began)
        _set_counters(connection, source.plan)
        connection.commit()
    _all_at_once(url, remake)
    say(f"indexes made, {time.monotonic() - began:.0f} s")
    with psycopg.connect(url) as connection:
        connection.execute(MARK)
        for statement in SETTLE.strip().split(";\n"):
            connection.execute(statement)
    _all_at_once(url, [f"VACUUM (FREEZE) {name}" for name in TABLES])
    _all_at_once(url, ["VACUUM ANALYZE"])
    say(f"vacuumed, {time.monotonic() - began:.0f} s")


def _prepare(connection: Connection[Any], url: str, total: int) -> _Source:
    tables, played = read_patterns(connection)
    days = connection.execute(TAKEN).fetchall()
    taken = {str(day): int(last) for day, last, _cases, _open in days}
    existing, standing = (sum(int(one[at]) for one in days) for at in (2, 3))
    patterns = moved(played, random.Random(SEED))
    for one in patterns:
        one.cut(tables)
    wanted = plan(patterns, total - existing, max(0, open_cases(total) - standing), taken)
    before = {name: _running(patterns, wanted, name) for name in COUNTED if name != CASE}
    first = {name: _highest(connection, name) + 1 for name in COUNTED}
    return _Source(url, tables, patterns, wanted, first, before)


def _running(patterns: list[Pattern], wanted: Plan, table: str) -> Any:
    """Return how many rows of the table all earlier copies have."""
    counts = np.array([one.count(table) for one in patterns])[wanted.patterns]
    return np.concatenate([[0], np.cumsum(counts)[:-1]])


def _highest(connection: Connection[Any], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _without_indexes(connection: Connection[Any]) -> list[str]:
    """Drop what slows the load, and return the statements that make it again."""
    names = list(TABLES)
    found = connection.execute(INDEXES, [names, names]).fetchall()
    for _make, drop in found:
        connection.execute(drop)
    return [str(make) for make, _drop in found]


def _copy_all(source: _Source, say: Say, began: float) -> None:
    _source[:] = [source]
    begins = range(0, len(source.plan), CHUNK)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        for done, _nothing in enumerate(pool.map(_copy_chunk, begins), 1):
            if done % 5 == 0 or done == len(begins):
                say(f"{min(done * CHUNK, len(source.plan))} cases, {time.monotonic() - began:.0f} s")


def _copy_chunk(begin: int) -> None:
    (source,) = _source
    rows = _rows(source, begin, min(begin + CHUNK, len(source.plan)))
    with psycopg.connect(source.url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        for name, parts in rows.items():
            lines = [line for _moments, many in parts for line in split(many)]
            order = np.argsort(np.concatenate([moments for moments, _many in parts]), kind="stable").tolist()
            write_rows(connection, source.tables[name], [lines[at] for at in order])


def _rows(source: _Source, begin: int, end: int) -> dict[str, list[tuple[Any, Any]]]:
    """Return the rows of one stretch of the plan by table."""
    which = source.plan.patterns[begin:end]
    rows: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for number in np.unique(which).tolist():
        at = np.flatnonzero(which == number) + begin
        pattern = source.patterns[number]
        copies = Copies(
            ids=source.first[CASE] + at,
            numbers=[source.plan.numbers[one] for one in at.tolist()],
            shifts=source.plan.shifts[at],
            first_ids={name: source.first[name] + counts[at] for name, counts in source.before.items()},
            rng=np.random.default_rng([SEED, begin, number]),
        )
        for name, parts in repeat(pattern, source.tables, copies).items():
            rows[name] += parts
    return rows


def _set_counters(connection: Connection[Any], wanted: Plan) -> None:
    for name in COUNTED:
        connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(name), sql.Identifier(name)
            )
        )
    for day, last in wanted.last_numbers.items():
        connection.execute(
            "INSERT INTO kernel_numberseries (code, period, last) VALUES ('case', %s, %s)"
            " ON CONFLICT (code, period) DO UPDATE SET last = greatest(kernel_numberseries.last, excluded.last)",
            [day, last],
        )


def _all_at_once(url: str, statements: list[str]) -> None:
    """Run statements that do not depend on each other on two connections."""
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_run, [url] * len(statements), statements))


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(statement)
