from datetime import date, datetime, timedelta, tzinfo

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from chengzhi.kernel import calendars
from chengzhi.operations import time_probes
from chengzhi.operations.probes import Level
from tests.factories.city import make_city
from tests.factories.loop import report

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


@pytest.mark.parametrize(("seconds", "level"), [(1, Level.OK), (59, Level.WARNING), (61, Level.FAULT)])
def test_a_clock_may_be_wrong_by_so_much(monkeypatch: pytest.MonkeyPatch, seconds: int, level: Level) -> None:
    monkeypatch.setattr(Shifted, "error", timedelta(seconds=seconds))
    monkeypatch.setattr(time_probes, "datetime", Shifted)
    found = time_probes.clocks_agree()
    assert found.level is level
    assert bool(found.remedy) is (level is not Level.OK)


@pytest.mark.parametrize(("hours", "level"), [(-1, Level.OK), (1, Level.FAULT)])
def test_a_step_in_the_future_tells_that_the_clock_was_set_back(
    monkeypatch: pytest.MonkeyPatch, hours: int, level: Level
) -> None:
    report(make_city())
    later = timezone.now() - timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)
    found = time_probes.clock_goes_forward()
    assert found.level is level
    assert ("先同步时间" in found.remedy) is (level is Level.FAULT)


def test_a_calendar_that_cannot_be_read_is_a_fault_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise ProgrammingError

    monkeypatch.setattr(calendars, "coverage", away)
    found = time_probes.calendar_reaches()
    assert (found.level, "chengzhi migrate" in found.remedy) == (Level.FAULT, True)


@pytest.mark.parametrize(("month", "level"), [(11, Level.OK), (12, Level.WARNING)])
def test_the_next_year_is_missed_from_december_on(monkeypatch: pytest.MonkeyPatch, month: int, level: Level) -> None:
    monkeypatch.setattr(calendars, "coverage", lambda: 2026)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, month, 1))
    assert time_probes.calendar_reaches().level is level
