"""Numbers without gaps and loose numbers, alone and against one another."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from chengzhi.kernel import numbers
from chengzhi.kernel.models import NumberSeries
from chengzhi.kernel.numbers import BLOCK, case_number, document_number, loose_number, next_number, prefetch

T = TypeVar("T")
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _no_stock() -> Iterator[None]:
    numbers.forget_stock()
    yield
    numbers.forget_stock()


def in_threads(act: Callable[[int], T], times: int, workers: int = 6) -> list[T]:
    def one(number: int) -> T:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db
def test_numbers_count_up_by_series_and_year() -> None:
    assert [next_number("penalty", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("penalty", 2027) == 1
    assert next_number("permit", 2026) == 1
    assert NumberSeries.objects.get(code="penalty", period=2026).last == 3


@pytest.mark.django_db(transaction=True)
def test_a_number_without_gaps_is_refused_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        next_number("penalty", 2026)


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_again() -> None:
    with transaction.atomic():
        next_number("penalty", 2026)
        transaction.set_rollback(True)
    assert next_number("penalty", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_numbers_have_no_gap_even_when_some_fail() -> None:
    def take(number: int) -> int | None:
        with transaction.atomic():
            found = next_number("penalty", 2026)
            transaction.set_rollback(number % 7 == 0)
        return found if number % 7 else None

    found = [number for number in in_threads(take, 60) if number is not None]
    assert sorted(found) == list(range(1, len(found) + 1))


@pytest.mark.django_db
def test_loose_numbers_of_one_transaction_follow_one_another() -> None:
    assert [loose_number("case", TODAY) for _ in range(45)] == list(range(1, 46))
    assert loose_number("case", date(2026, 11, 24)) == 1
    assert NumberSeries.objects.get(code="case", period=20261123).last == 3 * BLOCK


@pytest.mark.django_db
def test_only_the_first_number_of_a_block_asks_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    loose_number("case", TODAY)
    with django_assert_num_queries(0):
        loose_number("case", TODAY)


@pytest.mark.django_db
def test_hooks_run_inside_a_test_leave_no_numbers_behind(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        loose_number("case", TODAY)
    assert not numbers._stock.holds("case", 20261123)


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_leaves_of_its_block_is_used_by_the_next() -> None:
    with transaction.atomic():
        assert loose_number("case", TODAY) == 1
    with transaction.atomic():
        assert loose_number("case", TODAY) == 2
    assert loose_number("case", TODAY) == 3
    assert NumberSeries.objects.get(code="case").last == BLOCK


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_block_is_not_given_out_twice() -> None:
    with transaction.atomic():
        loose_number("case", TODAY)
        transaction.set_rollback(True)
    found = {loose_number("case", TODAY) for _ in range(50)}
    assert found == set(range(1, 51))


@pytest.mark.django_db(transaction=True)
def test_a_block_of_a_rolled_back_savepoint_is_not_used_after_it() -> None:
    with transaction.atomic():
        with transaction.atomic():
            loose_number("case", TODAY)
            transaction.set_rollback(True)
        assert [loose_number("case", TODAY) for _ in range(2)] == [1, 2]
    assert loose_number("case", TODAY) == 3


@pytest.mark.django_db(transaction=True)
def test_loose_numbers_of_many_threads_are_all_different() -> None:
    def take(number: int) -> list[int]:
        with transaction.atomic():
            found = [loose_number("case", TODAY) for _ in range(3)]
            transaction.set_rollback(number % 5 == 0)
        return found if number % 5 else []

    found = [number for taken in in_threads(take, 80) for number in taken]
    assert len(found) == len(set(found)) == 64 * 3


@pytest.mark.django_db(transaction=True)
def test_prefetched_numbers_do_not_hold_the_series() -> None:
    prefetch("case", TODAY)
    prefetch("case", TODAY)
    with transaction.atomic():
        assert loose_number("case", TODAY) == 1
        other = in_threads(lambda _number: numbers._take("case", 20261123, BLOCK), 1)
    assert other == [2 * BLOCK]


@pytest.mark.django_db
def test_prefetch_inside_a_transaction_does_nothing() -> None:
    prefetch("case", TODAY)
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_of_past_days_are_dropped_from_the_stock() -> None:
    prefetch("case", TODAY)
    prefetch("case", date(2026, 11, 26))
    assert not numbers._stock.holds("case", 20261123)
    assert numbers._stock.holds("case", 20261126)


def test_numbers_are_written_as_documents_write_them() -> None:
    assert document_number("崇城罚", 2026, 12) == "崇城罚〔2026〕12号"
    assert case_number(TODAY, 402) == "20261123-0402"
    assert case_number(TODAY, 12_345) == "20261123-12345"


@pytest.mark.django_db
def test_a_series_needs_a_code_and_stands_once() -> None:
    with pytest.raises(IntegrityError, match="code_present"), transaction.atomic():
        NumberSeries.objects.create(code="", period=2026)
    series = NumberSeries.objects.create(code="penalty", period=2026)
    assert str(series) == "penalty 2026"
    with pytest.raises(IntegrityError, match="once"), transaction.atomic():
        NumberSeries.objects.create(code="penalty", period=2026)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["penalty", "崇城罚", "a" * 80, "'; DROP TABLE kernel_numberseries; --", "%s"])
def test_a_series_may_have_any_name(code: str) -> None:
    assert [next_number(code, 2026), next_number(code, 2026)] == [1, 2]


@pytest.mark.django_db
def test_a_series_without_a_name_is_refused() -> None:
    with pytest.raises(IntegrityError, match="code_present"), transaction.atomic():
        next_number("", 2026)


@pytest.mark.django_db
def test_series_do_not_disturb_one_another() -> None:
    taken = [(code, next_number(code, year)) for code in ("a", "b") for year in (2026, 2027) for _time in range(2)]
    assert taken == [("a", 1), ("a", 2), ("a", 1), ("a", 2), ("b", 1), ("b", 2), ("b", 1), ("b", 2)]


@pytest.mark.django_db
def test_a_number_without_gaps_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        next_number("penalty", 2026)


@pytest.mark.django_db
def test_loose_numbers_of_two_series_are_counted_apart() -> None:
    assert [loose_number(code, TODAY) for code in ("case", "report", "case", "report")] == [1, 1, 2, 2]


@pytest.mark.django_db
def test_a_new_day_begins_at_one() -> None:
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 31)]
    assert [loose_number("case", day) for day in days] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_after_the_stock_is_forgotten_numbers_go_on_without_repeating() -> None:
    first = [loose_number("case", TODAY) for _time in range(3)]
    numbers.forget_stock()
    second = [loose_number("case", TODAY) for _time in range(3)]
    assert not set(first) & set(second)
    assert min(second) > max(first)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 99_999))
def test_a_case_number_sorts_by_its_day_and_tells_its_parts(day: date, number: int) -> None:
    written = case_number(day, number)
    assert written[:8] == f"{day:%Y%m%d}"
    assert int(written[9:]) == number
    assert len(written) == (13 if number < 10_000 else 14)


@pytest.mark.parametrize(
    ("unit", "year", "number", "words"),
    [("崇城罚", 2026, 1, "崇城罚〔2026〕1号"), ("通崇综执", 2027, 1234, "通崇综执〔2027〕1234号")],
)
def test_a_document_number_has_no_leading_noughts(unit: str, year: int, number: int, words: str) -> None:
    assert document_number(unit, year, number) == words
