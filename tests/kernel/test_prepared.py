"""Reads past Django's cursor: same answers, counted, with Django's errors."""

from typing import Any

import pytest
from django.db import DataError, connection
from django.db.utils import ProgrammingError

from chengzhi.kernel.prepared import fetch_row, fetch_rows

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
