"""Nothing goes round the one door: not a script, not a shell, not a forged row."""

import pytest
from django.db import DatabaseError, connection, transaction

from chengzhi.cases.models import Case, CaseStep
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
