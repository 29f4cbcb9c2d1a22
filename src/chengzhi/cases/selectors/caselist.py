"""Pages of the work lists as JSON rows written by the database: one statement each, by key and not by offset.

What is on a list is said by ``worklists`` alone; its condition is compiled once for a viewer and kept for the day.
Lists of open cases go by deadline and are read state by state from the index that is in that order; the others go from
the newest back, and from the last moved back where they hold ended cases only or ask for what has moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Q

from chengzhi.cases.enums import CaseState, SupervisionLevel
from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.nextacts import waiting_parts
from chengzhi.cases.selectors.reachsql import (
    ALL,
    LIGHT,
    NONE,
    Clause,
    begins_with,
    light_params,
    own_clause,
    reach_clause,
    state_labels,
)
from chengzhi.cases.selectors.worklists import LISTS, matches
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.clocks import Light
from chengzhi.kernel.prepared import fetch_rows

MOST = 200
KEPT = 4000
OPEN_STATES = [state.value for state in CaseState if CASE.is_open(state.value)]
TIMED = frozenset({"stock"})
IN_ONE_STATE: dict[str, tuple[str, ...]] = {
    "on_hold": (CaseState.ON_HOLD.value,),
    "stock": (CaseState.ON_HOLD.value,),
    "verifying": (CaseState.VERIFYING.value,),
    "checking": (CaseState.CHECKING.value,),
    "self_handled": (CaseState.SELF_HANDLED.value,),
}
ROW = """cases_case.number, cases_case.state, {labels} AS state_label, cases_case.is_open, cases_case.step_seq,
    {light} AS light, cases_case.due_at, cases_case.warn_at, cases_case.is_clock_paused, cases_case.remaining_seconds,
    cases_case.is_urgent, cases_case.supervision, cases_case.grade, cases_case.summary, cases_case.place,
    cases_case.lon, cases_case.lat, cases_case.cell_code, cases_case.area_name,
    json_build_object('id', category.id, 'code', category.code, 'name', category.name) AS category,
    json_build_object('code', channel.code, 'name', channel.name) AS channel,
    (SELECT json_build_object('id', u.id, 'name', u.name) FROM organisation_unit u
        WHERE u.id = cases_case.handling_unit_id) AS handling_unit, cases_case.handler_name,
    cases_case.joined_reports, cases_case.opened_at, cases_case.moved_at, cases_case.closed_at"""
# Written out, so that a prepared plan knows the index of ended cases and that of voided ones to hold them.
ENDED = {
    "voided": Clause("NOT cases_case.is_open AND cases_case.state <> 'closed'"),
    "closed": Clause("NOT cases_case.is_open AND cases_case.state = 'closed'"),
}
OPEN_OR_ENDED = ("cases_case.is_open", "NOT cases_case.is_open")
PLAIN = {
    "state": "cases_case.state = %s",
    "grade": "cases_case.grade = %s",
    "category": "cases_case.category_id = %s",
    "channel": "cases_case.channel_id = (SELECT id FROM cases_channel WHERE code = %s)",
    "updated_since": "cases_case.moved_at >= %s",
}
TABLES = """cases_channel channel, catalogue_category category
    WHERE channel.id = cases_case.channel_id AND category.id = cases_case.category_id"""


class After(NamedTuple):
    """Where a page ended: the sort key of its last row."""

    at: datetime | None
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What is asked of a list; empty values ask for nothing special. ``name`` empty is every case within reach."""

    name: str = ""
    state: str = ""
    light: str = ""
    street: str = ""
    category: int | None = None
    channel: str = ""
    grade: str = ""
    text: str = ""
    updated_since: datetime | None = None

    @property
    def is_by_deadline(self) -> bool:
        return bool(self.name) and LISTS[self.name].is_open

    @property
    def newest(self) -> str:
        """Return the column by which a list goes that does not go by deadline."""
        return "moved_at" if self.name in ENDED or self.updated_since else "opened_at"


