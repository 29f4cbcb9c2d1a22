"""System checks of every procedure table, run before the server starts."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from chengzhi.kernel.permissions import UnknownPermissionError, permission
from chengzhi.kernel.procedures.registry import all_procedures
from chengzhi.kernel.procedures.table import Procedure, StateKind, Step


def check_procedures(**_kwargs: Any) -> list[CheckMessage]:
    """Report what is wrong with any registered procedure."""
    return [message for procedure in all_procedures() for message in faults(procedure)]


def faults(procedure: Procedure[Any]) -> Iterator[CheckMessage]:
    """Yield an error for each unreachable state, dead end, doubled name, unknown right or clock."""
    checks = (_doubled_names, _unreachable, _dead_ends, _exits_from_the_end, _unknown_rights, _unknown_clocks)
    for number, check in enumerate(checks, start=1):
        for words in check(procedure):
            yield Error(f"{procedure.name} v{procedure.version}: {words}", id=f"kernel.P{number:03}")


def _doubled_names(procedure: Procedure[Any]) -> Iterator[str]:
    names = [step.name for step in procedure.steps]
    yield from (f"step {name} stands twice" for name in sorted({one for one in names if names.count(one) > 1}))


def _targets(steps: Iterable[Step[Any]]) -> set[Any]:
    return {step.target for step in steps if step.target is not None}


def _unreachable(procedure: Procedure[Any]) -> Iterator[str]:
    reached = _targets(step for step in procedure.steps if step.is_initial)
    while more := _targets(step for step in procedure.steps if step.sources & reached) - reached:
        reached |= more
    yield from (f"state {state} cannot be reached" for state in procedure.states if state not in reached)


def _dead_ends(procedure: Procedure[Any]) -> Iterator[str]:
    leaving = {state for step in procedure.steps if step.target is not None for state in step.sources}
    for state in procedure.states:
        if procedure.kinds[state] in {StateKind.OPEN, StateKind.SUSPENDED} and state not in leaving:
            yield f"nothing leads out of {state}"


def _exits_from_the_end(procedure: Procedure[Any]) -> Iterator[str]:
    ended = {state for state, kind in procedure.kinds.items() if kind is StateKind.ENDED}
    yield from (f"step {step.name} leaves an ended state" for step in procedure.steps if step.sources & ended)


def _unknown_rights(procedure: Procedure[Any]) -> Iterator[str]:
    for step in procedure.steps:
        try:
            if step.permission is not None:
                permission(step.permission.value)
        except UnknownPermissionError:
            yield f"step {step.name} asks for the undeclared permission {step.permission}"


def _unknown_clocks(procedure: Procedure[Any]) -> Iterator[str]:
    for step in procedure.steps:
        named = {*step.stops, *step.pauses, *step.resumes, *(term.clock for term in step.starts)}
        yield from (f"step {step.name} names the unknown clock {name}" for name in named - set(procedure.clocks))
