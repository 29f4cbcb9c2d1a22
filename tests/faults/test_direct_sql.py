"""The state of anything moves through the one door only, in whatever words somebody asks the database for another way."""

import io

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from chengzhi.cases.models import Case
from chengzhi.kernel.models.steps import AbstractStep, AbstractSubject
from chengzhi.powers.permissions import Permission
from chengzhi.powers.services import Draft, draft_list
from tests.factories.city import make_city, make_person, make_role
from tests.factories.loop import report
from tests.faults.whistling import blown

pytestmark = pytest.mark.django_db
SUBJECTS = sorted((one for one in apps.get_models() if issubclass(one, AbstractSubject)), key=lambda one: one.__name__)
STEPS = sorted((one for one in apps.get_models() if issubclass(one, AbstractStep)), key=lambda one: one.__name__)
REFUSED = r"changes only together|never changed or removed|does not follow|has no first step|violates"

UPDATES = {
    "update": "UPDATE {table} SET state = 'closed'",
    "with other columns": "UPDATE {table} SET state = 'closed', is_open = false, closed_at = now()",
    "through a join": "UPDATE {table} AS one SET state = 'closed' FROM {table} AS two WHERE one.id = two.id",
    "in a common table": "WITH gone AS (UPDATE {table} SET state = 'closed' RETURNING 1) SELECT * FROM gone",
    "merge": "MERGE INTO {table} AS one USING {table} AS two ON one.id = two.id"
    " WHEN MATCHED THEN UPDATE SET state = 'closed'",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET state = 'closed'",
    "in a loop": "DO $$ BEGIN UPDATE {table} SET state = 'closed'; END $$",
    "prepared": "DEALLOCATE ALL; PREPARE sly AS UPDATE {table} SET state = $1; EXECUTE sly('closed')",
    "the count of steps": "UPDATE {table} SET step_seq = step_seq + 1",
    "the mark of the last step": "UPDATE {table} SET step_hash = repeat('a', 64)",
    "the number": "UPDATE {table} SET number = 'X' || id",
}


@pytest.fixture(autouse=True)
def _one_of_each() -> None:
    city = make_city()
    report(city)
    blown(city)
    drafter = make_person("林静", city.units["street"], make_role("drafter", {str(Permission.DRAFT.value): "city"}))
    draft_list(Draft(title="区城管局权责清单", unit_id=city.units["street"].pk), capacity=drafter)


def table(model: type) -> str:
    return str(model._meta.db_table)  # type: ignore[attr-defined]  # a model


def contents(model: type) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table(model)}" t ORDER BY id')  # noqa: S608  a table of ours
        return cursor.fetchall()


def refused(sql: str) -> None:
    """Hold that a statement fails for its own sake, at once or at the end of the transaction."""
    with pytest.raises(DatabaseError, match=REFUSED):
        run("SET CONSTRAINTS ALL IMMEDIATE", sql)


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def test_every_subject_has_a_row_to_try_it_on() -> None:
    assert [one.__name__ for one in SUBJECTS] == ["Case", "PowerList", "Summons", "Whistle"]
    assert all(contents(one) for one in SUBJECTS)


@pytest.mark.parametrize("model", SUBJECTS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("way", UPDATES)
def test_no_statement_changes_the_state(model: type, way: str) -> None:
    before = contents(model)
    refused(UPDATES[way].format(table=table(model)))
    assert contents(model) == before


@pytest.mark.parametrize("model", STEPS, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET actor_name = 'mallory'", "UPDATE {table} SET taken_at = now() - interval '1 day'",
        "DELETE FROM {table}", "TRUNCATE {table} CASCADE", "UPDATE {table} SET to_state = to_state",
    ],
)  # fmt: skip
def test_no_statement_changes_or_removes_a_step(model: type, sql: str) -> None:
    before = contents(model)
    refused(sql.format(table=table(model)))
    assert contents(model) == before


def copied(model: type, change: dict[str, str]) -> str:
    """Return a row of a table as COPY writes it, with some columns replaced."""
    columns = [column.column for column in model._meta.concrete_fields if not column.generated]  # type: ignore[attr-defined]
    chosen = ", ".join(change.get(one, f'"{one}"') for one in columns)
    out = io.StringIO()
    with connection.cursor() as cursor:
        query = f'COPY (SELECT {chosen} FROM "{table(model)}" ORDER BY id LIMIT 1) TO STDOUT'  # noqa: S608
        with cursor.cursor.copy(query) as rows:
            for row in rows:
                out.write(bytes(row).decode())
    return out.getvalue()


def copy_in(model: type, row: str) -> None:
    """Bring a row in by COPY and end the transaction as a commit would."""
    columns = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields if not one.generated)  # type: ignore[attr-defined]
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.cursor.copy(f'COPY "{table(model)}" ({columns}) FROM STDIN') as copy:
            copy.write(row)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", SUBJECTS, ids=lambda one: one.__name__)
def test_copy_brings_in_no_subject_without_its_first_step(model: type) -> None:
    row = copied(model, {"id": "id + 1000", "number": "'X' || id"})
    with pytest.raises((DatabaseError, psycopg.Error), match=r"has no first step|violates"):
        copy_in(model, row)


@pytest.mark.parametrize("model", STEPS, ids=lambda one: one.__name__)
def test_copy_brings_in_no_forged_step(model: type) -> None:
    row = copied(model, {"id": "id + 1000", "seq": "seq + 1", "hash": "repeat('b', 64)", "idempotency_key": "''"})
    with pytest.raises((DatabaseError, psycopg.Error), match=r"does not follow|violates"):
        copy_in(model, row)


@pytest.fixture
def _plain_role() -> None:
    """Act as a role that may do anything with rows but owns nothing, as a careful city runs the house."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE cz_plain; GRANT USAGE ON SCHEMA public TO cz_plain")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO cz_plain; SET LOCAL ROLE cz_plain")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_case SET state = 'closed'",
        "ALTER TABLE cases_case DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER cases_case_door ON cases_case",
    ],
)
@pytest.mark.usefixtures("_plain_role")
def test_a_role_that_owns_nothing_cannot_even_take_the_guards_away(sql: str) -> None:
    with pytest.raises(DatabaseError, match=r"changes only together|must be owner|permission denied"):
        run(sql)
    run("RESET ROLE")
    assert Case.objects.get().state == "reported"
