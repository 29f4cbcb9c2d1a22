"""Watch the limits: warn, escalate, and recompute what rested on an unannounced calendar; each exactly once."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet

from chengzhi.cases.enums import Clock
from chengzhi.cases.events import DeadlinePassed
from chengzhi.cases.models import CaseClock, SummonsRun
from chengzhi.kernel import clock, clocks, outbox
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models.steps import AbstractClock
from chengzhi.kernel.procedures import Doing, Held, advance, in_the_language_of_record, table_of

BATCH = 500
WATCHED: tuple[type[AbstractClock], ...] = (CaseClock, SummonsRun)


def watch_deadlines(batch: int = BATCH) -> int:
    """Record a step for every limit that is near or past and not yet told; return how many were recorded.

    Safe to run twice at once and after any outage: the mark on the clock and the step commit together.
    """
    return sum(_watch(model.objects.filter(stopped_at=None), batch) for model in WATCHED)


def watch_deadlines_of(cases: Collection[int]) -> int:
    """Do the same for these cases alone, all at once: those of a simulation that stops their clock at its end."""
    return _watch(CaseClock.objects.filter(stopped_at=None, subject_id__in=cases), len(cases) * len(Clock))


def _watch(running: QuerySet[Any], batch: int) -> int:
    now, model = clock.now(), running.model
    # Not told as passed either: a clock that was set back makes its moment come a second time.
    near = running.filter(warned_at=None, escalated_at=None, warn_at__lte=now, due_at__gt=now)
    late = running.filter(escalated_at=None, due_at__lte=now)
    told = sum(_one(model, pk, _warn) for pk in _soonest(near, batch))
    return told + sum(_one(model, pk, _escalate) for pk in _soonest(late, batch))


def _soonest(rows: QuerySet[Any], batch: int) -> list[int]:
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:batch])


def _locked(model: type[AbstractClock], pk: int) -> AbstractClock:
    """Return a clock with its subject, both locked, the subject first as everywhere."""
    rows: Any = model.objects
    meta: Any = model._meta
    subjects: Any = meta.get_field("subject").related_model
    subject = subjects.objects.select_for_update(of=("self",)).get(
        pk=rows.values_list("subject_id", flat=True).get(pk=pk)
    )
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    row.subject = subject
    return cast("AbstractClock", row)


def _one(model: type[AbstractClock], pk: int, tell: Callable[[Any, datetime], bool]) -> bool:
    with transaction.atomic():
        return tell(_locked(model, pk), clock.now())


def _warn(row: Any, now: datetime) -> bool:
    if row.stopped_at or row.warned_at or row.escalated_at or row.warn_at is None or row.warn_at > now:
        return False
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    return _record(row, "warn")


def _escalate(row: Any, now: datetime) -> bool:
    if row.stopped_at or row.escalated_at or row.due_at is None or row.due_at > now:
        return False
    row.escalated_at = now
    row.save(update_fields=["escalated_at"])
    subject = row.subject
    outbox.record(DeadlinePassed(subject.procedure_name, subject.number, row.name, row.due_at.isoformat()))
    return _record(row, "escalate")


def _record(row: Any, step: str) -> bool:
    if (
        row.name == Clock.HANDLE
        and type(row).objects.filter(subject_id=row.subject_id, name=Clock.HANDLING, due_at=row.due_at).exists()
    ):  # the whole of handling ends at the same moment and is told instead
        return False
    name = table_of(row.subject).clocks.get(row.name, row.name)
    data = {"clock": row.name, "clock_name": in_the_language_of_record(name), "due_at": row.due_at.isoformat()}
    advance(row.subject, step, capacity=SYSTEM, doing=Doing(data=data), held=Held(row.subject, []))
    return True


def recompute_deadlines(first: date, last: date) -> int:
    """Compute anew the running deadlines in working time that a change of the days between may move; return how many moved.

    These are the clocks started by ``last`` and due from ``first``, both included.
    """
    running = CaseClock.objects.filter(
        is_working=True, stopped_at=None, due_at__date__gte=first, started_at__date__lte=last
    )
    return sum(_recompute(pk) for pk in running.values_list("pk", flat=True))


def _recompute(pk: int) -> bool:
    with transaction.atomic():
        row = cast("CaseClock", _locked(CaseClock, pk))
        case, before = row.subject, row.due_at
        clocks.recompute(row)
        row.save(update_fields=["due_at", "warn_at", "is_provisional"])
        clocks.show_on(case, list(CaseClock.objects.filter(subject=case, stopped_at=None)))
        case.save(update_fields=["due_at", "warn_at", "is_clock_paused", "remaining_seconds"])
        return row.due_at != before
