"""Limits as data: every unit knows its length and whether it pauses."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal("0.50"), LimitUnit.WORKING_HOUR, "0.5 工作时"),
        (Decimal("2.00"), LimitUnit.EMERGENCY_HOUR, "2 紧急工作时"),
        (Decimal(100), LimitUnit.NATURAL_DAY, "100 自然日"),
        (10, LimitUnit.WORKING_DAY, "10 工作日"),
        (30, LimitUnit.MINUTE, "30 分钟"),
        (Decimal("1E+1"), LimitUnit.NATURAL_HOUR, "10 小时"),
    ],
)
def test_a_limit_is_written_without_noughts_or_powers(value: Decimal | int, unit: LimitUnit, words: str) -> None:
    assert str(Limit(value, unit)) == words


@pytest.mark.parametrize(("value", "seconds"), [(Decimal("0.5"), 14_400), (Decimal("0.001"), 28), (0, 0)])
def test_parts_of_a_unit_are_whole_seconds(value: Decimal | int, seconds: int) -> None:
    assert Limit(value, LimitUnit.WORKING_DAY).seconds == seconds


@given(st.integers(1, 1000), st.sampled_from(LimitUnit))
def test_twice_the_amount_takes_twice_the_time(value: int, unit: LimitUnit) -> None:
    assert Limit(2 * value, unit).seconds == 2 * Limit(value, unit).seconds


@given(st.sampled_from(LimitUnit))
def test_only_working_units_rest_at_night(unit: LimitUnit) -> None:
    assert unit.is_working is unit.value.startswith("working")


def test_limits_are_values() -> None:
    assert Limit(2, LimitUnit.MINUTE) == Limit(Decimal(2), LimitUnit.MINUTE)
    assert len({Limit(2, LimitUnit.MINUTE), Limit(2, LimitUnit.NATURAL_HOUR)}) == 2


def test_units_are_named_in_english_too() -> None:
    with translation.override("en"):
        assert all(str(unit.label).isascii() for unit in LimitUnit)
