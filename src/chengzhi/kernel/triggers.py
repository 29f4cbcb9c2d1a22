"""Database triggers that keep every script, shell and page from going round the one door."""

from django.db.migrations.operations.special import RunSQL

_FUNCTIONS = """
CREATE FUNCTION {subject}_keeps_the_door() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.step_seq <> OLD.step_seq + 1 OR NOT EXISTS (
        SELECT 1 FROM {step} s WHERE s.subject_id = NEW.id AND s.seq = NEW.step_seq
            AND s.to_state = NEW.state AND s.hash = NEW.step_hash)
    THEN RAISE EXCEPTION 'the state of {subject} % changes only together with its step row', NEW.id
        USING ERRCODE = 'check_violation', HINT = 'use kernel.procedures.advance()';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {subject}_door BEFORE UPDATE ON {subject} FOR EACH ROW
    WHEN (NEW.state IS DISTINCT FROM OLD.state OR NEW.step_seq <> OLD.step_seq OR NEW.step_hash <> OLD.step_hash
          OR NEW.number <> OLD.number OR NEW.procedure_version <> OLD.procedure_version)
    EXECUTE FUNCTION {subject}_keeps_the_door();

CREATE FUNCTION {subject}_begins_with_a_step() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM {step} s WHERE s.subject_id = NEW.id AND s.seq = 1)
    THEN RAISE EXCEPTION '{subject} % has no first step', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {subject}_begins AFTER INSERT ON {subject} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {subject}_begins_with_a_step();

CREATE FUNCTION {step}_links() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE subject record;
BEGIN
    SELECT state, step_seq, step_hash INTO subject FROM {subject} WHERE id = NEW.subject_id;
    IF NEW.seq = 1 AND subject.step_seq = 1 AND subject.step_hash = NEW.hash
       AND subject.state = NEW.to_state AND NEW.prev_hash = '' THEN RETURN NEW; END IF;
    IF NEW.seq <> subject.step_seq + 1 OR NEW.prev_hash <> subject.step_hash
       OR NEW.from_state <> subject.state
    THEN RAISE EXCEPTION 'step % of {subject} % does not follow the last one', NEW.seq, NEW.subject_id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {step}_follows BEFORE INSERT ON {step} FOR EACH ROW EXECUTE FUNCTION {step}_links();

CREATE FUNCTION {step}_is_for_ever() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'a step row is never changed or removed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER {step}_kept BEFORE UPDATE OR DELETE ON {step} FOR EACH ROW EXECUTE FUNCTION {step}_is_for_ever();
CREATE TRIGGER {step}_not_emptied BEFORE TRUNCATE ON {step} FOR EACH STATEMENT
    EXECUTE FUNCTION {step}_is_for_ever();
"""

_REVERSE = """
DROP TRIGGER {step}_not_emptied ON {step}; DROP TRIGGER {step}_kept ON {step};
DROP TRIGGER {step}_follows ON {step}; DROP TRIGGER {subject}_begins ON {subject};
DROP TRIGGER {subject}_door ON {subject};
DROP FUNCTION {step}_is_for_ever(); DROP FUNCTION {step}_links();
DROP FUNCTION {subject}_begins_with_a_step(); DROP FUNCTION {subject}_keeps_the_door();
"""


def guard_the_door(subject: str, step: str) -> RunSQL:
    """Return the migration operation that installs the guard triggers on two tables."""
    return RunSQL(_FUNCTIONS.format(subject=subject, step=step), _REVERSE.format(subject=subject, step=step))
