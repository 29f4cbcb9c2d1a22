"""The steps of a case as JSON rows written by the database, from the first on, by key."""

from chengzhi.cases.models import CaseStep
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.reachsql import reach_clause
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.prepared import fetch_rows

STEPS = """SELECT s.seq, s.name, json_build_object('seq', s.seq, 'name', s.name, 'from_state', s.from_state,
    'to_state', s.to_state, 'actor_kind', s.actor_kind, 'actor_name', s.actor_name, 'post_name', s.post_name,
    'unit_name', s.unit_name, 'taken_at', s.taken_at, 'ground', s.ground, 'data', s.data, 'used_seconds', s.used_seconds,
    'limit_seconds', s.limit_seconds, 'prev_hash', s.prev_hash, 'hash', s.hash)::text
FROM cases_case LEFT JOIN cases_casestep s ON s.subject_id = cases_case.id AND s.seq > %s
WHERE cases_case.number = %s AND """


def case_steps(viewer: Capacity, number: str, *, after: int, limit: int) -> list[tuple[int, str, str]]:
    """Return sequence number, label and JSON of the steps behind one; raise NotFound outside the viewer's reach."""
    where = reach_clause(viewer, Permission.READ)
    sql = f"{STEPS} {where.sql} ORDER BY s.seq LIMIT %s"
    rows = fetch_rows(sql, (after, number, *where.params, limit))
    if not rows:
        raise NotFound
    return [(seq, label_of(name), text) for seq, name, text in rows if seq is not None]


def step_under(key: str, number: str) -> CaseStep | None:
    """Return the step of a case that was taken under an idempotency key; whoever has the key has taken it."""
    return CaseStep.objects.filter(idempotency_key=key, subject__number=number).first()


def label_of(name: str) -> str:
    """Return the name of a step in the reader's language."""
    return str(CASE.step(name).label)
