"""Who is certified on a day."""

from datetime import date

import pytest

from chengzhi.organisation.enums import EmploymentKind
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.models import Suspension
from chengzhi.staffing.selectors import certificates_of, certified_on, certified_people
from tests.factories.organisation import make_person, make_unit
from tests.factories.staffing import make_certificate

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 15)
OFFICER = CertificateKind.OFFICER


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2029, 12, 31), True),
        (date(2030, 1, 1), False),
    ],
)
@pytest.mark.rule("CF-042-2")
def test_certificate_holds_from_its_first_to_its_last_day(*, on: date, holds: bool) -> None:
    found = certified_on(make_certificate().person_id, on, OFFICER)
    assert (found is not None) is holds


def test_qualification_without_an_end_holds_for_ever() -> None:
    one = make_certificate(kind=CertificateKind.REVIEWER, valid_to=None)
    assert certified_on(one.person_id, date(2080, 1, 1), CertificateKind.REVIEWER) == one
    assert one.last_day is None


def test_certificate_of_another_kind_does_not_count() -> None:
    one = make_certificate(kind=CertificateKind.REVIEWER)
    assert certified_on(one.person_id, DAY, OFFICER) is None


@pytest.mark.parametrize(
    ("area", "asked", "holds"),
    [
        ("", "320613001", True),
        ("3206", "320613001", True),
        ("320613001", "320613001", True),
        ("320613002", "320613001", False),
        ("320613001", "320613", False),
        ("320613001", "", True),
    ],
)
def test_certificate_holds_where_its_area_lies(*, area: str, asked: str, holds: bool) -> None:
    one = make_certificate(area_code=area)
    assert (certified_on(one.person_id, DAY, OFFICER, asked) is not None) is holds


def test_suspended_certificate_held_until_the_day_it_was_taken_away() -> None:
    one = make_certificate(state="suspended", suspended_from=DAY)
    assert certified_on(one.person_id, date(2026, 8, 14), OFFICER) == one
    assert certified_on(one.person_id, DAY, OFFICER) is None


def test_past_suspension_still_says_that_the_certificate_did_not_hold_then() -> None:
    one = make_certificate()
    Suspension.objects.create(certificate=one, valid_from=date(2026, 8, 1), valid_to=date(2026, 9, 1))
    days = [date(2026, 7, 31), DAY, date(2026, 9, 1)]
    assert [certified_on(one.person_id, day, OFFICER) is not None for day in days] == [True, False, True]


def test_revoked_certificate_held_before_its_revocation() -> None:
    one = make_certificate(state="revoked", revoked_on=DAY)
    assert certified_on(one.person_id, date(2026, 8, 14), OFFICER) == one
    assert certified_on(one.person_id, DAY, OFFICER) is None


@pytest.mark.parametrize("employment", ["assistant", "contract", "firm", "cadre"])
@pytest.mark.rule("QZ-017-3")
def test_people_who_only_help_are_never_certified_officers(employment: str) -> None:
    one = make_certificate(make_person(employment=EmploymentKind(employment)))
    assert certified_on(one.person_id, DAY, OFFICER) is None


def test_certificates_of_several_people_come_by_person() -> None:
    one, other = make_certificate(), make_certificate(state="revoked", revoked_on=DAY)
    assert dict(certificates_of([one.person_id, other.person_id, 0], DAY)) == {one.person_id: one}


def test_certified_people_of_units_are_counted_by_the_unit_of_the_certificate() -> None:
    unit = make_unit("城西中队", kind="squad")
    one = make_certificate(unit=unit)
    make_certificate()
    assert certified_people([unit.pk], DAY) == [one.person]
    assert certified_people([unit.pk], DAY, CertificateKind.REVIEWER) == []