@dataclass(frozen=True, slots=True)
class ListPage:
    """The rows of a page as JSON, and where it ended if there is more."""

    rows: list[str]
    after: After | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a list: its condition, and the states in which it can hold at all, where they are known."""

    states: tuple[str, ...]
    where: Clause


def case_list(viewer: Capacity, query: ListQuery, *, language: str, limit: int, after: After | None = None) -> ListPage:
    """Return one page of a list: the cases that the viewer may see, each as a JSON row; moments are in UTC."""
    now = clock.now()
    pieces, narrow = _held(viewer, query.name, now), _narrowed(query, now)
    if query.is_by_deadline:
        source = _by_deadline(pieces, narrow & _key_by_deadline(after), limit + 1)
    else:
        source = _by_age(query, pieces[0].where & narrow & _key_by_age(query.newest, after), limit + 1)
    statement = _statement(source.sql, language, is_by_deadline=query.is_by_deadline)
    rows = fetch_rows(statement, (*source.params, *light_params(now)))
    more = After(*rows[limit - 1][1:]) if len(rows) > limit else None
    return ListPage([row[0] for row in rows[:limit]], more)


def _key_by_deadline(after: After | None) -> Clause:
    if after is None:
        return ALL
    if after.at is None:
        return Clause("cases_case.due_at IS NULL AND cases_case.id > %s", (after.id,))
    later = "cases_case.due_at > %s OR (cases_case.due_at = %s AND cases_case.id > %s) OR cases_case.due_at IS NULL"
    return Clause(later, (after.at, after.at, after.id))


def _key_by_age(column: str, after: After | None) -> Clause:
    if after is None:
        return ALL
    return Clause(f"(cases_case.{column}, cases_case.id) < (%s, %s)", (after.at, after.id))


def _by_deadline(pieces: Iterable[Piece], narrow: Clause, most: int) -> Clause:
    """Return the ids of a page in the order of their deadlines: the first of each piece and state, merged."""
    found = [_first(piece, narrow, most) for piece in pieces]
    union = " UNION ".join(one.sql for one in found) or "SELECT id, due_at AS at FROM cases_case WHERE FALSE"
    params = tuple(value for one in found for value in one.params)
    parts = ("SELECT one.id, one.at FROM (", union, ") one ORDER BY one.at, one.id LIMIT %s")
    return Clause(" ".join(parts), (*params, most))


def _first(piece: Piece, narrow: Clause, most: int) -> Clause:
    whole = piece.where & narrow
    rows = (
        "(SELECT cases_case.id, cases_case.due_at AS at FROM cases_case WHERE cases_case.is_open AND", whole.sql,
        "{state} ORDER BY cases_case.due_at, cases_case.id LIMIT %s)",
    )  # fmt: skip
    text = " ".join(rows)
    if not piece.states:
        return Clause(text.replace("{state}", ""), (*whole.params, most))
    if len(piece.states) == 1:  # written out, so that the plan knows how many there are
        return Clause(text.replace("{state}", f"AND cases_case.state = '{piece.states[0]}'"), (*whole.params, most))
    each = text.replace("{state}", "AND cases_case.state = wanted.state")
    parts = ("(SELECT first.id, first.at FROM unnest(%s::text[]) AS wanted(state), LATERAL", each, "first)")
    return Clause(" ".join(parts), (list(piece.states), *whole.params, most))


def _by_age(query: ListQuery, where: Clause, most: int) -> Clause:
    """Return the ids of a page from the newest back; what has moved is looked for among open and ended ones apart."""
    if query.updated_since is None or query.name in ENDED:
        return _newest(query.newest, where, most)
    running, ended = (_newest(query.newest, Clause(sql) & where, most) for sql in OPEN_OR_ENDED)
    parts = (
        "SELECT one.id, one.at FROM ((", running.sql, ") UNION ALL (", ended.sql, ")) one",
        "ORDER BY one.at DESC, one.id DESC LIMIT %s",
    )  # fmt: skip
    return Clause(" ".join(parts), (*running.params, *ended.params, most))


def _newest(column: str, where: Clause, most: int) -> Clause:
    at = f"cases_case.{column}"
    parts = (
        "SELECT cases_case.id,", at, "AS at FROM cases_case WHERE", where.sql,
        "ORDER BY", at, "DESC, cases_case.id DESC LIMIT %s",
    )  # fmt: skip
    return Clause(" ".join(parts), (*where.params, most))


@lru_cache(maxsize=1024)
def _statement(page: str, language: str, *, is_by_deadline: bool) -> str:
    row = ROW.format(labels=state_labels(language), light=LIGHT)
    parts = (
        "SELECT row.json, page.at, page.id FROM (", page, ") page JOIN cases_case ON cases_case.id = page.id,",
        "LATERAL (SELECT row_to_json(d)::text AS json FROM (SELECT", row, "FROM", TABLES, ") d) row",
        "ORDER BY", "page.at, page.id" if is_by_deadline else "page.at DESC, page.id DESC",
    )  # fmt: skip
    return " ".join(parts)


_pieces: dict[tuple[int, str, date], tuple[Capacity, list[Piece]]] = {}


def _held(viewer: Capacity, name: str, now: datetime) -> list[Piece]:
    """Return what a list holds for a viewer, as far as the viewer reaches; put together once a day."""
    key = (id(viewer), name, now.date())
    kept = _pieces.get(key)
    if kept is not None and kept[0] is viewer and name not in TIMED:
        return kept[1]
    reach = reach_clause(viewer, Permission.READ)
    fresh = [replace(one, where=one.where & reach) for one in _pieces_of(viewer, name)]
    if len(_pieces) >= KEPT:
        _pieces.clear()
    _pieces[key] = (viewer, fresh)
    return fresh


def _pieces_of(viewer: Capacity, name: str) -> Iterable[Piece]:
    if name == "todo":
        for part in waiting_parts(viewer):
            piece = Piece(tuple(sorted(part.states)), compiled(part.condition))
            yield from _ways(piece, viewer, viewer.scope(part.permission) if part.permission else None)
        return
    states = IN_ONE_STATE.get(name, ())
    if name == "doing":
        parts = [(part.states, compiled(part.condition)) for part in waiting_parts(viewer)]
        waiting = {state for states, where in parts if where == ALL for state in states}
        states = tuple(state for state in OPEN_STATES if state not in waiting)
    piece = Piece(states, _whole(viewer, name))
    by_deadline = bool(name) and LISTS[name].is_open
    yield from _ways(piece, viewer, viewer.scope(Permission.READ) if by_deadline else None)


def _whole(viewer: Capacity, name: str) -> Clause:
    if not name:
        return ALL
    return ENDED.get(name) or compiled(LISTS[name].holds(viewer))


def _ways(piece: Piece, viewer: Capacity, scope: Scope | None) -> Iterable[Piece]:
    """Yield a piece as a scope reaches it: one's own cases are few, and each way to them has an index."""
    if scope is not Scope.OWN:
        yield piece
        return
    within = Clause("cases_case.state = ANY(%s)", (list(piece.states),)) if piece.states else ALL
    yield Piece((), piece.where & own_clause(viewer.appointment_id) & within)


