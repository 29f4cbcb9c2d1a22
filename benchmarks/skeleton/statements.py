"""The skeleton's SQL, on tables of the same shape as the house's."""

CASE = """
INSERT INTO cases_case (number, state, is_open, procedure_version, step_seq, step_hash, due_at, is_clock_paused,
    opened_at, moved_at, grade, summary, description, place, lon, lat, point, datum, cell_code, area_name, handler_name,
    is_urgent, supervision, joined_reports, rework_count, return_count, extension_count, reopen_count, closure,
    is_late_exempt, satisfaction, category_id, channel_id)
VALUES (%s, 'reported', true, 1, 1, %s, %s, false, %s, %s, 'B', %s, %s, %s, %s, %s, point(%s, %s), 'cgcs2000', '', '',
    '', false, '', 1, 0, 0, 0, 0, '', false, '', %s, %s)
RETURNING id
"""
REPORT = """
INSERT INTO cases_report (case_id, channel_id, external_ref, idempotency_key, words, place, reporter_name,
    reporter_phone, callback, token, is_joined, received_at, answer, satisfaction, opinion)
VALUES (%s, %s, '', %s, %s, '', '', '', 'none', %s, false, %s, '', '', '')
"""
STEP = """
INSERT INTO cases_casestep (subject_id, seq, name, from_state, to_state, actor_kind, actor_name, post_name, unit_name,
    taken_at, recorded_at, version, ground, data, documents, idempotency_key, prev_hash, hash)
VALUES (%s, %s, %s, %s, %s, 'system', '', '', '', %s, %s, 1, '', %s, '[]', %s, %s, %s)
"""
CLOCK = """
INSERT INTO cases_caseclock (subject_id, name, is_working, schedule, limit_seconds, extended_seconds, started_at, due_at,
    paused_seconds, pauses, is_provisional, reason)
VALUES (%s, %s, false, 'default', 3600, 0, %s, %s, 0, 0, false, '')
"""
EVENT = """
INSERT INTO kernel_outboxevent (name, payload, happened_at, attempts, last_error) VALUES (%s, %s, %s, 0, '')
"""
LOCK = "SELECT number, state, step_seq, step_hash FROM cases_case WHERE id = %s FOR UPDATE"
MOVE = """
UPDATE cases_case SET state = %s, step_seq = %s, step_hash = %s, moved_at = %s, due_at = %s WHERE id = %s
"""
STOP = "UPDATE cases_caseclock SET stopped_at = %s, is_late = false WHERE subject_id = %s AND stopped_at IS NULL"
READ = """
SELECT c.id, c.number, c.state, c.summary, c.description, c.place, c.lon, c.lat, c.cell_code, c.area_name, c.due_at,
    c.warn_at, c.opened_at, c.moved_at, c.closed_at, c.is_urgent, c.supervision, c.step_seq, k.name AS category,
    u.name AS unit, c.handler_name
FROM cases_case c JOIN catalogue_category k ON k.id = c.category_id
LEFT JOIN organisation_unit u ON u.id = c.handling_unit_id WHERE c.id = %s
"""
STEPS = """
SELECT seq, name, from_state, to_state, actor_name, post_name, unit_name, taken_at, ground, data, hash
FROM cases_casestep WHERE subject_id = %s ORDER BY seq
"""
CLOCKS = """
SELECT name, limit_seconds, started_at, due_at, stopped_at, is_late FROM cases_caseclock WHERE subject_id = %s ORDER BY id
"""
LIST = """
SELECT id, number, state, summary, place, area_name, due_at, opened_at, is_urgent, supervision
FROM cases_case WHERE is_open AND state = 'handling' ORDER BY due_at, id LIMIT 50
"""
