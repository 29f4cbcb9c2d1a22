import re

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.console.registers.organisation.accounts_acts import ROOMS, SCOPES
from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account, Role
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation.models import Person, RegisterAct, Unit
from tests.console.registers.organisation.conftest import SignIn, account_url
from tests.factories.organisation import make_person, make_role
from tests.support.pages import in_english, text_of, untranslated


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


@pytest.mark.parametrize(
    ("username", "words"),
    [("", "没有填“账号名”"), ("a" * 65, "64"), ("user-security", "已被使用")],
)
def test_a_user_name_that_will_not_do_is_refused(browser_of: SignIn, office: Unit, username: str, words: str) -> None:
    person = make_person("王强")
    answer = browser_of("security").post(reverse("console:account_open", args=[person.pk]), {"username": username})
    assert answer.status_code == 422
    assert words in text_of(answer)
    person.refresh_from_db()
    assert person.account_id is None


def test_nobody_gets_a_second_account(browser_of: SignIn, holder: Person) -> None:
    answer = browser_of("security").post(reverse("console:account_open", args=[holder.pk]), {"username": "zhangli2"})
    assert answer.status_code == 422
    assert "已有账号" in text_of(answer)


def test_a_person_that_is_none_gets_no_account(browser_of: SignIn) -> None:
    assert browser_of("security").get(reverse("console:account_open", args=[999_999])).status_code == 404


def test_a_password_is_shown_once_and_kept_nowhere(browser_of: SignIn, holder: Person) -> None:
    client = browser_of("security")
    page = client.post(account_url(holder, "reset"))
    secret = re.search(r'reg-secret">([^<]+)<', page.content.decode())
    assert secret is not None
    again = client.get(reverse("console:account", args=[holder.account_id])).content.decode()
    assert secret[1] not in again
    assert not RegisterAct.objects.filter(note__contains=secret[1]).exists()


def test_two_resets_give_two_passwords(browser_of: SignIn, holder: Person) -> None:
    client = browser_of("security")
    found = {
        re.search(r'reg-secret">([^<]+)<', client.post(account_url(holder, "reset")).content.decode())
        for _again in range(2)
    }
    assert len({one[1] for one in found if one}) == 2


def test_a_reset_signs_the_holder_out(browser_of: SignIn, holder: Person, office: Unit) -> None:
    theirs = Client()
    theirs.force_login(Account.objects.get(pk=holder.account_id))
    browser_of("security").post(account_url(holder, "reset"))
    assert theirs.get(reverse("console:registers")).status_code == 302


@pytest.mark.parametrize(("act", "is_active", "words"), [("close", False, "已经停用"), ("reopen", True, "没有停用")])
def test_what_is_done_already_is_refused(
    browser_of: SignIn, holder: Person, act: str, words: str, *, is_active: bool
) -> None:
    Account.objects.filter(pk=holder.account_id).update(is_active=is_active)
    answer = browser_of("security").post(account_url(holder, act), {"reason": "再来"})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_closing_is_recorded_with_its_reason(browser_of: SignIn, holder: Person) -> None:
    browser_of("security").post(account_url(holder, "close"), {"reason": "离职"})
    act = RegisterAct.objects.get(person=holder)
    assert act.act == "close_account"
    assert "离职" in act.note


def test_acts_on_accounts_are_never_kept_by_browsers(browser_of: SignIn, holder: Person) -> None:
    client = browser_of("security")
    for url in (account_url(holder, "reset"), reverse("console:account_open", args=[holder.pk])):
        assert "no-store" in client.get(url)["Cache-Control"]


@pytest.mark.parametrize("act", ["invented", "open"])
def test_an_act_that_is_none_is_not_found(browser_of: SignIn, holder: Person, act: str) -> None:
    client = browser_of("security")
    assert client.get(account_url(holder, act)).status_code == 404
    assert client.post(account_url(holder, act)).status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"permission": ""}, "没有选“权限”"),
        ({"permission": "cases.case.invented"}, "cases.case.invented"),
        ({"scope": ""}, "没有选“范围”"),
        ({"scope": "world"}, "world"),
    ],
)
def test_a_grant_that_will_not_do_is_refused(
    browser_of: SignIn, office: Unit, given: dict[str, str], words: str
) -> None:
    role = make_role("dispatcher", name="派遣员")
    right = {"permission": "cases.case.dispatch", "scope": "city"}
    url = reverse("console:role_act", args=["dispatcher", "grant"])
    answer = browser_of("security").post(url, {**right, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not role.grants.exists()


@pytest.mark.parametrize("scope", list(Scope))
def test_a_grant_reaches_as_far_as_was_said(browser_of: SignIn, office: Unit, scope: Scope) -> None:
    role = make_role("dispatcher", name="派遣员")
    given = {"permission": "cases.case.read", "scope": scope}
    answer = browser_of("security").post(reverse("console:role_act", args=["dispatcher", "grant"]), given, follow=True)
    assert role.grants.get().scope == scope
    assert f"（{SCOPES[scope]}）" in text_of(answer)


def test_only_what_a_role_has_can_be_withdrawn(browser_of: SignIn, office: Unit) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.CITY}, name="派遣员")
    url = reverse("console:role_act", args=["dispatcher", "withdraw"])
    answer = browser_of("security").post(url, {"permission": "cases.case.read"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert [key for key, _label in form.fields["permission"].choices] == ["", "cases.case.dispatch"]


def test_every_room_of_permissions_has_a_name() -> None:
    assert {one.value.split(".", 1)[0] for one in all_permissions()} <= set(ROOMS)


@pytest.mark.parametrize("act", ["reset", "close", "reopen"])
def test_every_form_opens_in_english(browser_of: SignIn, holder: Person, act: str) -> None:
    answer = in_english(browser_of("security")).get(account_url(holder, act))
    assert untranslated(answer, "张丽") == set()


@pytest.mark.parametrize("act", ["grant", "withdraw"])
def test_every_form_about_a_role_opens_in_english(browser_of: SignIn, office: Unit, act: str) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.CITY}, name="Dispatchers")
    answer = in_english(browser_of("security")).get(reverse("console:role_act", args=["dispatcher", act]))
    assert untranslated(answer) == set()
