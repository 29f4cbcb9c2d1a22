"""The reach of a viewer over cases as SQL, for hand-written statements; it says the same as ``access.reach_of``.

The statement names the table ``cases_case``. Codes are compared with the operators of ``text_pattern_ops``, which a
prepared plan can use an index for where it could not for LIKE.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.utils import translation

from chengzhi.cases.enums import CaseState
from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope

LAST = "\uffff"


class Clause(NamedTuple):
    """A condition and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Clause") -> "Clause":
        return Clause(f"({self.sql}) AND ({other.sql})", (*self.params, *other.params))


ALL = Clause("TRUE")
NONE = Clause("FALSE")


def any_of(*clauses: Clause) -> Clause:
    """Return the condition that one of several holds."""
    parts = " OR ".join(one.sql for one in clauses)
    return Clause(f"({parts})", tuple(value for one in clauses for value in one.params))


def begins_with(prefix: str) -> Clause:
    """Return the condition that the cell of a case lies under a code."""
    return Clause("(cases_case.cell_code ~>=~ %s AND cases_case.cell_code ~<~ %s)", (prefix, prefix + LAST))


def reach_clause(viewer: Capacity, permission: Permission = Permission.READ) -> Clause:
    """Return the condition for the cases a right of the viewer reaches."""
    found = _scoped(viewer, viewer.scope(permission))
    if viewer.confines:
        return found & any_of(*(begins_with(prefix) for prefix in viewer.confines))
    return found


def _scoped(viewer: Capacity, scope: Scope | None) -> Clause:
    if scope is None:
        return NONE
    if scope is Scope.CITY:
        return ALL
    found = [own_clause(viewer.appointment_id)]
    if scope is not Scope.OWN:
        units = sorted(viewer.unit_ids)
        joint = "EXISTS (SELECT 1 FROM cases_jointunit j WHERE j.case_id = cases_case.id AND j.unit_id = ANY(%s))"
        found += [Clause("cases_case.handling_unit_id = ANY(%s)", (units,)), Clause(joint, (units,))]
    if scope is Scope.TERRITORY:
        found += [begins_with(prefix) for prefix in viewer.territory]
    return any_of(*found)


def own_clause(mine: int | None) -> Clause:
    """Return the condition that somebody handles, checks or has reported a case themselves."""
    if mine is None:
        return NONE
    columns = ("handler_id", "patroller_id", "reported_by_id")
    return any_of(*(Clause(f"cases_case.{column} = %s", (mine,)) for column in columns))


LIGHT = """CASE WHEN cases_case.is_clock_paused THEN 'b' WHEN cases_case.due_at IS NULL THEN NULL
    WHEN cases_case.due_at < %s THEN 'r' WHEN cases_case.warn_at <= %s THEN 'y' ELSE 'g' END"""


def light_params(now: datetime) -> tuple[datetime, datetime]:
    """Return the parameters of ``LIGHT``."""
    return now, now


@cache
def state_labels(language: str) -> str:
    """Return an SQL expression for the name of the state in a language."""
    with translation.override(language):
        names: Mapping[str, str] = {state.value: str(state.label) for state in CaseState}
    quoted = " ".join(f"WHEN '{state}' THEN '{_quoted(name)}'" for state, name in names.items())
    return f"CASE cases_case.state {quoted} END"


def _quoted(name: str) -> str:
    return name.replace("'", "''").replace("%", "%%")
