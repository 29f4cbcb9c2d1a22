import re

import pytest
from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account, Role
from chengzhi.organisation.models import Person, Unit
from tests.console.registers.organisation.conftest import SignIn, account_url
from tests.factories.organisation import make_person, make_role


def test_an_account_is_opened_and_its_password_shown_once(browser_of: SignIn, office: Unit) -> None:
    person = make_person("王强")
    answer = browser_of("security").post(reverse("console:account_open", args=[person.pk]), {"username": "wangqiang"})
    secret = re.search(r'reg-secret">([^<]+)<', answer.content.decode())
    account = Account.objects.get(username="wangqiang")
    assert secret is not None
    assert account.check_password(secret[1])
    assert account.must_change_password
    assert "no-store" in answer["Cache-Control"]


def test_a_name_in_use_is_refused(browser_of: SignIn, holder: Person) -> None:
    other = make_person("王强")
    answer = browser_of("security").post(reverse("console:account_open", args=[other.pk]), {"username": "ZhangLi"})
    assert answer.status_code == 422
    assert "已被使用" in answer.content.decode()


def test_a_user_name_is_proposed_from_the_name(browser_of: SignIn, office: Unit) -> None:
    person = make_person("王强")
    page = browser_of("security").get(reverse("console:account_open", args=[person.pk])).content.decode()
    assert 'value="wangqiang"' in page


def test_a_reset_voids_the_old_password(browser_of: SignIn, holder: Person) -> None:
    answer = browser_of("security").post(account_url(holder, "reset"))
    assert "一次性密码" in answer.content.decode()
    account = Account.objects.get(username="zhangli")
    assert account.must_change_password


def test_an_account_is_closed_and_reopened_with_reasons(browser_of: SignIn, holder: Person) -> None:
    client = browser_of("security")
    assert client.post(account_url(holder, "close"), {"reason": "离职"}).status_code == 302
    assert not Account.objects.get(username="zhangli").is_active
    assert client.post(account_url(holder, "reopen"), {"reason": "回来了"}).status_code == 302
    assert Account.objects.get(username="zhangli").is_active


def test_closing_needs_a_reason(browser_of: SignIn, holder: Person) -> None:
    answer = browser_of("security").post(account_url(holder, "close"), {"reason": ""})
    assert answer.status_code == 422
    assert "没有填“理由”" in answer.content.decode()


def test_nobody_manages_their_own_account(browser_of: SignIn) -> None:
    client = browser_of("security")
    own = Person.objects.get(account__username="user-security")
    answer = client.post(account_url(own, "close"), {"reason": "试试"})
    assert answer.status_code == 422
    assert "不能管理自己的账号" in answer.content.decode()
    assert "另一位安全管理员" in client.get(reverse("console:account", args=[own.account_id])).content.decode()


@pytest.mark.parametrize("act", ["reset", "close", "reopen"])
def test_acts_on_accounts_are_missing_for_everybody_else(browser_of: SignIn, holder: Person, act: str) -> None:
    assert browser_of("personnel").post(account_url(holder, act), {"reason": "x"}).status_code == 404


def test_a_grant_is_added_and_withdrawn(browser_of: SignIn, office: Unit) -> None:
    role, client = make_role("dispatcher", name="派遣员"), browser_of("security")
    url = reverse("console:role_act", args=["dispatcher", "grant"])
    assert client.post(url, {"permission": "cases.case.dispatch", "scope": "city"}).status_code == 302
    assert role.grants.get().scope == Scope.CITY
    url = reverse("console:role_act", args=["dispatcher", "withdraw"])
    assert client.post(url, {"permission": "cases.case.dispatch"}).status_code == 302
    assert not role.grants.exists()


@pytest.mark.parametrize(
    ("held", "wanted", "words"),
    [
        ("kernel.system.manage", "organisation.account.manage", "三员分立"),
        ("kernel.audit.read", "cases.case.accept", "只能查阅"),
    ],
)
def test_powers_of_two_administrators_are_refused_with_the_reason(
    browser_of: SignIn, office: Unit, held: str, wanted: str, words: str
) -> None:
    make_role("mixed", {held: Scope.CITY}, name="混合", exclusive_group="admin3")
    url = reverse("console:role_act", args=["mixed", "grant"])
    answer = browser_of("security").post(url, {"permission": wanted, "scope": "city"})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_auditor_reads_a_role_and_changes_nothing(browser_of: SignIn, office: Unit) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.CITY}, name="派遣员")
    client = browser_of("audit")
    page = client.get(reverse("console:role", args=["dispatcher"])).content.decode()
    assert "收回</a>" not in page
    url = reverse("console:role_act", args=["dispatcher", "withdraw"])
    assert client.post(url, {"permission": "cases.case.dispatch"}).status_code == 404
    assert Role.objects.get(code="dispatcher").grants.exists()
