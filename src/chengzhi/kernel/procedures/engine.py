"""The one door: nothing else changes the state of anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chengzhi.kernel import clock as present
from chengzhi.kernel import clocks, outbox
from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject
from chengzhi.kernel.procedures.holding import Held, hold
from chengzhi.kernel.procedures.rows import Doing, arrive, move_clocks, started_clocks, step_row, steps_of, table_of
from chengzhi.kernel.procedures.table import Act, Refusal, Step
from chengzhi.kernel.writing import Writes

Subject = TypeVar("Subject", bound=AbstractSubject)


@dataclass(frozen=True, slots=True)
class Choice:
    """A step the viewer could take from here: at once if there is no refusal."""

    step: Step[Any]
    refusals: tuple[Refusal, ...]

    @property
    def is_open(self) -> bool:
        return not self.refusals


def may_take(subject: AbstractSubject, step: Step[Any], capacity: Capacity) -> bool:
    """Tell whether the capacity holds the step's permission and its scope reaches the subject."""
    if capacity.kind not in step.open_to:
        return False
    if step.permission is None or capacity.kind is not ActorKind.PERSON:
        return True
    scope = capacity.scope(step.permission)
    return scope is not None and table_of(subject).within(subject, capacity, scope)


def available_steps(subject: AbstractSubject, capacity: Capacity) -> list[Choice]:
    """Return the steps this capacity may take in the present state, each with what stands against it."""
    moment = present.now()
    return [
        Choice(step, tuple(_refusals(step.guards, Act(subject=subject, step=step, capacity=capacity, now=moment))))
        for step in table_of(subject).steps_from(subject.state)
        if may_take(subject, step, capacity)
    ]


def _refusals(guards: tuple[Any, ...], act: Act) -> list[Refusal]:
    return [refusal for guard in guards if (refusal := guard(act)) is not None]


def judge(act: Act) -> list[Refusal]:
    """Return every reason against the act: state, power, facts and what it brings along."""
    step, subject = act.step, act.subject
    if not _begins_or_leads_on(subject, step):
        state = table_of(subject).states(subject.state)
        label = getattr(state, "label", state)
        return [Refusal(_("现在是“%(state)s”，不能“%(step)s”。") % {"state": label, "step": step.label}, step.basis)]
    found: list[Refusal] = []
    if not may_take(subject, step, act.capacity):
        found.append(_no_power(act))
    return found + _refusals(step.guards, act) + _missing(act) + _refusals(step.demands, act)


def _begins_or_leads_on(subject: AbstractSubject, step: Step[Any]) -> bool:
    """Tell whether a first step meets a subject that has none yet, or any other step a state that it leads on from."""
    return subject.step_seq == 0 if step.is_initial else subject.state in step.sources


def _missing(act: Act) -> list[Refusal]:
    """Return a reason for every required input that the act does not bring."""
    return [
        Refusal(_("没有填“%(label)s”。") % {"label": one.label}, action=one.name)
        for one in act.step.inputs
        if one.is_required and act.data.get(one.name) in (None, "", [], ())
    ]


def _no_power(act: Act) -> Refusal:
    power = act.step.permission.label if act.step.permission else act.step.label
    return Refusal(
        _("您现在的身份没有“%(power)s”的权限，或案件不在您的范围。") % {"power": power},
        act.step.basis,
        helper=_("有这项权限的岗位"),
    )


def begin(
    subject: AbstractSubject, step_name: str, *, capacity: Capacity, doing: Doing, into: Writes | None = None
) -> AbstractStep:
    """Open a new subject by its first step and save both; raises StepRefused with all reasons.

    With ``into`` the rows are only added there: whoever gave it sends them with rows of its own, in one transaction.
    """
    rows = opening_rows(subject, step_name, capacity=capacity, doing=doing, moment=present.now())
    writes = Writes() if into is None else into
    rows.add_to(writes, subject)
    if into is None:
        with transaction.atomic():
            writes.send()
    return rows.step


@dataclass(slots=True)
class Telling:
    """The event of a step, completed once the subject has its key."""

    subject: AbstractSubject
    row: AbstractStep
    subject_id: int = 0

    def event(self) -> outbox.StepTaken:
        return outbox.StepTaken(
            self.subject.procedure_name, self.subject_id, self.subject.number, self.row.name,
            self.row.seq, self.row.from_state, self.row.to_state,
        )  # fmt: skip


