"""Nothing goes round the one door: not a script, not a shell, not a forged row."""

import pytest
from django.db import DatabaseError, connection, transaction

from chengzhi.cases.models import Case, CaseStep
from chengzhi.kernel.triggers import guard_the_door
from tests.factories.city import City, make_city
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    city: City = make_city()
    return report(city)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_case SET state = 'closed', closure = 'normal'",
        "UPDATE cases_case SET step_seq = step_seq + 1",
        "UPDATE cases_case SET step_hash = repeat('0', 64)",
        "UPDATE cases_case SET number = 'X'",
        "UPDATE cases_case SET procedure_version = 9",
        "UPDATE cases_casestep SET actor_name = 'mallory'",
        "DELETE FROM cases_casestep",
        "TRUNCATE cases_casestep CASCADE",
    ],
)
def test_direct_sql_is_refused(case: Case, sql: str) -> None:
    with pytest.raises(DatabaseError, match=r"changes only together|never changed or removed|pending trigger"):
        run("SET CONSTRAINTS ALL IMMEDIATE;" + sql)
    case.refresh_from_db()
    assert case.state == "reported"


def test_saving_a_state_from_python_is_refused(case: Case) -> None:
    case.state = "accepted"
    with pytest.raises(DatabaseError, match="changes only together"), transaction.atomic():
        case.save(update_fields=["state"])


def test_a_step_that_does_not_follow_is_refused(case: Case) -> None:
    row = CaseStep(
        subject=case, seq=2, name="close", from_state="checked", to_state="closed", actor_kind="system",
        taken_at=case.opened_at, version=1, prev_hash=case.step_hash, hash="a" * 64,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="does not follow"), transaction.atomic():
        row.save(force_insert=True)


def test_a_case_without_a_first_step_cannot_be_committed(case: Case) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    copy = Case.objects.get(pk=case.pk)
    copy.pk, copy.number = None, "20260101-9999"
    with pytest.raises(DatabaseError, match="has no first step"), transaction.atomic():
        copy.save(force_insert=True)


def test_other_columns_may_change(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(place="学田菜场西门")
    case.refresh_from_db()
    assert case.place == "学田菜场西门"


BARE_TABLES = """
CREATE TABLE permit (id int PRIMARY KEY, number text, procedure_version int, state text, step_seq int, step_hash text);
CREATE TABLE permit_step (subject_id int, seq int, from_state text, to_state text, prev_hash text, hash text);
"""
FIRST = "INSERT INTO permit VALUES (1, 'P1', 1, 'asked', 1, 'h1'); INSERT INTO permit_step VALUES (1, 1, '', 'asked', '', 'h1');"
SECOND = "INSERT INTO permit_step VALUES (1, 2, 'asked', 'given', 'h1', 'h2');"
GIVEN = "UPDATE permit SET state = 'given', step_seq = 2, step_hash = 'h2';"


def installed(*, backwards: bool = False) -> None:
    """Run what the migration operation of two tables runs, one way or the other."""
    operation = guard_the_door("permit", "permit_step")
    sql = operation.reverse_sql if backwards else operation.sql
    assert isinstance(sql, str)
    run(sql)


@pytest.fixture
def guarded() -> None:
    run(BARE_TABLES)
    installed()


@pytest.mark.usefixtures("guarded")
def test_any_two_tables_can_be_guarded() -> None:
    run(FIRST + SECOND + GIVEN + "SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (GIVEN, "changes only together"),
        (SECOND + GIVEN.replace("h2", "h3"), "changes only together"),
        (SECOND.replace("1, 2,", "1, 3,"), "step 3 of permit 1 does not follow"),
        (SECOND.replace("'asked', 'given'", "'refused', 'given'"), "does not follow"),
        (SECOND.replace("'h1', 'h2'", "'h0', 'h2'"), "does not follow"),
        ("DELETE FROM permit_step", "never changed or removed"),
        ("INSERT INTO permit VALUES (2, 'P2', 1, 'asked', 1, 'h'); SET CONSTRAINTS ALL IMMEDIATE", "permit 2 has no first"),
    ],
)  # fmt: skip
def test_a_guarded_table_keeps_its_chain(sql: str, words: str) -> None:
    run(FIRST)
    with pytest.raises(DatabaseError, match=words):
        run(sql)


@pytest.mark.usefixtures("guarded")
def test_the_guard_can_be_taken_off_whole_and_put_on_again() -> None:
    run(FIRST + "SET CONSTRAINTS ALL IMMEDIATE")
    installed(backwards=True)
    run("UPDATE permit SET state = 'lost'; DELETE FROM permit_step; UPDATE permit SET state = 'asked'")
    installed()
    with pytest.raises(DatabaseError, match="changes only together"):
        run("UPDATE permit SET state = 'lost'")
