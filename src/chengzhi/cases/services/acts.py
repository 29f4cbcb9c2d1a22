"""How an act of the loop is taken: lock, prepare, advance, and what hangs on it, all in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import IntegrityError, transaction

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.models import Case, CaseMedia, CaseStep
from chengzhi.cases.selectors.registers import with_registers
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.errors import BadInput, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Doing, Held, advance, hold, show, taken_before

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAct:
    """What somebody wants done: in which capacity, with which values by input name.

    ``seen`` is the number of the last step the actor had read; ``key`` makes a repeated request harmless.
    Media are ids of evidence items the actor has just handed in.
    """

    capacity: Capacity
    values: Values = field(default_factory=dict)
    seen: int | None = None
    key: str = ""

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "").strip()

    @property
    def media(self) -> list[int]:
        return [int(one) for one in self.values.get("media") or []]


@dataclass(slots=True, kw_only=True)
class Prepared:
    """What a step changes besides the state, and what is written after it."""

    data: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, ClockLimit] = field(default_factory=dict)
    resume: frozenset[str] = frozenset()
    extend: dict[str, int] = field(default_factory=dict)
    media_stage: MediaStage = MediaStage.OTHER
    after: Callable[[CaseStep], None] | None = None


Prepare = Callable[[Case, CaseAct], Prepared]
_prepare: dict[str, Prepare] = {}


def official_act(*steps: str) -> Callable[[Prepare], Prepare]:
    """Name the steps whose consequences a function prepares."""

    def decorate(prepare: Prepare) -> Prepare:
        _prepare.update(dict.fromkeys(steps, prepare))
        return prepare

    return decorate


def take_step(case: Case, step: str, act: CaseAct) -> CaseStep:
    """Take a step on a case and return its row; ``case`` carries the new values afterwards.

    Raises StepRefused with all reasons, BadInput for values that cannot be used, SubjectMoved when somebody
    was faster, NotFound. A repeated ``act.key`` returns the row written the first time.
    """
    try:
        with transaction.atomic():
            held = hold(Case, case.pk)
            row = _take(held, step, act)
        show(held.subject, case)
    except (StepRefused, BadInput, SubjectMoved, IntegrityError):
        earlier = taken_before(case, act.key)
        if earlier is None:
            raise
        case.refresh_from_db()
        return cast("CaseStep", earlier)
    return row


def _take(held: Held[Case], step: str, act: CaseAct) -> CaseStep:
    case = held.subject
    with_registers(case)
    prepared = _prepare.get(step, plain)(case, act)
    data = {**_plain_values(act.values), **prepared.data}
    doing = Doing(
        data=data,
        changes=prepared.changes,
        limits=prepared.limits,
        resume=prepared.resume,
        extend=prepared.extend,
        seen=act.seen,
        key=act.key,
    )
    row = cast("CaseStep", advance(case, step, capacity=act.capacity, doing=doing, held=held))
    attach_media(case, act.media, prepared.media_stage, row.seq)
    if prepared.after:
        prepared.after(row)
    return row


def plain(_case: Case, _act: CaseAct) -> Prepared:
    """Prepare nothing: the step speaks for itself."""
    return Prepared()


def _plain_values(values: Values) -> dict[str, Any]:
    """Return the values that are kept in the step row: everything that was filled in."""
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}


def attach_media(case: Case, items: list[int], stage: MediaStage, seq: int) -> None:
    """Tie evidence items to a step of a case; an item already tied to the same stage stays as it is."""
    if not items:
        return
    CaseMedia.objects.bulk_create(
        [CaseMedia(case=case, item_id=item, stage=stage, step_seq=seq) for item in items], ignore_conflicts=True
    )
