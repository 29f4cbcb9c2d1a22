"""The register of certificates as a viewer sees it."""

from datetime import date, timedelta

import pytest

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.selectors import today
from chengzhi.staffing.permissions import Permission
from chengzhi.staffing.selectors import (
    WARNED_DAYS,
    access_certificate,
    certificate_count,
    certificates,
    certificates_of_person,
    expiring,
    expiring_count,
)
from tests.factories.organisation import make_capacity, make_person
from tests.factories.staffing import make_certificate

pytestmark = pytest.mark.django_db


def ends_in(days: int, **facts: object) -> object:
    """Return a certificate whose last day is so many days from today."""
    return make_certificate(valid_to=today() + timedelta(days=days + 1), **facts)  # type: ignore[arg-type]


def test_certificates_that_end_first_come_first_and_lasting_ones_last(keeper: Capacity) -> None:
    lasting = make_certificate(kind="reviewer", valid_to=None)
    late, soon = ends_in(900), ends_in(5)
    assert list(certificates(keeper)) == [soon, late, lasting]


@pytest.mark.parametrize("text", ["赵", "zg", "zhaogang", "613001"])
def test_certificate_is_found_by_name_sound_or_number(text: str, keeper: Capacity, officer: Person) -> None:
    one = make_certificate(officer, number="10320613001")
    make_certificate(make_person("陈华", employment="officer", pinyin="chenhua ch"), number="77777")
    assert list(certificates(keeper, text=text)) == [one]


@pytest.mark.parametrize(
    ("state", "found"),
    [("", 5), ("valid", 2), ("suspended", 1), ("revoked", 1), ("ending", 1), ("ended", 1), ("odd", 5)],
)
def test_certificates_by_how_they_stand(state: str, found: int, keeper: Capacity) -> None:
    make_certificate()
    ends_in(WARNED_DAYS - 1)
    make_certificate(valid_to=date(2021, 1, 1))
    make_certificate(state="suspended", suspended_from=today())
    make_certificate(state="revoked", revoked_on=today())
    assert certificates(keeper, state=state).count() == found


@pytest.mark.parametrize(("days", "is_warned"), [(-1, 0), (0, 1), (WARNED_DAYS - 1, 1), (WARNED_DAYS, 0)])
def test_warning_begins_sixty_days_before_the_end(days: int, is_warned: int, keeper: Capacity) -> None:
    ends_in(days)
    assert expiring_count(keeper) == is_warned


def test_renewed_or_suspended_certificates_are_not_warned_of(keeper: Capacity) -> None:
    old = make_certificate(valid_to=today() + timedelta(days=9))
    make_certificate(old.person, valid_from=old.valid_to, predecessor=old)
    ends_in(5, state="suspended", suspended_from=today())
    assert not expiring(keeper).exists()


def test_viewer_sees_the_certificates_of_units_within_reach(squad: Unit) -> None:
    one, other = make_certificate(unit=squad), make_certificate()
    viewer = make_capacity({Permission.READ: Scope.UNIT}, unit=squad)
    assert list(certificates(viewer)) == [one]
    assert certificate_count(viewer) == 1
    assert access_certificate(viewer, one.pk) == one
    with pytest.raises(NotFound):
        access_certificate(viewer, other.pk)


def test_viewer_without_the_right_is_refused_the_register(squad: Unit) -> None:
    viewer = make_capacity({}, unit=squad)
    with pytest.raises(Forbidden):
        certificates(viewer)
    assert certificates_of_person(viewer, make_certificate(unit=squad).person_id) == []


def test_certificates_of_a_person_come_newest_first(keeper: Capacity) -> None:
    old = make_certificate(valid_to=date(2025, 1, 1))
    new = make_certificate(old.person, valid_from=date(2025, 1, 1))
    make_certificate()
    assert certificates_of_person(keeper, old.person_id) == [new, old]


def test_certificates_by_kind_and_unit(keeper: Capacity, squad: Unit) -> None:
    one = make_certificate(unit=squad)
    make_certificate(kind="reviewer")
    assert list(certificates(keeper, kind="officer", unit_id=squad.pk)) == [one]
    assert certificates(keeper, kind="hearing").count() == 0
