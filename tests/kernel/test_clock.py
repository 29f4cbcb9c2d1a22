from datetime import UTC, datetime, timedelta

import pytest

from chengzhi.kernel import clock

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_without_a_carried_clock_it_is_now_in_beijing() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_a_carried_clock_answers_inside_its_block_only() -> None:
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_a_failure_inside_puts_the_clock_back() -> None:
    with pytest.raises(ValueError, match="broken"), clock.at(NOON):
        raise ValueError("broken")
    assert clock.now() != NOON
