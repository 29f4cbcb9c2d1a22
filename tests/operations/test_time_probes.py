from datetime import date, datetime, timedelta, tzinfo

import pytest
from django.utils import timezone

from chengzhi.kernel import calendars
from chengzhi.operations import time_probes
from chengzhi.operations.probes import Level

pytestmark = pytest.mark.django_db


class Shifted(datetime):
    """A clock that goes wrong by ``error``."""

    error = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # answers the plain class
        return datetime.now(tz) + cls.error


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.OK), (10, Level.WARNING), (-600, Level.FAULT)])
def test_the_clocks_of_machine_and_database_are_compared(
    monkeypatch: pytest.MonkeyPatch, seconds: int, level: Level
) -> None:
    monkeypatch.setattr(Shifted, "error", timedelta(seconds=seconds))
    monkeypatch.setattr(time_probes, "datetime", Shifted)
    assert time_probes.clocks_agree().level is level


def test_a_clock_that_went_forward_is_well() -> None:
    assert time_probes.clock_goes_forward().level is Level.OK


@pytest.mark.parametrize(
    ("last", "today", "level"),
    [
        (2026, date(2026, 6, 1), Level.OK),
        (2026, date(2026, 12, 3), Level.WARNING),
        (2026, date(2027, 1, 2), Level.FAULT),
    ],
)
def test_the_calendar_must_reach_the_deadlines(
    monkeypatch: pytest.MonkeyPatch, last: int, today: date, level: Level
) -> None:
    monkeypatch.setattr(calendars, "coverage", lambda: last)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    found = time_probes.calendar_reaches()
    assert found.level is level
    assert "2026" in found.says
