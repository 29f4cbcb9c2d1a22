import pytest
from django.db import connection

from chengzhi.cases.models import Case
from chengzhi.kernel.access import resident
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    city: City = make_city()
    return case_after(city, "close")


def forge(sql: str) -> None:
    """Change rows as an intruder with the owner's rights could: with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_casestep DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE cases_casestep ENABLE TRIGGER USER")


def test_a_history_nobody_touched_is_whole(case: Case) -> None:
    report = verify_chain(case)
    assert report.is_whole
    assert report.steps == 12


def test_a_changed_word_is_found(case: Case) -> None:
    forge('UPDATE cases_casestep SET data = \'{"result": "nothing"}\' WHERE seq = 8')
    assert verify_chain(case).broken == (8,)


def test_a_changed_person_is_found(case: Case) -> None:
    forge("UPDATE cases_casestep SET actor_name = 'mallory' WHERE seq = 2")
    assert verify_chain(case).broken == (2,)


def test_a_removed_step_is_found(case: Case) -> None:
    forge("DELETE FROM cases_casestep WHERE seq = 5")
    assert 6 in verify_chain(case).broken


def test_a_removed_last_step_is_found(case: Case) -> None:
    forge("DELETE FROM cases_casestep WHERE seq = 12")
    assert not verify_chain(case).is_whole


def test_a_step_taken_while_the_chain_is_read_is_no_fault(case: Case) -> None:
    read_before = Case.objects.get(pk=case.pk)
    act(case, "rate", resident(), satisfaction="satisfied")
    assert read_before.step_seq < case.step_seq
    assert verify_chain(read_before).is_whole
