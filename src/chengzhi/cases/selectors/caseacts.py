"""What a viewer can do with a case now, what stands against the next act, and which other capacity could take it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from chengzhi.cases.models import Case
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.procedures import Act, Choice, Refusal, Step, available_steps, table_of
from chengzhi.kernel.procedures.engine import judge

# Acts up to this rank carry the case on; those behind stand beside the way.
LIKELY = 39


@dataclass(frozen=True, slots=True)
class CaseActs:
    """The acts of one case for one capacity: the likeliest, the others, and the next ones that are refused."""

    primary: Choice | None = None
    others: list[Choice] = field(default_factory=list)
    blocked: list[Choice] = field(default_factory=list)

    @property
    def open_names(self) -> frozenset[str]:
        own = [self.primary] if self.primary else []
        return frozenset(one.step.name for one in (*own, *self.others))


def case_acts(viewer: Capacity, case: Case) -> CaseActs:
    """Return the acts the viewer may take, the likeliest apart; what merely does not apply is left out."""
    choices = available_steps(case, viewer)
    opened = [one for one in choices if one.is_open]
    primary = next((one for one in opened if one.step.rank <= LIKELY and not one.step.is_destructive), None)
    others = [one for one in opened if one is not primary]
    return CaseActs(primary, others, [one for one in choices if not one.is_open and _can_be_helped(one.refusals)])


def _can_be_helped(refusals: Iterable[Refusal]) -> bool:
    """Tell whether anybody can remove the reasons; an act without such a reason simply does not apply."""
    return any(one.helper or one.action for one in refusals)


def chosen_step(case: Case, name: str) -> Step[Any]:
    """Return a step of the case's procedure by name, or raise NotFound; a first step lies behind every case."""
    try:
        step = table_of(case).step(name)
    except KeyError:
        raise NotFound from None
    if step.is_initial:
        raise NotFound
    return step


def reasons_against(viewer: Capacity, case: Case, step: Step[Any]) -> list[Refusal]:
    """Return what stands against a step before anything is filled in: state, power, facts."""
    act = Act(subject=case, step=step, capacity=viewer, now=clock.now())
    brought = [refusal for demand in step.demands if (refusal := demand(act)) is not None]
    asked = {one.name for one in step.inputs}
    return [one for one in judge(act) if one not in brought and one.action not in asked]


def acts_elsewhere(case: Case, capacities: Iterable[Capacity]) -> list[tuple[Capacity, Step[Any]]]:
    """Return the other capacities of a person that could carry the case on, each with its likeliest act."""
    found = []
    for capacity in capacities:
        acts = case_acts(capacity, case)
        if acts.primary is not None:
            found.append((capacity, acts.primary.step))
    return found
