"""Numbers of documents, without gaps, and of cases, without waiting for one another.

Both kinds are taken from a row of NumberSeries within the caller's transaction and live or die with it, so none is ever
given out twice, whatever is rolled back.
"""

import threading
from collections import deque
from datetime import date

from django.db import connection, transaction

BLOCK = 20

_TAKE = """
INSERT INTO kernel_numberseries AS series (code, period, last) VALUES (%s, %s, %s)
ON CONFLICT (code, period) DO UPDATE SET last = series.last + EXCLUDED.last
RETURNING last
"""


class _Stock:
    """Reserved numbers of this process, by series and day; every one of them is committed in the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[tuple[str, int], deque[int]] = {}

    def holds(self, code: str, period: int) -> int:
        return len(self._numbers.get((code, period), ()))

    def take(self, code: str, period: int) -> int | None:
        with self._lock:
            numbers = self._numbers.get((code, period))
            return numbers.popleft() if numbers else None

    def put(self, code: str, period: int, numbers: deque[int]) -> None:
        with self._lock:
            for key in [key for key in self._numbers if key[0] == code and key[1] < period - 1]:
                del self._numbers[key]
            self._numbers.setdefault((code, period), deque()).extend(numbers)

    def clear(self) -> None:
        with self._lock:
            self._numbers.clear()


_stock = _Stock()


class _Block:
    """Numbers reserved by a transaction that is still open; the process may use what is left once it has committed.

    The block hangs on the connection's commit hooks, and Django drops those together with a rolled-back savepoint.
    """

    def __init__(self, code: str, period: int, numbers: deque[int]) -> None:
        self.code, self.period, self.numbers = code, period, numbers

    def __call__(self) -> None:
        # Hooks that a test runs before its own rollback must not leave numbers behind.
        if not connection.in_atomic_block:
            _stock.put(self.code, self.period, self.numbers)


def next_number(code: str, year: int) -> int:
    """Return the next number of a series without gaps, holding the series until the transaction ends.

    Raises TransactionManagementError outside a transaction, where a failure after this call would leave a gap.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number without gaps needs the caller's transaction")
    return _take(code, year, 1)


def loose_number(code: str, day: date) -> int:
    """Return a number of the day that nobody else has; gaps are allowed, so only every twentieth call waits.

    Inside a transaction that reserves a new block the series is held until the commit: call prefetch() before.
    """
    period = _day_period(day)
    block = _open_block(code, period)
    if block and block.numbers:
        return block.numbers.popleft()
    number = _stock.take(code, period)
    return _reserve(code, period) if number is None else number


def prefetch(code: str, day: date, count: int = 1) -> None:
    """Make sure, outside any transaction, that the next ``count`` loose_number() will not hold the series; harmless inside."""
    period = _day_period(day)
    if connection.in_atomic_block or _stock.holds(code, period) >= count:
        return
    taken = max(BLOCK, count)
    last = _take(code, period, taken)
    _stock.put(code, period, deque(range(last - taken + 1, last + 1)))


def forget_stock() -> None:
    """Drop the reserved numbers of this process, as after restoring the database under it; leaves a gap."""
    _stock.clear()


def document_number(unit_word: str, year: int, number: int) -> str:
    """Return a number in the form of official documents, such as 崇城罚〔2026〕12号 (GB/T 9704-2012, 7.2.5)."""
    return f"{unit_word}〔{year}〕{number}号"


def case_number(day: date, number: int) -> str:
    """Return a case number such as 20261123-0402; a day with more than 9999 cases gets five digits."""
    return f"{day:%Y%m%d}-{number:04d}"


def _day_period(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _open_block(code: str, period: int) -> _Block | None:
    for hook in (entry[1] for entry in connection.run_on_commit):
        if isinstance(hook, _Block) and (hook.code, hook.period) == (code, period) and hook.numbers:
            return hook
    return None


def _reserve(code: str, period: int) -> int:
    last = _take(code, period, BLOCK)
    numbers = deque(range(last - BLOCK + 2, last + 1))
    transaction.on_commit(_Block(code, period, numbers))
    return last - BLOCK + 1


def _take(code: str, period: int, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [code, period, count])
        return int(cursor.fetchone()[0])
