"""A case as one line of a list: the likeliest act of the viewer, or for whom it waits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet, Subquery, Value

from chengzhi.cases.enums import CaseState, MediaStage
from chengzhi.cases.models import Case, CaseMedia, CaseRequest, JointUnit, Supervision
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.nextacts import MOVES, decidable, waiting_for, waits_for
from chengzhi.cases.selectors.registers import with_registers
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.permissions import Words

S = CaseState


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One case on a list: the likeliest act of this viewer, or for whom it waits."""

    case: Case
    step: str
    label: Words
    waiting: str

    @property
    def pause_word(self) -> str:
        return self.case.state_label

    @property
    def rest(self) -> str:
        """Return the summary without the category that stands before it."""
        head, _dot, rest = self.case.summary.partition(" · ")
        return rest if rest and head else self.case.summary


def work_rows(viewer: Capacity, cases: QuerySet[Case], *, are_mine: bool = False) -> list[WorkRow]:
    """Return rows of cases with the likeliest act of the viewer on each, in one query.

    ``are_mine`` says that all of them are known to wait for the viewer.
    """
    before = CaseMedia.objects.filter(case=OuterRef("pk"), stage=MediaStage.BEFORE)
    asked = CaseRequest.objects.filter(decidable(viewer), case=OuterRef("pk"), decided_at=None)
    owed = JointUnit.objects.filter(case=OuterRef("pk"), unit__in=viewer.unit_ids, done_at=None)
    ordered = Supervision.objects.filter(case=OuterRef("pk"), lifted_at=None, replied_at=None)
    rows = cases.select_related("handling_unit", "patroller__person").defer("description").annotate(
        is_mine=Value(value=True) if are_mine else ExpressionWrapper(waits_for(viewer), output_field=BooleanField()),
        has_photo=Exists(before),
        asked_kind=Subquery(asked.order_by("id").values("kind")[:1]),
        owes_part=Exists(owed),
        owes_reply=Exists(ordered),
    )
    found = list(rows)
    with_registers(*found)
    return [_row(viewer, case) for case in found]


def _row(viewer: Capacity, case: Any) -> WorkRow:
    name = _likeliest(viewer, case)
    return WorkRow(case, name, CASE.step(name).label if name else "", "" if name else waiting_for(case))


def _likeliest(viewer: Capacity, case: Any) -> str:
    """Return the step this viewer will most probably take; whether it is allowed the guards say when it is opened."""
    if case.asked_kind and (case.is_mine or not case.is_open):
        return f"grant_{case.asked_kind}"
    if case.state == S.CLOSED and not case.satisfaction and case.channel.is_public and viewer.may(Permission.CALL_BACK):
        return "call_back"
    if not case.is_mine:
        return ""
    special = {S.REPORTED: _at_the_desk, S.HANDLING: _in_hand, S.DISPATCHED: _in_hand}.get(case.state)
    return special(viewer, case) if special else MOVES[case.state].step


def _at_the_desk(_viewer: Capacity, case: Any) -> str:
    if case.is_verified is False:
        return "refuse"
    if not case.cell_code:
        return "correct_facts"
    is_known = case.is_verified or case.is_urgent or not case.channel.is_public or case.has_photo
    return "accept" if is_known else "send_verify"


def _in_hand(viewer: Capacity, case: Any) -> str:
    is_ours = case.handling_unit_id in viewer.unit_ids or case.handler_id == viewer.appointment_id
    if case.owes_part and not is_ours:
        return "finish_joint_part"
    if case.state == S.DISPATCHED:
        return "take_over"
    if case.owes_reply:
        return "reply_supervision"
    is_desk = viewer.scope(Permission.HANDLE) is not Scope.OWN and case.rework_count == 0
    return "hand_down" if is_desk else "feed_back"
