"""Start, pause, resume, extend and stop the limits of a stage, and read their warning light."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chengzhi.kernel import calendars
from chengzhi.kernel.models.steps import AbstractClock, AbstractSubject
from chengzhi.kernel.procedures.table import Term

WARN_SHARE = 0.8


class Light(StrEnum):
    """The four timeliness lights: normal to 80 % of the limit, near to 100 %, then late; paused."""

    GREEN = "g"
    YELLOW = "y"
    RED = "r"
    BLUE = "b"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLimit:
    """How long a stage may take: ``seconds`` of working time (``is_working``) or of any time, and why."""

    seconds: int
    is_working: bool = False
    schedule: str = "default"
    reason: str = ""


def limit_of(term: Term) -> ClockLimit:
    """Return the limit that the procedure table itself gives a stage."""
    return ClockLimit(seconds=term.minutes * 60, is_working=term.is_working)


def due(start: datetime, seconds: int, *, is_working: bool, schedule: str) -> tuple[datetime, bool]:
    """Return when ``seconds`` will have run, and whether that rests on an unannounced holiday calendar."""
    if not is_working:
        return start + timedelta(seconds=seconds), False
    moment = calendars.working_time(schedule).add(start, seconds)
    return moment.at, moment.provisional


def elapsed(start: datetime, end: datetime, *, is_working: bool, schedule: str) -> int:
    """Return the seconds of the clock's own kind between two moments; negative when end lies before start."""
    if not is_working:
        return int((end - start).total_seconds())
    if end < start:
        return -calendars.working_time(schedule).between(end, start)
    return calendars.working_time(schedule).between(start, end)


def started(model: type[AbstractClock], name: str, limit: ClockLimit, at: datetime) -> AbstractClock:
    """Return a new running clock, not yet saved and not yet tied to its subject."""
    clock = model(
        name=name,
        is_working=limit.is_working,
        schedule=limit.schedule,
        limit_seconds=limit.seconds,
        started_at=at,
        reason=limit.reason,
    )
    _run(clock, at, limit.seconds)
    return clock


def _run(clock: AbstractClock, start: datetime, seconds: int) -> None:
    """Set the deadline ``seconds`` after ``start`` and the warning so that 80 % of the whole has run by then."""
    kind: dict[str, Any] = {"is_working": clock.is_working, "schedule": clock.schedule}
    clock.due_at, clock.is_provisional = due(start, seconds, **kind)
    tail = clock.total_seconds - round(clock.total_seconds * WARN_SHARE)
    clock.warn_at = due(start, seconds - tail, **kind)[0] if seconds > tail else start


def pause(clock: AbstractClock, at: datetime) -> None:
    """Stop the clock for a while; what is left is kept. Pausing a paused clock changes nothing."""
    if clock.paused_at is not None or clock.due_at is None:
        return
    clock.remaining_seconds = elapsed(at, clock.due_at, is_working=clock.is_working, schedule=clock.schedule)
    clock.paused_at, clock.due_at, clock.warn_at = at, None, None
    clock.pauses += 1


def resume(clock: AbstractClock, at: datetime) -> None:
    """Let a paused clock run on with what was left. Resuming a running clock changes nothing."""
    if clock.paused_at is None or clock.remaining_seconds is None:
        return
    stood = elapsed(clock.paused_at, at, is_working=clock.is_working, schedule=clock.schedule)
    clock.paused_seconds += max(0, stood)
    rest, clock.paused_at, clock.remaining_seconds = clock.remaining_seconds, None, None
    _run(clock, at, rest)


def extend(clock: AbstractClock, seconds: int, at: datetime) -> None:
    """Give ``seconds`` more of the clock's own kind; the limit first set stays on record."""
    clock.extended_seconds += seconds
    if clock.paused_at is not None:
        clock.remaining_seconds = (clock.remaining_seconds or 0) + seconds
    elif clock.due_at is not None:
        rest = elapsed(at, clock.due_at, is_working=clock.is_working, schedule=clock.schedule)
        _run(clock, at, rest + seconds)


def stop(clock: AbstractClock, at: datetime) -> None:
    """End the run and record what it used and whether it was late; a stopped clock stays stopped."""
    if clock.stopped_at is not None:
        return
    resume(clock, at)
    rest = 0
    if clock.due_at is not None:
        rest = elapsed(at, clock.due_at, is_working=clock.is_working, schedule=clock.schedule)
        clock.is_late = at > clock.due_at
    clock.used_seconds = clock.total_seconds - rest
    clock.stopped_at = max(at, clock.started_at)


def show_on(subject: AbstractSubject, clocks: list[AbstractClock]) -> None:
    """Copy to the subject the running clock that ends first, or the pause."""
    live = [clock for clock in clocks if clock.stopped_at is None]
    running = [clock for clock in live if clock.due_at is not None]
    front = min(running, key=lambda clock: clock.due_at or clock.started_at, default=None)
    paused = next((clock for clock in live if clock.paused_at is not None), None)
    subject.due_at = front.due_at if front else None
    subject.warn_at = front.warn_at if front else None
    subject.is_clock_paused = front is None and paused is not None
    subject.remaining_seconds = paused.remaining_seconds if paused and front is None else None


def light(*, due_at: datetime | None, warn_at: datetime | None, is_paused: bool, at: datetime) -> Light | None:
    """Return the light of a matter at a moment; None when no limit runs."""
    if is_paused:
        return Light.BLUE
    if due_at is None:
        return None
    if at > due_at:
        return Light.RED
    return Light.YELLOW if warn_at is not None and at >= warn_at else Light.GREEN


def recompute(clock: AbstractClock) -> None:
    """Compute a running clock's deadline anew from its start, for a calendar that was imported meanwhile.

    Pauses count as the working seconds they took; extensions stay.
    """
    if clock.due_at is None or not clock.is_working:
        return
    begun, _is_provisional = due(clock.started_at, clock.paused_seconds, is_working=True, schedule=clock.schedule)
    _run(clock, begun, clock.total_seconds)
