"""The database itself keeps the history of certificates, whoever writes to it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from chengzhi.staffing.models import CertificateAct, Suspension
from tests.factories.staffing import make_certificate

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 1)


@pytest.fixture
def one() -> int:
    made = make_certificate()
    CertificateAct.objects.create(certificate=made, act="issue", on=DAY, reason="核发", actor="周红")
    Suspension.objects.create(certificate=made, valid_from=DAY, valid_to=date(2026, 9, 1))
    return made.pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE staffing_certificateact SET reason = '别的'",
        "DELETE FROM staffing_certificateact",
        "UPDATE staffing_suspension SET valid_to = '2026-08-02'",
        "DELETE FROM staffing_suspension",
        "DELETE FROM staffing_certificate",
        "UPDATE staffing_certificate SET number = 'X0001'",
        "UPDATE staffing_certificate SET kind = 'hearing'",
        "UPDATE staffing_certificate SET valid_from = '2019-01-01'",
    ],
)
def test_history_cannot_be_rewritten_by_sql(statement: str, one: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_revoked_certificate_cannot_come_back_by_sql() -> None:
    make_certificate(state="revoked", revoked_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE staffing_certificate SET state = 'valid', revoked_on = NULL")


def test_second_certificate_of_a_kind_on_a_day_is_refused_by_the_database() -> None:
    one = make_certificate()
    with pytest.raises(IntegrityError, match="certificate_one_officer_at_a_time"):
        make_certificate(one.person)


def test_certificates_that_follow_one_another_are_taken() -> None:
    one = make_certificate(valid_to=date(2025, 1, 1))
    assert make_certificate(one.person, valid_from=date(2025, 1, 1)).pk


@pytest.mark.parametrize(
    "facts",
    [
        {"number": ""},
        {"area_code": "崇川"},
        {"state": "suspended"},
        {"state": "revoked"},
        {"state": "valid", "revoked_on": DAY},
        {"state": "revoked", "revoked_on": date(2019, 1, 1)},
        {"valid_to": date(2020, 1, 1)},
        {"state": "lost"},
    ],
)
def test_row_that_cannot_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        make_certificate(**facts)