def compiled(condition: Q) -> Clause:
    """Return a condition over cases, which must not need a join, as SQL."""
    query = Case.objects.filter(condition).query
    try:
        sql, params = query.get_compiler("default").compile(query.where)
    except FullResultSet:
        return ALL
    except EmptyResultSet:
        return NONE
    return Clause(sql.replace('"cases_case"', "cases_case"), tuple(params))


def _narrowed(query: ListQuery, now: datetime) -> Clause:
    found = ALL
    for clause in _filters(query, now):
        found = found & clause
    return found


def _filters(query: ListQuery, now: datetime) -> Iterable[Clause]:
    for name, sql in PLAIN.items():
        if value := getattr(query, name):
            yield Clause(sql, (value,))
    if query.street:
        yield begins_with(query.street)
    if query.light:
        yield light_clause(query.light, now)
    if query.text:
        yield compiled(matches(query.text))


def light_clause(code: str, now: datetime) -> Clause:
    """Return the cases that show a light now; p are the supervised ones."""
    runs = "NOT cases_case.is_clock_paused AND cases_case.due_at"
    return {
        Light.RED.value: Clause(f"{runs} < %s", (now,)),
        Light.YELLOW.value: Clause(f"{runs} >= %s AND cases_case.warn_at <= %s", (now, now)),
        Light.GREEN.value: Clause(f"{runs} >= %s AND coalesce(cases_case.warn_at > %s, TRUE)", (now, now)),
        Light.BLUE.value: Clause("cases_case.is_clock_paused"),
        "p": Clause("cases_case.supervision <> %s", (SupervisionLevel.NONE.value,)),
    }.get(code, NONE)
