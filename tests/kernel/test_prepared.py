"""Statements past Django's cursor: same answers, counted, with Django's errors."""

from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from chengzhi.kernel.prepared import fetch_row, fetch_rows, ready_link, send_together

pytestmark = pytest.mark.django_db


def test_rows_and_one_row_come_as_tuples() -> None:
    assert fetch_rows("SELECT n FROM generate_series(1, %s) n", [3]) == [(1,), (2,), (3,)]
    assert fetch_row("SELECT %s::int + 1, 'x'", [1]) == (2, "x")
    assert fetch_row("SELECT 1 WHERE FALSE", []) is None


def test_each_statement_is_counted(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2) as caught:
        fetch_row("SELECT 1", [])
        fetch_rows("SELECT 2", [])
    assert [one["sql"] for one in caught.captured_queries] == ["SELECT 1", "SELECT 2"]


def test_nothing_is_noted_where_nobody_counts() -> None:
    before = len(connection.queries_log)
    fetch_row("SELECT 1", [])
    assert len(connection.queries_log) == before


def test_a_statement_may_be_asked_many_times_with_other_values() -> None:
    assert [fetch_row("SELECT %s::int", [n]) for n in range(20)] == [(n,) for n in range(20)]


@pytest.mark.parametrize(
    ("sql", "error"), [("SELECT nothing_there", ProgrammingError), ("SELECT 1/%s::int", DataError)]
)
def test_errors_are_those_of_django(sql: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        fetch_row(sql, [0] if "%s" in sql else [])


def test_statements_sent_together_give_their_rows_in_order() -> None:
    found = send_together(
        [("SELECT %s::int + 1", ("41",)), ("SELECT 'a' UNION ALL SELECT 'b'", ()), ("SET TIME ZONE 'UTC'", ())]
    )
    assert found == [[(42,)], [("a",), ("b",)], []]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_statements_sent_together_are_counted_like_all_others(django_assert_num_queries: Any, count: int) -> None:
    with django_assert_num_queries(count):
        assert send_together([("SELECT 7", ())] * count) == [[(7,)]] * count


def test_several_statements_go_in_one_pipeline_and_a_single_one_without(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    real = psycopg.Connection.pipeline
    monkeypatch.setattr(psycopg.Connection, "pipeline", lambda link: opened.append(1) or real(link))
    fetch_rows("SELECT 1", [])
    assert not opened
    send_together([("SELECT 1", ()), ("SELECT 2", ())])
    assert len(opened) == 1


@pytest.mark.parametrize(("threshold", "kept"), [(5, 1), (None, 0)])
def test_a_statement_is_kept_prepared_only_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, threshold: int | None, kept: int
) -> None:
    monkeypatch.setattr(ready_link(), "prepare_threshold", threshold)
    unique = f"SELECT 'kept {threshold}'"
    for _ in range(2):
        fetch_row(unique, [])
    assert fetch_row("SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [unique]) == (kept,)


def test_of_statements_sent_together_none_after_the_first_error_is_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE pair (n int CHECK (n > 0))")
    write = "INSERT INTO pair VALUES (%s)"
    with pytest.raises(IntegrityError, match="pair_n_check"), transaction.atomic():
        send_together([(write, ("1",)), (write, ("-1",)), ("SELECT nothing_there", ())])
    assert fetch_rows("SELECT n FROM pair", []) == []
