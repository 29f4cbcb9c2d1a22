"""Watch the limits: warn, escalate, and recompute what rested on an unannounced calendar; each exactly once."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from chengzhi.cases.enums import Clock
from chengzhi.cases.events import DeadlinePassed
from chengzhi.cases.models import Case, CaseClock
from chengzhi.kernel import clock, clocks, outbox
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.procedures import Doing, advance

BATCH = 500


def watch_deadlines(batch: int = BATCH) -> int:
    """Record a step for every limit that is near or past and not yet told; return how many were recorded.

    Safe to run twice at once and after any outage: the mark on the clock and the step commit together.
    """
    now = clock.now()
    near = CaseClock.objects.filter(stopped_at=None, warned_at=None, warn_at__lte=now, due_at__gt=now)
    late = CaseClock.objects.filter(stopped_at=None, escalated_at=None, due_at__lte=now)
    return _each(near, batch, _warn) + _each(late, batch, _escalate)


def _each(rows: object, batch: int, tell: Callable[[CaseClock, datetime], bool]) -> int:
    ids = list(rows.order_by("due_at").values_list("pk", flat=True)[:batch])  # type: ignore[attr-defined]  # queryset
    return sum(_one(pk, tell) for pk in ids)


def _one(pk: int, tell: Callable[[CaseClock, datetime], bool]) -> bool:
    with transaction.atomic():
        subject_id = CaseClock.objects.values_list("subject_id", flat=True).get(pk=pk)
        case = Case.objects.select_for_update(of=("self",)).get(pk=subject_id)
        row = CaseClock.objects.select_for_update(of=("self",)).get(pk=pk)
        row.subject = case
        return tell(row, clock.now())


def _warn(row: CaseClock, now: datetime) -> bool:
    if row.stopped_at or row.warned_at or row.warn_at is None or row.warn_at > now:
        return False
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    return _record(row, "warn")


def _escalate(row: CaseClock, now: datetime) -> bool:
    if row.stopped_at or row.escalated_at or row.due_at is None or row.due_at > now:
        return False
    row.escalated_at = now
    row.save(update_fields=["escalated_at"])
    outbox.record(DeadlinePassed(row.subject_id, row.name, row.due_at.isoformat()))
    return _record(row, "escalate")


def _record(row: CaseClock, step: str) -> bool:
    if row.name == Clock.HANDLE and step == "escalate":
        twin = CaseClock.objects.filter(subject_id=row.subject_id, name=Clock.HANDLING, due_at=row.due_at)
        if twin.exists():  # the whole of handling ends at the same moment and is told instead
            return False
    due = row.due_at.isoformat() if row.due_at else ""
    data = {"clock": row.name, "clock_name": str(Clock(row.name).label), "due_at": due}
    advance(row.subject, step, capacity=SYSTEM, doing=Doing(data=data), is_locked=True)
    return True


def recompute_provisional() -> int:
    """Compute anew every running deadline that rested on a holiday calendar not yet announced; return how many."""
    rows = CaseClock.objects.filter(Q(is_provisional=True), stopped_at=None, due_at__isnull=False)
    return sum(_recompute(pk) for pk in rows.values_list("pk", flat=True))


def _recompute(pk: int) -> bool:
    with transaction.atomic():
        subject_id = CaseClock.objects.values_list("subject_id", flat=True).get(pk=pk)
        case = Case.objects.select_for_update(of=("self",)).get(pk=subject_id)
        row = CaseClock.objects.select_for_update(of=("self",)).get(pk=pk)
        before = row.due_at
        clocks.recompute(row)
        row.save(update_fields=["due_at", "warn_at", "is_provisional"])
        clocks.show_on(case, list(CaseClock.objects.filter(subject=case, stopped_at=None)))
        case.save(update_fields=["due_at", "warn_at", "is_clock_paused", "remaining_seconds"])
        return row.due_at != before
