"""Limits as data: every unit knows its length and whether it pauses."""

import pytest

from chengzhi.kernel.limits import Limit, LimitUnit


@pytest.mark.parametrize(
    ("unit", "seconds", "is_working"),
    [
        ("minute", 60, False),
        ("natural_hour", 3600, False),
        ("natural_day", 86_400, False),
        ("emergency_hour", 3600, False),
        ("emergency_day", 86_400, False),
        ("working_hour", 3600, True),
        ("working_day", 28_800, True),
    ],
)
def test_every_unit_has_its_length_and_clock(unit: str, seconds: int, *, is_working: bool) -> None:
    limit = Limit(3, LimitUnit(unit))
    assert (limit.seconds, limit.is_working) == (3 * seconds, is_working)


def test_no_unit_is_left_out() -> None:
    assert all(unit.unit_seconds and unit.label for unit in LimitUnit)
