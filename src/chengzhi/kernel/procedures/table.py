"""What a procedure is: a frozen, typed table of steps that a lawyer can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.permissions import OfficialPermission, Words

if TYPE_CHECKING:
    from chengzhi.kernel.models.steps import AbstractSubject

S = TypeVar("S", bound=StrEnum)


class StateKind(StrEnum):
    """What a state means for counting, so that statistics survive new states."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal or regulatory ground of a step: source and article or clause; ``rule`` is its code in kernel.law."""

    source: Words
    article: str = ""
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.source}{self.article}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step cannot be taken now, who can remove it, and by which act."""

    reason: Words
    basis: Basis | None = None
    helper: Words = ""
    action: str = ""
    action_label: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An attempt to take a step, as guards see it; ``data`` is empty while a page asks what is possible."""

    subject: "AbstractSubject"
    step: "Step[Any]"
    capacity: Capacity
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


Guard = Callable[[Act], Refusal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A clock that a step starts: ``minutes`` of continuous or working time unless the city set another limit."""

    clock: str
    label: Words
    minutes: int
    is_working: bool = False
    basis: Basis | None = None


class InputKind(StrEnum):
    """What sort of value a step asks for; delivery packages choose the widget."""

    TEXT = "text"
    REASON = "reason"
    UNIT = "unit"
    UNITS = "units"
    PERSON = "person"
    STANDARD = "standard"
    CATEGORY = "category"
    CASE = "case"
    HOURS = "hours"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"
    MEDIA = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value that an act brings along; kept in the step row under ``name``."""

    name: str
    kind: InputKind
    label: Words
    is_required: bool = True
    hint: Words = ""
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[S]):
    """One official act: from which states, to which state, who may, on what ground, under which guards.

    ``guards`` judge the facts and are shown before the act; ``inputs`` and ``demands`` concern what the
    act brings along.
    ``target`` None means that the state stays. ``stops``, ``pauses``, ``resumes`` name clocks.
    """

    name: str
    label: Words
    sources: frozenset[S]
    target: S | None
    permission: OfficialPermission | None
    basis: Basis
    done: Words = ""
    open_to: frozenset[ActorKind] = frozenset({ActorKind.PERSON})
    guards: tuple[Guard, ...] = ()
    inputs: tuple[Input, ...] = ()
    demands: tuple[Guard, ...] = ()
    documents: tuple[str, ...] = ()
    starts: tuple[Term, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    rank: int = 50
    is_batch: bool = False
    is_destructive: bool = False
    is_initial: bool = False

    def to_state(self, current: str) -> str:
        """Return the state after the step."""
        return current if self.target is None else self.target.value


Within = Callable[["AbstractSubject", Capacity, Scope], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Generic[S]):
    """A versioned table of steps over the states of one kind of subject.

    ``within`` answers whether a scope of a capacity reaches a subject.
    """

    name: str
    label: Words
    version: int
    in_force_from: str
    states: type[S]
    kinds: Mapping[S, StateKind]
    steps: tuple[Step[S], ...]
    within: Within
    clocks: Mapping[str, Words] = field(default_factory=dict)

    def step(self, name: str) -> Step[S]:
        """Return the step of that name, or raise KeyError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def steps_from(self, state: str) -> list[Step[S]]:
        """Return the steps that leave or stay in ``state``, likeliest act first."""
        return sorted((step for step in self.steps if state in step.sources), key=lambda step: step.rank)

    def is_open(self, state: str) -> bool:
        return self.kinds[self.states(state)] in {StateKind.OPEN, StateKind.SUSPENDED}
