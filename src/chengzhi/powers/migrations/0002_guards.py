from django.db import migrations

from chengzhi.kernel.triggers import guard_the_door

FORWARD = """
CREATE FUNCTION powers_list_is_a_draft(list_id bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM powers_powerlist WHERE id = list_id AND state = 'draft')
$$;

CREATE FUNCTION powers_item_of_a_draft() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND NOT powers_list_is_a_draft(OLD.power_list_id))
       OR (TG_OP <> 'DELETE' AND NOT powers_list_is_a_draft(NEW.power_list_id))
    THEN RAISE EXCEPTION 'items change only while their list is a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER powers_item_frozen BEFORE INSERT OR UPDATE OR DELETE ON powers_poweritem FOR EACH ROW
    EXECUTE FUNCTION powers_item_of_a_draft();

CREATE FUNCTION powers_tier_of_a_draft() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE touched bigint;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.item_id] WHEN 'DELETE' THEN ARRAY[OLD.item_id]
        ELSE ARRAY[OLD.item_id, NEW.item_id] END
    LOOP
        IF NOT powers_list_is_a_draft((SELECT power_list_id FROM powers_poweritem WHERE id = touched))
        THEN RAISE EXCEPTION 'tiers change only while their list is a draft' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER powers_tier_frozen BEFORE INSERT OR UPDATE OR DELETE ON powers_penaltytier FOR EACH ROW
    EXECUTE FUNCTION powers_tier_of_a_draft();
"""

REVERSE = """
DROP TRIGGER powers_tier_frozen ON powers_penaltytier; DROP FUNCTION powers_tier_of_a_draft();
DROP TRIGGER powers_item_frozen ON powers_poweritem; DROP FUNCTION powers_item_of_a_draft();
DROP FUNCTION powers_list_is_a_draft(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("powers", "0001_initial")]

    operations = [
        guard_the_door("powers_powerlist", "powers_powerliststep"),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
