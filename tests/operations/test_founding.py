import pytest

from chengzhi.cases.models import Channel
from chengzhi.catalogue.models import Edition
from chengzhi.kernel.models import Account
from chengzhi.operations.errors import Refused
from chengzhi.operations.founding import ACCOUNTS, found_city
from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import capacities_of

pytestmark = pytest.mark.django_db

PEOPLE = {"system_admin": "张敏", "security_admin": "李强", "audit_admin": "王芳", "personnel": "赵磊"}


def found() -> None:
    found_city(name="崇川区城市管理局", document="崇城管〔2026〕1 号", people=PEOPLE)


def test_the_first_four_people_can_sign_in_and_do_their_part() -> None:
    found()
    capacities = {name: capacities_of(Account.objects.get(username=name)) for name in ACCOUNTS.values()}
    assert all(len(one) == 1 for one in capacities.values())
    assert capacities["renshi"][0].may("organisation.unit.manage")
    assert capacities["anquan"][0].may("organisation.account.manage")
    assert not capacities["xitong"][0].may("organisation.account.manage")


def test_a_second_founding_is_refused() -> None:
    found()
    with pytest.raises(Refused, match="已有机构"):
        found()
    assert Unit.objects.count() == 1


def test_one_person_cannot_hold_two_of_the_roles() -> None:
    with pytest.raises(Refused, match="不同的人"):
        found_city(name="崇川区城市管理局", document="1 号", people={**PEOPLE, "audit_admin": "张敏"})


def test_each_of_the_three_administrators_may_do_only_their_part() -> None:
    found()
    held = {name: capacities_of(Account.objects.get(username=name))[0] for name in ACCOUNTS.values()}
    parts = ("kernel.system.manage", "kernel.access.manage", "kernel.audit.read")
    assert [[one for one in parts if held[name].may(one)] for name in ("xitong", "anquan", "shenji", "renshi")] == [
        [parts[0]],
        [parts[1]],
        [parts[2]],
        [],
    ]


def test_a_founding_that_is_refused_leaves_nothing_behind() -> None:
    with pytest.raises(Refused):
        found_city(name="局", document="1 号", people={**PEOPLE, "audit_admin": "张敏"})
    assert not Unit.objects.exists()
    assert not Account.objects.exists()


def test_the_city_has_a_catalogue_and_channels_from_the_first_day() -> None:
    found()
    assert Edition.objects.filter(is_adopted=True).exists()
    assert Channel.objects.count() >= 3
