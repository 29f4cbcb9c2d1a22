"""A case as one line of a list: the likeliest act of the viewer, or for whom it waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import prefetch_related_objects

from chengzhi.cases.enums import CaseState, MediaStage
from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.nextacts import MOVES, decidable_kinds, waiting_for, waits_for
from chengzhi.cases.selectors.registers import with_registers
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.prepared import send_together
from chengzhi.kernel.reading import whole

S = CaseState


# What else belongs to a case that its likeliest act depends on.
MARKS = """
    SELECT c.id,
        EXISTS (SELECT FROM cases_casemedia m WHERE m.case_id = c.id AND m.stage = %s),
        (SELECT r.kind FROM cases_caserequest r WHERE r.case_id = c.id AND r.decided_at IS NULL
            AND r.kind = ANY(%s::text[]) ORDER BY r.id LIMIT 1),
        EXISTS (SELECT FROM cases_jointunit j WHERE j.case_id = c.id AND j.done_at IS NULL AND j.unit_id = ANY(%s::bigint[])),
        EXISTS (SELECT FROM cases_supervision s WHERE s.case_id = c.id AND s.lifted_at IS NULL AND s.replied_at IS NULL)
    FROM unnest(%s::bigint[]) AS c (id)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A case and what decides which act of the viewer is the likeliest."""

    case: Case
    is_mine: bool
    has_photo: bool
    asked_kind: str | None
    owes_part: bool
    owes_reply: bool


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


def work_rows(viewer: Capacity, keys: Sequence[int], *, are_mine: bool = False) -> list[WorkRow]:
    """Return the lines of cases in the order of their keys, with the likeliest act of the viewer on each.

    ``are_mine`` says that all of them are known to wait for the viewer.
    """
    if not keys:
        return []
    rows, marks = send_together([(_cases(), (_array(keys),)), (MARKS, _marking(viewer, keys))])
    found = {one.pk: one for one in whole(Case).made_of(rows)}
    mine = set(found) if are_mine else _mine(viewer, keys)
    lines = {key: Line(found[key], key in mine, *told) for key, *told in marks if key in found}
    with_registers(*found.values())
    others = [one.case for one in lines.values() if not one.is_mine]
    prefetch_related_objects(others, "handling_unit", "patroller__person")
    return [_row(viewer, lines[key]) for key in keys if key in lines]


@cache
def _cases() -> str:
    return whole(Case).where("id = ANY(%s)")


def _array(values: Iterable[object]) -> str:
    """Return keys or codes of ours as PostgreSQL writes an array."""
    return f"{{{','.join(map(str, values))}}}"


def _marking(viewer: Capacity, keys: Sequence[int]) -> tuple[str, ...]:
    return (MediaStage.BEFORE.value, _array(decidable_kinds(viewer)), _array(viewer.unit_ids), _array(keys))


def _mine(viewer: Capacity, keys: Sequence[int]) -> set[int]:
    return set(Case.objects.filter(waits_for(viewer), pk__in=keys).values_list("pk", flat=True))


def _row(viewer: Capacity, line: Line) -> WorkRow:
    name = _likeliest(viewer, line)
    return WorkRow(line.case, name, CASE.step(name).label if name else "", "" if name else waiting_for(line.case))


def _likeliest(viewer: Capacity, line: Line) -> str:
    """Return the step this viewer will most probably take; whether it is allowed the guards say when it is opened."""
    case = line.case
    if line.asked_kind and (line.is_mine or not case.is_open):
        return f"grant_{line.asked_kind}"
    if case.state == S.CLOSED and not case.satisfaction and case.channel.is_public and viewer.may(Permission.CALL_BACK):
        return "call_back"
    if not line.is_mine:
        return ""
    special = {S.REPORTED: _at_the_desk, S.HANDLING: _in_hand, S.DISPATCHED: _in_hand}.get(CaseState(case.state))
    return special(viewer, line) if special else MOVES[case.state].step


def _at_the_desk(_viewer: Capacity, line: Line) -> str:
    case = line.case
    if case.is_verified is False:
        return "refuse"
    if not case.cell_code:
        return "correct_facts"
    is_known = case.is_verified or case.is_urgent or not case.channel.is_public or line.has_photo
    return "accept" if is_known else "send_verify"


def _in_hand(viewer: Capacity, line: Line) -> str:
    case = line.case
    is_ours = case.handling_unit_id in viewer.unit_ids or case.handler_id == viewer.appointment_id
    if line.owes_part and not is_ours:
        return "finish_joint_part"
    if case.state == S.DISPATCHED:
        return "take_over"
    if line.owes_reply:
        return "reply_supervision"
    is_desk = viewer.scope(Permission.HANDLE) is not Scope.OWN and case.rework_count == 0
    return "hand_down" if is_desk else "feed_back"
