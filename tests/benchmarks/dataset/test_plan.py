from collections import Counter, defaultdict

import numpy as np
import pytest

from benchmarks.dataset.patterns import Pattern
from benchmarks.dataset.plan import EPOCH_2000, MOST_OPEN, OPEN_STATES, WEEK_US, WEEKS, open_cases, plan
from benchmarks.dataset.rows import Row

OPENED = 845_000_000_000_000
"""A moment in 2026, in microseconds since 2000."""


def pattern(state: str, *, is_open: bool, opened: int = OPENED) -> Pattern:
    values = {
        "state": state.encode(),
        "is_open": b"\x01" if is_open else b"\x00",
        "opened_at": opened.to_bytes(8, "big", signed=True),
    }
    return Pattern(Row(dict(values)), defaultdict(list))


@pytest.fixture
def patterns() -> list[Pattern]:
    closed = [pattern("closed", is_open=False, opened=OPENED + day * 86_400_000_000) for day in range(7)]
    return [*closed, *(pattern(state, is_open=True) for state in OPEN_STATES)]


@pytest.mark.parametrize(("size", "expected"), [(10_000, 3_000), (100_000, MOST_OPEN), (1_000_000, MOST_OPEN)])
def test_the_stock_of_open_cases_does_not_grow_with_the_history(size: int, expected: int) -> None:
    assert open_cases(size) == expected


def test_as_many_copies_are_open_as_was_asked(patterns: list[Pattern]) -> None:
    made = plan(patterns, 2_000, 70, {})
    assert sum(patterns[at].is_open for at in made.patterns.tolist()) == 70


def test_every_number_stands_once(patterns: list[Pattern]) -> None:
    numbers = plan(patterns, 5_000, 150, {}).numbers
    assert len(set(numbers)) == 5_000


def test_numbers_follow_those_that_are_taken(patterns: list[Pattern]) -> None:
    free = plan(patterns, 3_000, 90, {})
    day, _rank = free.numbers[-1].split("-")
    taken = plan(patterns, 3_000, 90, {day: 400})
    assert min(one for one in taken.numbers if one.startswith(day)) == f"{day}-0401"


def test_counters_tell_the_highest_numbers_of_the_last_days(patterns: list[Pattern]) -> None:
    made = plan(patterns, 3_000, 90, {})
    day, last = max(made.last_numbers.items())
    highest = max(int(one[9:]) for one in made.numbers if one.startswith(str(day)))
    assert last == highest + 1


def test_copies_are_in_the_order_in_which_they_were_opened(patterns: list[Pattern]) -> None:
    made = plan(patterns, 2_000, 60, {})
    opened = np.array([one.opened for one in patterns])[made.patterns] + made.shifts
    assert (np.diff(opened) >= 0).all()
    assert made.numbers == sorted(made.numbers)


def test_cases_spread_over_three_years_and_none_lies_in_the_future(patterns: list[Pattern]) -> None:
    made = plan(patterns, 4_000, 120, {})
    assert made.shifts.max() <= 0
    assert made.shifts.min() < -(WEEKS - 4) * WEEK_US


def test_open_cases_are_mostly_of_the_last_week(patterns: list[Pattern]) -> None:
    made = plan(patterns, 20_000, 600, {})
    is_open = np.array([patterns[at].is_open for at in made.patterns.tolist()])
    assert (made.shifts[is_open] > -WEEK_US).mean() > 0.5


def test_open_states_stand_as_in_a_city_at_work(patterns: list[Pattern]) -> None:
    made = plan(patterns, 40_000, 1_200, {})
    states = Counter(patterns[at].state for at in made.patterns.tolist() if patterns[at].is_open)
    assert states["handling"] == pytest.approx(600, rel=0.2)
    assert states.most_common(1)[0][0] == "handling"


def test_a_plan_can_be_made_again(patterns: list[Pattern]) -> None:
    first, second = (plan(patterns, 500, 15, {}) for _each in range(2))
    assert first.numbers == second.numbers
    assert (first.shifts == second.shifts).all()


def test_the_epoch_is_that_of_the_database() -> None:
    assert EPOCH_2000.isoformat() == "2000-01-01T00:00:00+00:00"
