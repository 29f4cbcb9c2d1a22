"""One case as a JSON document, written by the database in one statement: what its page shows, without the acts."""

from functools import lru_cache
from typing import NamedTuple

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure.guards import within
from chengzhi.cases.selectors.reachsql import LIGHT, light_params, reach_clause, state_labels
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.prepared import fetch_row, fetch_rows
from chengzhi.kernel.reading import whole

COLUMNS = """cases_case.number, cases_case.state, {labels} AS state_label, cases_case.is_open, cases_case.step_seq,
    {light} AS light, cases_case.due_at, cases_case.warn_at, cases_case.is_clock_paused, cases_case.remaining_seconds,
    cases_case.is_urgent, cases_case.supervision, cases_case.grade, cases_case.summary, cases_case.description,
    cases_case.place, cases_case.lon, cases_case.lat, cases_case.cell_code, cases_case.area_name,
    json_build_object('code', channel.code, 'name', channel.name) AS channel,
    json_build_object('id', category.id, 'kind', category.kind, 'code', category.code, 'name', category.name)
        AS category,
    (SELECT json_build_object('id', s.id, 'number', s.number, 'condition', s.condition, 'closing_rule', s.closing_rule)
        FROM catalogue_filingstandard s WHERE s.id = cases_case.standard_id) AS standard,
    (SELECT json_build_object('id', u.id, 'name', u.name) FROM organisation_unit u
        WHERE u.id = cases_case.handling_unit_id) AS handling_unit,
    CASE WHEN cases_case.handler_id IS NOT NULL
        THEN json_build_object('appointment', cases_case.handler_id, 'name', cases_case.handler_name) END AS handler,
    (SELECT json_build_object('appointment', a.id, 'name', p.name) FROM organisation_appointment a
        JOIN organisation_person p ON p.id = a.person_id WHERE a.id = cases_case.patroller_id) AS patroller,
    cases_case.is_verified, cases_case.joined_reports, cases_case.rework_count, cases_case.return_count,
    cases_case.extension_count, cases_case.reopen_count, cases_case.closure, cases_case.is_handled_late,
    cases_case.satisfaction, cases_case.promised_at, cases_case.opened_at, cases_case.moved_at, cases_case.closed_at,
    (SELECT m.number FROM cases_case m WHERE m.id = cases_case.merged_into_id) AS merged_into"""
CLOCKS = """(SELECT coalesce(json_agg(json_build_object('name', k.name, 'is_working', k.is_working,
        'limit_seconds', k.limit_seconds, 'extended_seconds', k.extended_seconds, 'started_at', k.started_at,
        'due_at', k.due_at, 'paused_at', k.paused_at, 'stopped_at', k.stopped_at, 'used_seconds', k.used_seconds,
        'is_late', k.is_late) ORDER BY k.started_at, k.id), '[]')
    FROM cases_caseclock k WHERE k.subject_id = cases_case.id) AS clocks"""
MEDIA = """(SELECT coalesce(json_agg(json_build_object('id', x.item_id, 'stage', x.stage, 'step', x.step_seq,
        'kind', b.kind, 'mime', b.mime, 'size', b.size, 'sha256', b.sha256, 'taken_at', i.taken_at,
        'uploaded_at', i.uploaded_at, 'url', '/api/v1/media/' || x.item_id) ORDER BY x.id), '[]')
    FROM cases_casemedia x JOIN evidence_item i ON i.id = x.item_id JOIN evidence_blob b ON b.id = i.blob_id
    WHERE x.case_id = cases_case.id) AS media"""
REPORTS = """(SELECT coalesce(json_agg(json_build_object('id', r.id, 'channel', h.code, 'words', r.words,
        'place', r.place, 'is_joined', r.is_joined, 'received_at', r.received_at) ORDER BY r.id), '[]')
    FROM cases_report r JOIN cases_channel h ON h.id = r.channel_id WHERE r.case_id = cases_case.id) AS reports"""
VERSION = "SELECT cases_case.step_seq FROM cases_case WHERE cases_case.number = %s AND"
TABLES = """FROM cases_case JOIN cases_channel channel ON channel.id = cases_case.channel_id
    JOIN catalogue_category category ON category.id = cases_case.category_id"""


class CaseDocument(NamedTuple):
    """A case as JSON, and the number of its last step."""

    step_seq: int
    json: str


def case_document(viewer: Capacity, number: str, language: str) -> CaseDocument:
    """Return one case with clocks, media and reports; raise NotFound outside the viewer's reach.

    It holds nothing of the person who reported. Moments are in UTC.
    """
    where = reach_clause(viewer, Permission.READ)
    params = (*light_params(clock.now()), number, *where.params)
    row = fetch_row(_document(where.sql, language), params)
    if row is None:
        raise NotFound
    return CaseDocument(*row)


@lru_cache(maxsize=256)
def _document(where: str, language: str) -> str:
    columns = COLUMNS.format(labels=state_labels(language), light=LIGHT)
    whole = ("SELECT", f"{columns}, {CLOCKS}, {MEDIA}, {REPORTS}", TABLES, "WHERE cases_case.number = %s AND", where)
    return " ".join(("SELECT d.step_seq, row_to_json(d)::text FROM (", *whole, ") d"))


def case_version(viewer: Capacity, number: str) -> int:
    """Return the number of the last step of a case; raise NotFound outside the viewer's reach."""
    where = reach_clause(viewer, Permission.READ)
    row = fetch_row(f"{VERSION} {where.sql}", (number, *where.params))
    if row is None:
        raise NotFound
    return int(row[0])


def case_to_step(viewer: Capacity, number: str) -> Case:
    """Return a case without what its page names, for an act on it; raise NotFound outside the viewer's reach.

    The row is read by its number alone and the reach is judged on it, as the step itself judges it.
    """
    scope = viewer.scope(Permission.READ)
    found: list[Case] = whole(Case).made_of(fetch_rows(whole(Case).where('"number" = %s'), (number,)))
    if scope is None or not found or not within(found[0], viewer, scope):
        raise NotFound
    return found[0]
