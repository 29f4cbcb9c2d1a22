import pytest
from django.urls import reverse

from chengzhi.kernel import clock
from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation.models import Person, Post
from tests.console.registers.organisation.conftest import SignIn, account_url
from tests.factories.organisation import make_appointment, make_role
from tests.support.pages import cover_of, han_of, in_english, main_of, rows_of, untranslated


@pytest.mark.parametrize(("state", "count"), [("closed", 0), ("open", 2), ("never", 1), ("first", 0)])
def test_accounts_are_narrowed_by_their_state(browser_of: SignIn, holder: Person, state: str, count: int) -> None:
    page = browser_of("security").get(reverse("console:accounts"), {"state": state}).content.decode()
    assert page.count("data-cz-row") == count


def test_the_matrix_shows_roles_and_scopes(browser_of: SignIn) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.TERRITORY}, name="派遣员")
    page = browser_of("audit").get(reverse("console:roles")).content.decode()
    assert [word for word in ("派遣员", "派遣", "辖区", "三员分立") if word not in page] == []


ACCOUNTS = reverse("console:accounts")


@pytest.mark.parametrize(
    ("asked", "names"),
    [({"q": "zhang"}, ["zhangli"]), ({"q": "没有"}, []), ({"q": "张", "state": "closed"}, []), ({"state": "x"}, None)],
)
def test_accounts_are_found(browser_of: SignIn, holder: Person, asked: dict[str, str], names: list[str] | None) -> None:
    page = browser_of("security").get(ACCOUNTS, asked).context["page"]
    assert [one.username for one in page] == (["user-security", "zhangli"] if names is None else names)


def test_conditions_stand_as_chips_in_words(browser_of: SignIn, holder: Person) -> None:
    chips = browser_of("security").get(ACCOUNTS, {"q": "zhang", "state": "first"}).context["chips"]
    assert [str(one["value"]) for one in chips] == ["zhang", "还没改初始密码"]


def test_each_state_of_an_account_has_its_word_on_the_list(browser_of: SignIn, holder: Person) -> None:
    client = browser_of("security")
    facts = [({}, "启用"), ({"must_change_password": True}, "还没改初始密码"), ({"is_active": False}, "停用")]
    for given, word in facts:
        Account.objects.filter(pk=holder.account_id).update(**given)
        assert word in main_of(client.get(ACCOUNTS, {"q": "zhangli"}))


def test_an_empty_list_says_what_to_do(browser_of: SignIn) -> None:
    assert "没有符合条件的账号" in main_of(browser_of("security").get(ACCOUNTS, {"q": "没有"}))


def test_accounts_leave_as_a_workbook_without_secrets(browser_of: SignIn, holder: Person, post: Post) -> None:
    make_appointment(holder, post)
    answer = browser_of("security").get(reverse("console:accounts_export"), {"q": "zhangli", "state": "open"})
    head, row = rows_of(answer)
    assert head == ["账号", "姓名", "岗位和机构", "情况", "最近登录", "开通"]
    assert row[:5] == ["zhangli", "张丽", "受理员 · 城东街道城综办", "启用", None]
    assert ["情况", "启用"] in cover_of(answer)


def test_a_closed_account_is_closed_in_the_workbook(browser_of: SignIn, holder: Person) -> None:
    Account.objects.filter(pk=holder.account_id).update(is_active=False)
    answer = browser_of("security").get(reverse("console:accounts_export"), {"state": "closed"})
    assert [row[3] for row in rows_of(answer)[1:]] == ["停用"]


@pytest.mark.parametrize(("is_active", "offered"), [(True, ["reset", "close"]), (False, ["reset", "reopen"])])
def test_an_account_is_offered_what_its_state_allows(
    browser_of: SignIn, holder: Person, offered: list[str], *, is_active: bool
) -> None:
    Account.objects.filter(pk=holder.account_id).update(is_active=is_active)
    answer = browser_of("security").get(reverse("console:account", args=[holder.account_id]))
    assert [one["name"] for one in answer.context["changes"]] == offered


