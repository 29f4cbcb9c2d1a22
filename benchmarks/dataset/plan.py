"""Which pattern is copied to which moment: three years of closed cases, and the open ones of the last weeks."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.dataset.patterns import Pattern

SEED = 320613
WEEK_US = 7 * 86_400_000_000
HOUR_US = 3_600_000_000
LOCAL_US = 8 * HOUR_US
WEEKS = 156
MOST_OPEN, MOST_SHARE = 30_000, 0.3
"""How many cases stand open follows from how many come in, not from how old the city is: a young city of 10,000 has
3,000 open ones, so that its lists are full as well, and only the history grows from size to size."""

OPEN_WEEKS = ((0.55, 0, 1), (0.30, 1, 4), (0.15, 4, 13))
"""Share of the open cases, and the weeks they are moved back: from, up to."""

OPEN_STATES = {
    "handling": 50, "dispatched": 15, "on_hold": 8, "reported": 6, "filed": 5, "verifying": 4, "checking": 4,
    "accepted": 3, "inspected": 2, "handled": 2, "checked": 2, "self_handled": 1,
}  # fmt: skip
"""Percent of the open cases by state; those of other states are not copied."""

EPOCH_2000 = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every copy in the order in which it was opened: its pattern, its shift in microseconds, its number."""

    patterns: Any
    shifts: Any
    numbers: list[str]
    last_numbers: dict[int, int]
    """The highest number by day, as 20261123, of the last two days."""

    def __len__(self) -> int:
        return len(self.numbers)


def open_cases(size: int) -> int:
    """Return how many cases of a city of that size stand open."""
    return min(MOST_OPEN, round(size * MOST_SHARE))


def plan(patterns: list[Pattern], total: int, fresh: int, taken: Mapping[str, int]) -> Plan:
    """Return how to make ``total`` copies, ``fresh`` of them open.

    ``taken`` tells the highest number of each day that is not free.
    """
    rng = np.random.default_rng(SEED)
    closed = np.array([at for at, one in enumerate(patterns) if not one.is_open])
    chosen = np.concatenate([rng.choice(closed, total - fresh), _open(patterns, fresh)])
    weeks = np.concatenate([rng.integers(0, WEEKS + 1, total - fresh), _open_weeks(rng, fresh)])
    jitter = np.concatenate([rng.integers(0, HOUR_US, total - fresh), rng.integers(0, 6 * HOUR_US, fresh)])
    shifts = -(weeks * WEEK_US + jitter)
    opened = np.array([one.opened for one in patterns])[chosen] + shifts
    order = np.argsort(opened, kind="stable")
    numbers, last = _numbers(opened[order], taken)
    return Plan(chosen[order], shifts[order], numbers, last)


def _open(patterns: list[Pattern], count: int) -> Any:
    rng = random.Random(SEED)
    known = Counter(one.state for one in patterns if one.is_open)
    weighed = [(at, OPEN_STATES.get(one.state, 0) / known[one.state]) for at, one in enumerate(patterns) if one.is_open]
    return np.array(rng.choices([at for at, _w in weighed], [weight for _at, weight in weighed], k=count), int)


def _open_weeks(rng: np.random.Generator, count: int) -> Any:
    which = rng.choice(len(OPEN_WEEKS), count, p=[share for share, _from, _to in OPEN_WEEKS])
    low = np.array([begin for _share, begin, _to in OPEN_WEEKS])[which]
    high = np.array([end for _share, _from, end in OPEN_WEEKS])[which]
    return rng.integers(low, high)


def _numbers(opened: Any, taken: Mapping[str, int]) -> tuple[list[str], dict[int, int]]:
    """Return the numbers of cases opened at these moments, which are in order."""
    days = (opened + LOCAL_US) // (24 * HOUR_US)
    _days, begins, counts = np.unique(days, return_index=True, return_counts=True)
    names = [f"{EPOCH_2000 + timedelta(days=int(day)):%Y%m%d}" for day in _days]
    firsts = np.array([taken.get(name, 0) + 1 for name in names])
    ranks = np.arange(len(days)) - np.repeat(begins - firsts, counts)
    heads = np.repeat(np.arange(len(names)), counts)
    numbers = [f"{names[head]}-{rank:04d}" for head, rank in zip(heads.tolist(), ranks.tolist(), strict=True)]
    return numbers, {int(names[at]): int(counts[at] + firsts[at]) for at in range(-min(2, len(names)), 0)}
