"""Whose move it is: for each open state the act that carries the case on, and which open cases wait for a viewer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.enums import CaseState, RequestKind
from chengzhi.cases.models import Case, CaseRequest, JointUnit
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.access import NOTHING, reach_of
from chengzhi.kernel import clock
from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.permissions import OfficialPermission, Words

S = CaseState
# Requests and the right that decides them.
DECIDES = {
    RequestKind.EXTENSION: Permission.DISPATCH,
    RequestKind.HOLD: Permission.DISPATCH,
    RequestKind.APPEAL: Permission.DISPATCH,
    RequestKind.VOID: Permission.FILE,
}


@dataclass(frozen=True, slots=True)
class Move:
    """The act that carries a case on from a state, and the right it needs."""

    step: str
    permission: OfficialPermission


def _moves() -> dict[str, Move]:
    """Return the likeliest moving step of every open state, as the procedure ranks them."""
    found: dict[str, Move] = {}
    for state in CASE.states:
        for step in CASE.steps_from(state):
            moves = step.target is not None and ActorKind.PERSON in step.open_to and step.permission is not None
            if moves and CASE.is_open(state) and step.permission is not None:
                found[state.value] = Move(step.name, step.permission)
                break
    return found


MOVES = _moves()
NEXT: dict[str, Words] = {
    S.REPORTED: gettext_lazy("受理员受理"),
    S.VERIFYING: gettext_lazy("%(patroller)s核实"),
    S.ACCEPTED: gettext_lazy("值班长立案"),
    S.FILED: gettext_lazy("派遣员派遣"),
    S.DISPATCHED: gettext_lazy("%(unit)s接收"),
    S.HANDLING: gettext_lazy("%(handler)s处置"),
    S.RETURNED: gettext_lazy("派遣员改派"),
    S.ON_HOLD: gettext_lazy("派遣员恢复"),
    S.IN_CONFERENCE: gettext_lazy("会商定责任单位"),
    S.HANDLED: gettext_lazy("派遣员督查"),
    S.INSPECTED: gettext_lazy("受理员发核查"),
    S.CHECKING: gettext_lazy("%(patroller)s核查"),
    S.CHECK_FAILED: gettext_lazy("派遣员定返工"),
    S.CHECKED: gettext_lazy("值班长结案"),
    S.SELF_HANDLED: gettext_lazy("受理员审核自处理"),
}
OUT_ON_THE_SPOT = {S.VERIFYING, S.CHECKING}


def waits_for(viewer: Capacity) -> Q:
    """Return the open cases whose next act is this viewer's: by state, right, scope, and person where one is named."""
    found = NOTHING
    for part in waiting_parts(viewer):
        found |= (Q(state__in=part.states) & part.condition) if part.states else part.condition
    return Q(is_open=True) & found


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """One reason why open cases wait for somebody; ``states`` empty means that it holds in any state.

    ``permission`` is the right whose reach the condition holds, where it is one.
    """

    states: frozenset[str]
    condition: Q
    permission: OfficialPermission | None = None


def waiting_parts(viewer: Capacity) -> Iterator[WaitingPart]:
    """Yield why cases wait for a viewer: a step of theirs comes next, a request to decide, a part of joint work."""
    for permission in dict.fromkeys(move.permission for move in MOVES.values()):
        if not viewer.may(permission):
            continue
        states = frozenset(state for state, move in MOVES.items() if move.permission == permission)
        for some in (states - {S.ON_HOLD}, states & {S.ON_HOLD}):
            if some:
                yield WaitingPart(some, reach_of(viewer, permission) & _in_person(viewer, some), permission)
    yield from (WaitingPart(frozenset(), one) for one in (*_decides(viewer), *_owes_a_part(viewer)))


def _in_person(viewer: Capacity, states: frozenset[str]) -> Q:
    """Narrow to the person who was sent, the unit that was chosen, and holds whose day has come."""
    mine = viewer.appointment_id
    narrow = Q()
    if states & OUT_ON_THE_SPOT:
        narrow &= Q(patroller=mine)
    if S.HANDLING in states:
        narrow &= Q(handler=mine) | Q(handler=None, handling_unit__in=viewer.unit_ids)
    if S.ON_HOLD in states:
        come = CaseRequest.objects.filter(
            case=OuterRef("pk"), kind=RequestKind.HOLD, is_granted=True, until__lte=clock.now().date()
        )
        narrow &= Q(Exists(come))
    return narrow


def decidable(viewer: Capacity) -> Q:
    """Return the kinds of request this viewer decides, as a condition on requests."""
    return Q(kind__in=decidable_kinds(viewer))


def decidable_kinds(viewer: Capacity) -> list[str]:
    """Return the kinds of request this viewer decides."""
    return [kind.value for kind, permission in DECIDES.items() if viewer.may(permission)]


def _decides(viewer: Capacity) -> Iterator[Q]:
    for permission in dict.fromkeys(DECIDES.values()):
        kinds = [kind for kind, right in DECIDES.items() if right == permission]
        if viewer.may(permission):
            pending = CaseRequest.objects.filter(kind__in=kinds, decided_at=None)
            yield Q(pk__in=pending.values("case")) & reach_of(viewer, permission)


def _owes_a_part(viewer: Capacity) -> Iterator[Q]:
    if viewer.may(Permission.HANDLE) and viewer.unit_ids:
        open_parts = JointUnit.objects.filter(unit__in=viewer.unit_ids, done_at=None)
        yield Q(pk__in=open_parts.values("case"), state__in=[S.DISPATCHED, S.HANDLING])


def next_actor(case: Case) -> str:
    """Return who does what next, in words: 值班长立案; empty where nothing is to be done."""
    unit = case.handling_unit.label if case.handling_unit else _("处置单位")
    patroller = case.patroller.person.name if case.patroller else _("采集员")
    names = {"unit": unit, "handler": case.handler_name or unit, "patroller": patroller}
    return str(NEXT[case.state]) % names if case.state in NEXT else ""


def waiting_for(case: Case) -> str:
    """Return for whom a case waits: 等值班长立案."""
    actor = next_actor(case)
    return _("等%(actor)s") % {"actor": actor} if actor else case.state_label