def test_the_page_of_an_account_says_when_it_was_last_used(browser_of: SignIn, holder: Person) -> None:
    client, url = browser_of("security"), reverse("console:account", args=[holder.account_id])
    assert "从没登录" in main_of(client.get(url))
    Account.objects.filter(pk=holder.account_id).update(last_login=clock.now())
    assert "从没登录" not in main_of(client.get(url))


@pytest.mark.parametrize("role", ["nobody", "reader", "personnel", "audit"])
def test_accounts_do_not_exist_for_others(browser_of: SignIn, holder: Person, role: str) -> None:
    client = browser_of(role)
    urls = [ACCOUNTS, reverse("console:account", args=[holder.account_id]), account_url(holder, "reset")]
    urls.append(reverse("console:account_open", args=[holder.pk]))
    assert {client.get(url).status_code for url in urls} == {404}


def test_a_role_shows_its_grants_with_scope_and_ground(browser_of: SignIn) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.TERRITORY}, name="派遣员")
    answer = browser_of("security").get(reverse("console:role", args=["dispatcher"]))
    assert [(one.value, str(scope)) for one, scope in answer.context["grants"]] == [("cases.case.dispatch", "辖区")]
    assert [one["name"] for one in answer.context["changes"]] == ["grant"]


def test_a_role_without_grants_says_so(browser_of: SignIn) -> None:
    make_role("empty", name="空角色")
    words = main_of(browser_of("audit").get(reverse("console:role", args=["empty"])))
    assert "这个角色还没有权限" in words


def test_an_administrators_role_is_marked_as_exclusive(browser_of: SignIn) -> None:
    make_role("sys", {"kernel.system.manage": Scope.CITY}, name="系统", exclusive_group="admin3")
    assert "互斥的角色" in main_of(browser_of("audit").get(reverse("console:role", args=["sys"])))


def test_a_role_that_is_none_is_not_found(browser_of: SignIn) -> None:
    client = browser_of("security")
    for url in (reverse("console:role", args=["none"]), reverse("console:role_act", args=["none", "grant"])):
        assert client.get(url).status_code == 404


def test_the_matrix_leaves_as_a_workbook(browser_of: SignIn) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.TERRITORY}, name="派遣员")
    head, *rows = rows_of(browser_of("audit").get(reverse("console:roles_export")))
    assert head[:2] == ["权限", "说明"]
    scopes = {row[head.index("派遣员")] for row in rows}
    assert scopes == {None, "辖区"}
    assert len(rows) == len(list(all_permissions()))


def test_every_permission_stands_once_in_the_matrix(browser_of: SignIn) -> None:
    groups = browser_of("audit").get(reverse("console:roles")).context["groups"]
    found = [right.value for group in groups for right, _scopes in group["rows"]]
    assert sorted(found) == sorted(one.value for one in all_permissions())
    assert [str(group["label"]) for group in groups if not han_of(str(group["label"]))] == []


@pytest.mark.parametrize("name", ["accounts", "roles"])
def test_lists_in_english_have_no_chinese_of_ours(browser_of: SignIn, holder: Person, name: str) -> None:
    answer = in_english(browser_of("security")).get(reverse(f"console:{name}"))
    assert untranslated(answer, "刘书琴", "张丽", "经办人", "机构") == set()


def test_the_page_of_an_account_in_english_has_no_chinese_of_ours(browser_of: SignIn, holder: Person) -> None:
    answer = in_english(browser_of("security")).get(reverse("console:account", args=[holder.account_id]))
    assert untranslated(answer, "张丽") == set()


def test_a_closed_account_is_turned_off_in_english(browser_of: SignIn, holder: Person) -> None:
    Account.objects.filter(pk=holder.account_id).update(is_active=False)
    client = in_english(browser_of("security"))
    assert rows_of(client.get(reverse("console:accounts_export"), {"state": "closed"}))[1][3] == "Turned off"
    for url in (ACCOUNTS, reverse("console:account", args=[holder.account_id])):
        assert "Turned off" in main_of(client.get(url))