@dataclass(slots=True)
class OpeningRows:
    """What a first step writes besides the subject itself."""

    step: AbstractStep
    clocks: list[AbstractClock]
    told: Telling

    def add_to(self, writes: Writes, subject: AbstractSubject) -> None:
        """Add the subject and what belongs to it, each with its keys."""
        writes.insert(subject)
        rows: list[AbstractStep | AbstractClock] = [self.step, *self.clocks]
        for row in rows:
            row.subject_id = subject.pk
            writes.insert(row)
        self.told.subject_id = subject.pk
        writes.insert(outbox.row(self.told.event()))


def opening_rows(
    subject: AbstractSubject, step_name: str, *, capacity: Capacity, doing: Doing, moment: datetime
) -> OpeningRows:
    """Judge a first step and return its rows unsaved, with the subject's own columns set."""
    step = table_of(subject).step(step_name)
    act = Act(subject=subject, step=step, capacity=capacity, now=moment, data=doing.data)
    reasons = judge(act)
    if reasons:
        raise StepRefused(reasons)
    subject.opened_at = subject.moved_at = moment
    clock_rows = started_clocks(subject, step, doing, moment, [])
    clocks.show_on(subject, clock_rows)
    row = step_row(act, doing, [])
    arrive(subject, row, moment)
    return OpeningRows(row, clock_rows, Telling(subject, row))


def advance(
    subject: Subject, step_name: str, *, capacity: Capacity, doing: Doing, held: Held[Subject] | None = None
) -> AbstractStep:
    """Take a step: lock, judge, append the step row, move the clocks, change the state, tell the outbox.

    Returns the step row; a repeated ``doing.key`` returns the row written the first time.
    ``subject`` carries the new values afterwards. A caller that already holds the row's lock gives ``held``, and deals
    with a repeated key itself (``taken_before``). Raises StepRefused, SubjectMoved, or NotFound for no such step.
    """
    if held is not None:
        return _take(held, step_name, capacity, doing)
    try:
        with transaction.atomic():
            own = hold(type(subject), subject.pk)
            done = _take(own, step_name, capacity, doing)
        show(own.subject, subject)
    except (StepRefused, SubjectMoved, IntegrityError):
        earlier = taken_before(subject, doing.key)
        if earlier is None:
            raise
        subject.refresh_from_db()
        return earlier
    return done


def show(changed: AbstractSubject, shown: AbstractSubject) -> None:
    """Give a caller's copy of a subject the values of the one that was locked and changed."""
    for column in changed._meta.concrete_fields:
        setattr(shown, column.attname, getattr(changed, column.attname))


def taken_before(subject: AbstractSubject, key: str) -> AbstractStep | None:
    """Return the step that an earlier request with the same key took; looked for once this one has failed.

    A repeated request fails by itself, at the latest at the unique index on key and subject: looking first would cost
    every request a query for the sake of the few that repeat.
    """
    if not key:
        return None
    done: AbstractStep | None = steps_of(subject).filter(idempotency_key=key).first()
    return done


def _named(subject: AbstractSubject, step_name: str) -> Step[Any]:
    try:
        return table_of(subject).step(step_name)
    except KeyError:
        raise NotFound from None


def _take(held: Held[Any], step_name: str, capacity: Capacity, doing: Doing) -> AbstractStep:
    subject = held.subject
    step = _named(subject, step_name)
    moment = max(present.now(), subject.moved_at)
    if doing.seen is not None and doing.seen != subject.step_seq:
        raise SubjectMoved(_newer(subject, doing.seen))
    act = Act(subject=subject, step=step, capacity=capacity, now=moment, data=doing.data)
    reasons = judge(act)
    if reasons:
        raise StepRefused(reasons)
    writes = Writes()
    row = step_row(act, doing, move_clocks(held, step, doing, moment, writes))
    writes.insert(row)
    for name, value in doing.changes.items():
        setattr(subject, name, value)
    writes.update(subject, [*arrive(subject, row, moment), *doing.changes])
    writes.insert(outbox.row(Telling(subject, row, subject.pk).event()))
    writes.send()
    return row


def _newer(subject: AbstractSubject, seen: int) -> list[str]:
    table = table_of(subject)
    rows = steps_of(subject).filter(seq__gt=seen).order_by("seq")
    return [
        _("%(who)s %(when)s %(step)s") % {
            "who": row.actor_name or row.post_name or _("系统"),
            "when": f"{row.taken_at.astimezone(present.now().tzinfo):%H:%M}",
            "step": table.step(row.name).done or table.step(row.name).label,
        }
        for row in rows
    ]  # fmt: skip
