from dataclasses import replace

import pytest

from chengzhi.cases.services import report_matter
from chengzhi.cases.services.personal import may_read_contact, reveal_contact
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import PersonalDataAccess
from tests.factories.city import City, make_city
from tests.factories.loop import report, told

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


@pytest.mark.parametrize("purpose", ["", " ", "看", "用" * 201])
def test_without_a_purpose_nothing_is_shown_and_nothing_logged(city: City, purpose: str) -> None:
    with pytest.raises(BadInput) as refused:
        reveal_contact(case=report(city), purpose=purpose, capacity=with_contacts(city.alice))
    assert "请写明用途，2 到 200 个字" in refused.value.errors["purpose"][0]
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.parametrize("purpose", ["回访", "用" * 200])
def test_a_purpose_of_two_to_two_hundred_words_will_do(city: City, purpose: str) -> None:
    reveal_contact(case=report(city), purpose=purpose, capacity=with_contacts(city.alice))
    assert PersonalDataAccess.objects.get().purpose == purpose


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dave", "erin", "frank"])
def test_who_lacks_the_right_sees_nothing_and_the_try_is_logged(city: City, who: str) -> None:
    viewer = city.people[who]
    with pytest.raises(Forbidden, match="没有“看诉求人联系方式”的权限"):
        reveal_contact(case=report(city), purpose="回访核实", capacity=viewer)
    look = PersonalDataAccess.objects.get()
    assert (look.allowed, look.actor_name, look.field) == (False, who, "reporter_contact")


@pytest.mark.parametrize(
    ("scope", "may"), [(Scope.CITY, True), (Scope.TERRITORY, True), (Scope.UNIT, False), (Scope.OWN, False)]
)
def test_the_right_reaches_as_far_as_its_scope(city: City, scope: Scope, *, may: bool) -> None:
    viewer = replace(city.grace, grants={"cases.contact.read": scope})
    assert may_read_contact(report(city), viewer) is may


def test_every_look_is_a_line_of_its_own(city: City) -> None:
    case = report(city)
    for purpose in ("回访", "再回访", "核实地点"):
        reveal_contact(case=case, purpose=purpose, capacity=with_contacts(city.alice))
    assert PersonalDataAccess.objects.filter(subject_ref=case.number, allowed=True).count() == 3


def test_everybody_who_joined_is_shown_in_order(city: City) -> None:
    case = report(city)
    report_matter(told(city, join=case.number, reporter_name="李先生", callback="phone"), capacity=city.alice)
    found = reveal_contact(case=case, purpose="回访", capacity=with_contacts(city.alice))
    assert [(one.name, one.callback) for one in found] == [("王女士", "不用"), ("李先生", "电话")]
