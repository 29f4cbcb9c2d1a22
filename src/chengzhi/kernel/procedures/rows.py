"""The rows a step writes: the step itself with its link, and its clocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from chengzhi.kernel import clocks
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject
from chengzhi.kernel.procedures.hashing import step_hash
from chengzhi.kernel.procedures.holding import Held
from chengzhi.kernel.procedures.registry import procedure_named
from chengzhi.kernel.procedures.table import Act, Procedure, Step
from chengzhi.kernel.writing import Writes

# What a clock's own movements change; what the watcher notes on it stays the watcher's.
MOVING = (
    "extended_seconds", "due_at", "warn_at", "paused_at", "remaining_seconds", "paused_seconds", "pauses", "stopped_at",
    "used_seconds", "is_late", "is_provisional",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What an act brings along besides its name.

    ``data`` is kept in the step row; ``changes`` are columns of the subject set in the same statement;
    ``limits`` replace the table's own terms by clock name; ``resume`` names started clocks that, if
    paused, run on instead of starting anew; ``extend`` gives clocks more seconds.
    ``seen`` is the last step the actor had read; ``key`` makes a repeated request harmless.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, ClockLimit] = field(default_factory=dict)
    resume: frozenset[str] = frozenset()
    extend: Mapping[str, int] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    seen: int | None = None
    key: str = ""


def table_of(subject: AbstractSubject) -> Procedure[Any]:
    """Return the table that the subject began under."""
    return procedure_named(subject.procedure_name, subject.procedure_version or 1)


def steps_of(subject: AbstractSubject) -> QuerySet[Any]:
    """Return the step rows of a subject, whatever its concrete model."""
    rows: Any = subject.step_model.objects
    return cast("QuerySet[Any]", rows.filter(subject_id=subject.pk))


def started_clocks(
    subject: AbstractSubject, step: Step[Any], doing: Doing, moment: datetime, live: list[AbstractClock]
) -> list[AbstractClock]:
    """Return new clocks for the step's terms; a paused one named in ``doing.resume`` runs on instead."""
    begun: list[AbstractClock] = []
    for term in step.starts:
        old = next((one for one in live if one.name == term.clock and one.stopped_at is None), None)
        if old is not None and term.clock in doing.resume:
            clocks.resume(old, moment)
            continue
        if old is not None:
            clocks.stop(old, moment)
        limit = doing.limits.get(term.clock) or clocks.limit_of(term)
        fresh = clocks.started(type(subject).clock_model, term.clock, limit, moment)
        fresh.subject_id = subject.pk
        begun.append(fresh)
    return begun


def move_clocks(
    held: Held[Any], step: Step[Any], doing: Doing, moment: datetime, writes: Writes
) -> list[AbstractClock]:
    """Stop, pause, resume, extend and start what the step says; return the clocks that were stopped."""
    if not (step.stops or step.pauses or step.resumes or step.starts or doing.extend):
        return []
    by_name = {one.name: one for one in held.clocks}
    _move(by_name, step, doing, moment)
    begun = started_clocks(held.subject, step, doing, moment, held.clocks)
    touched = {*step.stops, *step.pauses, *step.resumes, *doing.extend, *(term.clock for term in step.starts)}
    _write(writes, [one for one in held.clocks if one.name in touched], begun)
    clocks.show_on(held.subject, held.clocks + begun)
    return [by_name[name] for name in step.stops if name in by_name]


def _move(by_name: Mapping[str, AbstractClock], step: Step[Any], doing: Doing, moment: datetime) -> None:
    for names, move in ((step.stops, clocks.stop), (step.pauses, clocks.pause), (step.resumes, clocks.resume)):
        for name in by_name.keys() & names:
            move(by_name[name], moment)
    for name, seconds in doing.extend.items():
        clocks.extend(by_name[name], seconds, moment)


def _write(writes: Writes, moved: list[AbstractClock], begun: list[AbstractClock]) -> None:
    for one in moved:
        writes.update(one, MOVING)
    for one in begun:
        writes.insert(one)


def in_the_language_of_record(words: object) -> str:
    """Return words as the record keeps them, whatever language the actor's screen speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)


def step_row(act: Act, doing: Doing, stopped: list[AbstractClock]) -> AbstractStep:
    """Return the unsaved step row with its link to the row before."""
    subject, step, capacity = act.subject, act.step, act.capacity
    facts: dict[str, Any] = {
        "seq": subject.step_seq + 1,
        "name": step.name,
        "from_state": "" if step.is_initial else subject.state,
        "to_state": step.to_state(subject.state),
        "actor_kind": capacity.kind.value,
        "account_id": capacity.account_id,
        "appointment_id": capacity.appointment_id,
        "actor_name": capacity.person_name,
        "post_name": capacity.post_name,
        "unit_name": capacity.unit_name,
        "taken_at": act.now,
        "version": table_of(subject).version,
        "ground": in_the_language_of_record(step.basis),
        "data": dict(doing.data),
        "documents": list(doing.documents),
        "idempotency_key": doing.key,
        "prev_hash": subject.step_hash,
    }
    row = type(subject).step_model(**facts)
    row.subject_id = subject.pk
    if stopped:
        row.used_seconds, row.limit_seconds = stopped[0].used_seconds, stopped[0].total_seconds
    row.hash = step_hash(hashed_facts(subject, row))
    return row


def hashed_facts(subject: AbstractSubject, row: AbstractStep) -> dict[str, Any]:
    """Return what the hash of a step row covers, in the form in which it is hashed."""
    return {
        "procedure": subject.procedure_name,
        "version": row.version,
        "number": subject.number,
        "seq": row.seq,
        "name": row.name,
        "from_state": row.from_state,
        "to_state": row.to_state,
        "account": row.account_id,
        "appointment": row.appointment_id,
        "actor_name": row.actor_name,
        "post_name": row.post_name,
        "unit_name": row.unit_name,
        "taken_at": int(row.taken_at.timestamp() * 1_000_000),
        "ground": row.ground,
        "data": row.data,
        "documents": row.documents,
        "prev_hash": row.prev_hash,
    }


def arrive(subject: AbstractSubject, row: AbstractStep, moment: datetime) -> list[str]:
    """Set the subject's own columns to what the step row says and return their names."""
    subject.state, subject.step_seq, subject.step_hash = row.to_state, row.seq, row.hash
    subject.moved_at = moment
    subject.is_open = table_of(subject).is_open(row.to_state)
    subject.closed_at = None if subject.is_open else (subject.closed_at or moment)
    return [
        "state", "step_seq", "step_hash", "moved_at", "is_open", "closed_at",
        "due_at", "warn_at", "is_clock_paused", "remaining_seconds",
    ]  # fmt: skip
