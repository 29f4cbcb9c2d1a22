"""Database triggers that keep filing standards: what a case was filed under can never be rewritten."""

from django.db.migrations.operations.special import RunSQL

_FORWARDS = """
CREATE FUNCTION filing_standard_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'a version of a filing standard is never rewritten or removed'
        USING ERRCODE = 'check_violation', HINT = 'amend it from a day on';
END $$;
CREATE TRIGGER filing_standard_not_removed BEFORE DELETE ON catalogue_filingstandard
    FOR EACH ROW EXECUTE FUNCTION filing_standard_is_kept();
CREATE TRIGGER filing_standard_not_rewritten BEFORE UPDATE ON catalogue_filingstandard FOR EACH ROW
    WHEN ((NEW.category_id, NEW.condition_no, NEW.number, NEW.condition, NEW.closing_rule, NEW.level,
           NEW.limit_value, NEW.limit_unit, NEW.limit_note, NEW.valid_from)
          IS DISTINCT FROM
          (OLD.category_id, OLD.condition_no, OLD.number, OLD.condition, OLD.closing_rule, OLD.level,
           OLD.limit_value, OLD.limit_unit, OLD.limit_note, OLD.valid_from))
    EXECUTE FUNCTION filing_standard_is_kept();
"""
_BACKWARDS = """
DROP TRIGGER filing_standard_not_rewritten ON catalogue_filingstandard;
DROP TRIGGER filing_standard_not_removed ON catalogue_filingstandard;
DROP FUNCTION filing_standard_is_kept();
"""


def keep_standards() -> RunSQL:
    """Return the migration operation that installs the triggers."""
    return RunSQL(_FORWARDS, _BACKWARDS)
