"""Database triggers that keep the history of certificates."""

from django.db.migrations.operations.special import RunSQL

LOGS = ("staffing_certificateact", "staffing_suspension")

_FUNCTIONS = """
CREATE FUNCTION staffing_log_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', HINT = 'record a further act instead';
END $$;
CREATE FUNCTION staffing_certificate_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'whose certificate % is, its kind, number and first day never change', OLD.number
        USING ERRCODE = 'check_violation', HINT = 'revoke it and register another';
END $$;
CREATE TRIGGER staffing_certificate_kept BEFORE DELETE ON staffing_certificate
    FOR EACH ROW EXECUTE FUNCTION staffing_log_is_kept();
CREATE TRIGGER staffing_certificate_identity BEFORE UPDATE ON staffing_certificate FOR EACH ROW
    WHEN (NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number
          OR NEW.valid_from <> OLD.valid_from OR (OLD.state = 'revoked' AND NEW.state <> 'revoked'))
    EXECUTE FUNCTION staffing_certificate_is_kept();
"""
_TRIGGER = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION staffing_log_is_kept();
"""
_REVERSE = """
DROP TRIGGER staffing_certificate_identity ON staffing_certificate;
DROP TRIGGER staffing_certificate_kept ON staffing_certificate;
{drops}
DROP FUNCTION staffing_certificate_is_kept(); DROP FUNCTION staffing_log_is_kept();
"""


def keep_history() -> RunSQL:
    """Return the migration operation that installs the triggers."""
    drops = " ".join(f"DROP TRIGGER {table}_kept ON {table};" for table in LOGS)
    return RunSQL(_FUNCTIONS + "".join(_TRIGGER.format(table=table) for table in LOGS), _REVERSE.format(drops=drops))
