"""Database triggers that keep evidence: its rows are written once, never changed, never removed."""

from django.db.migrations.operations.special import RunSQL

TABLES = ("evidence_blob", "evidence_thumbnail", "evidence_item")

_FUNCTION = """
CREATE FUNCTION evidence_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', HINT = 'hand in a further item instead';
END $$;
"""
_TRIGGER = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION evidence_is_kept();
"""


def keep_evidence() -> RunSQL:
    """Return the migration operation that installs the triggers."""
    forwards = _FUNCTION + "".join(_TRIGGER.format(table=table) for table in TABLES)
    drops = "".join(f"DROP TRIGGER {table}_kept ON {table}; " for table in TABLES)
    return RunSQL(forwards, drops + "DROP FUNCTION evidence_is_kept();")
