import pytest
from django.core.management import call_command

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


def test_passwords_are_shown_once_and_must_be_changed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("found_city", name="崇川区城市管理局", document="崇城管〔2026〕1 号", **PEOPLE)
    account = Account.objects.get(username="xitong")
    row = next(line for line in capsys.readouterr().out.splitlines() if "xitong" in line)
    assert account.check_password(row.split()[-1])
    assert account.must_change_password


def test_a_second_founding_is_refused() -> None:
    found()
    with pytest.raises(Refused, match="已有机构"):
        found()
    assert Unit.objects.count() == 1


def test_one_person_cannot_hold_two_of_the_roles() -> None:
    with pytest.raises(Refused, match="不同的人"):
        found_city(name="崇川区城市管理局", document="1 号", people={**PEOPLE, "audit_admin": "张敏"})
