from dataclasses import replace

import pytest

from chengzhi.cases.services.personal import may_read_contact, reveal_contact
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import PersonalDataAccess
from tests.factories.city import City, make_city
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def with_contacts(viewer: Capacity) -> Capacity:
    return replace(viewer, grants={**viewer.grants, "cases.contact.read": Scope.CITY})


def test_a_contact_is_shown_for_a_purpose_and_the_look_is_logged(city: City) -> None:
    case = report(city)
    found = reveal_contact(case=case, purpose=" 办结后  回访 ", capacity=with_contacts(city.alice))
    assert [(one.name, one.phone) for one in found] == [("王女士", "13812346621")]
    look = PersonalDataAccess.objects.get()
    assert (look.purpose, look.subject_ref, look.allowed, look.actor_name) == (
        "办结后 回访",
        case.number,
        True,
        "alice",
    )


def test_without_the_right_nothing_is_shown_and_the_attempt_is_logged(city: City) -> None:
    case = report(city)
    with pytest.raises(Forbidden):
        reveal_contact(case=case, purpose="看看", capacity=city.bob)
    assert PersonalDataAccess.objects.get().allowed is False


@pytest.mark.parametrize("purpose", ["", "看", "字" * 201])
def test_without_a_purpose_nothing_is_shown(city: City, purpose: str) -> None:
    with pytest.raises(BadInput):
        reveal_contact(case=report(city), purpose=purpose, capacity=with_contacts(city.alice))
    assert not PersonalDataAccess.objects.exists()


def test_somebody_without_an_account_never_reads_contacts(city: City) -> None:
    with pytest.raises(Forbidden):
        reveal_contact(case=report(city), purpose="看看", capacity=Capacity())
    assert not may_read_contact(report(city), Capacity())
