"""Triggers: the version counter, history that is never rewritten, and roles that exclude one another."""

from django.db import migrations

VERSION = """
CREATE SEQUENCE organisation_register_number;
CREATE FUNCTION organisation_register_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO organisation_registerversion (id, number) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET number = 0;
    RETURN NULL;
END $$;
CREATE FUNCTION organisation_next_number() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW.number := nextval('organisation_register_number');
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_number_is_new BEFORE INSERT OR UPDATE OF number ON organisation_registerversion
    FOR EACH ROW EXECUTE FUNCTION organisation_next_number();
INSERT INTO organisation_registerversion (id, number) VALUES (1, 0);
"""
VERSION_REVERSE = """
DELETE FROM organisation_registerversion;
DROP TRIGGER organisation_number_is_new ON organisation_registerversion;
DROP FUNCTION organisation_next_number();
DROP FUNCTION organisation_register_changed();
DROP SEQUENCE organisation_register_number;
"""
COUNTED = {
    "organisation_unit": "INSERT OR UPDATE OR DELETE",
    "organisation_unitversion": "INSERT OR UPDATE OR DELETE",
    "organisation_territory": "INSERT OR UPDATE OR DELETE",
    "organisation_post": "INSERT OR UPDATE OR DELETE",
    "organisation_person": "INSERT OR UPDATE OR DELETE",
    "organisation_appointment": "INSERT OR UPDATE OR DELETE",
    "kernel_role": "INSERT OR UPDATE OR DELETE",
    "kernel_rolegrant": "INSERT OR UPDATE OR DELETE",
    "kernel_account": "UPDATE OF is_active",
}


def counted(table, acts):
    return migrations.RunSQL(
        f"CREATE TRIGGER organisation_counts AFTER {acts} ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION organisation_register_changed();",
        f"DROP TRIGGER organisation_counts ON {table};",
    )


HISTORY = """
CREATE FUNCTION organisation_history_stays() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'the history of the register is never rewritten (%)', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', HINT = 'close the row, or supersede it with a corrected one';
END $$;
CREATE TRIGGER organisation_unitversion_kept BEFORE DELETE ON organisation_unitversion
    FOR EACH ROW EXECUTE FUNCTION organisation_history_stays();
CREATE TRIGGER organisation_unitversion_stays BEFORE UPDATE ON organisation_unitversion FOR EACH ROW
    WHEN (OLD.superseded_at IS NOT NULL
          OR (NEW.unit_id, NEW.name, NEW.short_name, NEW.kind, NEW.valid_from, NEW.document, NEW.recorded_at)
             IS DISTINCT FROM
             (OLD.unit_id, OLD.name, OLD.short_name, OLD.kind, OLD.valid_from, OLD.document, OLD.recorded_at)
          OR NEW.parent_id IS DISTINCT FROM OLD.parent_id)
    EXECUTE FUNCTION organisation_history_stays();
CREATE TRIGGER organisation_registeract_stays BEFORE UPDATE OR DELETE ON organisation_registeract
    FOR EACH ROW EXECUTE FUNCTION organisation_history_stays();
CREATE TRIGGER organisation_post_keeps_role BEFORE UPDATE ON organisation_post FOR EACH ROW
    WHEN (NEW.role_id <> OLD.role_id) EXECUTE FUNCTION organisation_history_stays();
"""
HISTORY_REVERSE = """
DROP TRIGGER organisation_post_keeps_role ON organisation_post;
DROP TRIGGER organisation_registeract_stays ON organisation_registeract;
DROP TRIGGER organisation_unitversion_stays ON organisation_unitversion;
DROP TRIGGER organisation_unitversion_kept ON organisation_unitversion;
DROP FUNCTION organisation_history_stays();
"""

EXCLUSIVE = """
CREATE FUNCTION organisation_roles_exclude() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE taken record;
BEGIN
    SELECT r.id, r.exclusive_group INTO taken
        FROM organisation_post p JOIN kernel_role r ON r.id = p.role_id WHERE p.id = NEW.post_id;
    IF taken.exclusive_group = '' THEN RETURN NEW; END IF;
    PERFORM 1 FROM organisation_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM organisation_appointment a
            JOIN organisation_post p ON p.id = a.post_id JOIN kernel_role r ON r.id = p.role_id
        WHERE a.person_id = NEW.person_id AND a.id IS DISTINCT FROM NEW.id
            AND r.exclusive_group = taken.exclusive_group AND r.id <> taken.id
            AND daterange(a.valid_from, a.valid_to) && daterange(NEW.valid_from, NEW.valid_to))
    THEN RAISE EXCEPTION 'person % holds another role of the exclusive group %', NEW.person_id, taken.exclusive_group
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_appointment_excludes BEFORE INSERT OR UPDATE OF person_id, post_id, valid_from, valid_to
    ON organisation_appointment FOR EACH ROW EXECUTE FUNCTION organisation_roles_exclude();

CREATE FUNCTION organisation_groups_exclude() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM organisation_appointment a
            JOIN organisation_post p ON p.id = a.post_id AND p.role_id = NEW.id
            JOIN organisation_appointment b ON b.person_id = a.person_id
                AND daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
            JOIN organisation_post q ON q.id = b.post_id AND q.role_id <> NEW.id
            JOIN kernel_role r ON r.id = q.role_id AND r.exclusive_group = NEW.exclusive_group)
    THEN RAISE EXCEPTION 'somebody holds role % together with another of group %', NEW.code, NEW.exclusive_group
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organisation_role_excludes BEFORE UPDATE OF exclusive_group ON kernel_role FOR EACH ROW
    WHEN (NEW.exclusive_group <> '' AND NEW.exclusive_group <> OLD.exclusive_group)
    EXECUTE FUNCTION organisation_groups_exclude();
"""
EXCLUSIVE_REVERSE = """
DROP TRIGGER organisation_role_excludes ON kernel_role;
DROP FUNCTION organisation_groups_exclude();
DROP TRIGGER organisation_appointment_excludes ON organisation_appointment;
DROP FUNCTION organisation_roles_exclude();
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.RunSQL(VERSION, VERSION_REVERSE),
        *(counted(table, acts) for table, acts in COUNTED.items()),
        migrations.RunSQL(HISTORY, HISTORY_REVERSE),
        migrations.RunSQL(EXCLUSIVE, EXCLUSIVE_REVERSE),
    ]
