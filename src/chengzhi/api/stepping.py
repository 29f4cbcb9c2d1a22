"""From what a request says to an act of the loop."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.api.items import own_media
from chengzhi.api.problems import refusals
from chengzhi.api.schemas.steps import StepIn
from chengzhi.api.stepvalues import read_values
from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.selectors.choices import CaseChoices, asked_for
from chengzhi.cases.services import CaseAct
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import Choice, Input, InputKind, Step, procedure_named

MOST_CHOICES = 200
CHOSEN = {InputKind.UNIT, InputKind.UNITS, InputKind.PERSON, InputKind.STANDARD, InputKind.CATEGORY}


def act_of(case: Case, step: Step[Any], given: StepIn, *, capacity: Capacity, seen: int, key: str) -> CaseAct:
    """Return the act that a request asks for; raises BadInput naming every value that cannot be used."""
    values = read_values(step, given.values)
    _check_offered(CaseChoices(capacity, case), step, values)
    for one in step.inputs:
        if one.kind is InputKind.MEDIA and values.get(one.name):
            values[one.name] = list(own_media(capacity, values[one.name], field=one.name))
    return CaseAct(capacity=capacity, values=values, seen=seen, key=key)


def _check_offered(ask: CaseChoices, step: Step[Any], values: Mapping[str, Any]) -> None:
    """Refuse what the form on screen would not offer."""
    faults = {}
    for one in step.inputs:
        if one.kind in CHOSEN and one.name in values:
            wanted = values[one.name] if isinstance(values[one.name], list) else [values[one.name]]
            if not {str(each) for each in wanted} <= offered(ask, one).keys():
                faults[one.name] = _("选的“%(label)s”不在可选范围内，请重新选。") % {"label": one.label}
    if faults:
        raise BadInput(faults)


def offered(ask: CaseChoices, one: Input) -> dict[str, str]:
    """Return the values that may be chosen for an input, with their names; groups are laid flat."""
    found: dict[str, str] = {}
    for value, label in ask(one):
        pairs = label if isinstance(label, list) else [(value, label)]
        found.update({str(each): str(name) for each, name in pairs if each != ""})
    return found


def shown_choice(viewer: Capacity, case: Case, choice: Choice) -> dict[str, Any]:
    """Return a step as a program reads it: what it asks for, and everything that stands against it."""
    step, ask = choice.step, CaseChoices(viewer, case)
    needed = asked_for(viewer, case, step) if choice.is_open else frozenset[str]()
    return {
        "name": step.name,
        "label": str(step.label),
        "is_open": choice.is_open,
        "is_destructive": step.is_destructive,
        "basis": str(step.basis),
        "inputs": [_shown_input(one, ask if choice.is_open else None, needed) for one in step.inputs],
        "refusals": refusals(choice.refusals),
    }


def _shown_input(one: Input, ask: CaseChoices | None, needed: frozenset[str]) -> dict[str, Any]:
    options = offered(ask, one) if ask else {}
    return {
        "name": one.name,
        "kind": one.kind.value,
        "label": str(one.label),
        "hint": str(one.hint),
        "is_required": one.is_required or one.name in needed,
        "choices": [{"value": value, "label": label} for value, label in list(options.items())[:MOST_CHOICES]],
    }


def was_written_now(row: CaseStep, key: str) -> bool:
    """Tell whether this request has written a step, and not read what another with an equal key wrote.

    A row that was written here carries the very string that was handed in; one read back carries a copy of it.
    """
    return row.idempotency_key is key


def is_same(row: CaseStep, given: StepIn) -> bool:
    """Tell whether a request says what the step kept under its key says; the services may have added to it."""
    if row.name != given.step:
        return False
    step = procedure_named(Case.procedure_name, row.version).step(row.name)
    try:
        values = read_values(step, given.values)
    except BadInput:
        return False
    said = {name: list(dict.fromkeys(one)) if isinstance(one, list) else one for name, one in values.items()}
    # Services complete dates, numbers and ticks, but never write words or attach files of their own.
    own = {one.name for one in step.inputs if one.kind in {InputKind.REASON, InputKind.TEXT, InputKind.MEDIA}}
    kept: Mapping[str, Any] = row.data
    return all(kept.get(name) == said.get(name) for name in own | said.keys())
