import pytest
from django.db import IntegrityError, connection

from chengzhi.catalogue.triggers import keep_standards
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", ["limit_value = 9", "condition = 'x'", "level = 'C'", "valid_from = '2000-01-01'"])
def test_database_refuses_to_rewrite_a_standard(change: str) -> None:
    made.standard()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="never rewritten"):
        cursor.execute(f"UPDATE catalogue_filingstandard SET {change}")  # noqa: S608  constants of this test


def test_database_refuses_to_remove_a_standard() -> None:
    one = made.standard()
    with pytest.raises(IntegrityError, match="never rewritten or removed"):
        one.delete()


def test_end_of_a_version_and_its_usual_handler_may_be_set() -> None:
    one = made.standard()
    one.valid_to, one.default_handler = made.LATER, "street"
    one.save()
    one.refresh_from_db()
    assert one.valid_to == made.LATER


def test_triggers_can_be_taken_off_again() -> None:
    one = made.standard()
    with connection.cursor() as cursor:
        cursor.execute(str(keep_standards().reverse_sql))
    assert one.delete()[0] == 1
