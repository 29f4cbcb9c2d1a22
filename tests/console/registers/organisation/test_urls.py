import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.organisation.models import Person, Post, Unit
from tests.console.registers.organisation.conftest import SignIn
from tests.support.pages import cover_of

OPEN_TO = {
    "units": {"reader", "personnel", "security", "audit"},
    "units_export": {"reader", "personnel", "security", "audit"},
    "territories": {"reader", "personnel", "security", "audit"},
    "territories_export": {"reader", "personnel", "security", "audit"},
    "people": {"reader", "personnel", "security", "audit"},
    "people_export": {"reader", "personnel", "security", "audit"},
    "person_register": {"personnel"},
    "posts": {"reader", "personnel", "security", "audit"},
    "posts_export": {"reader", "personnel", "security", "audit"},
    "accounts": {"security"},
    "accounts_export": {"security"},
    "roles": {"security", "audit"},
    "roles_export": {"security", "audit"},
    "acts": {"audit"},
    "acts_export": {"audit"},
    "personal_access": {"audit"},
    "personal_access_export": {"audit"},
}


@pytest.mark.parametrize("role", ["nobody", "reader", "personnel", "security", "audit"])
def test_each_register_opens_to_those_with_the_right_and_is_missing_for_the_others(
    browser_of: SignIn, role: str
) -> None:
    client = browser_of(role)
    found = {name: client.get(reverse(f"console:{name}")).status_code for name in OPEN_TO}
    assert found == {name: 200 if role in roles else 404 for name, roles in OPEN_TO.items()}


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert {Client().get(reverse(f"console:{name}")).status_code for name in OPEN_TO} == {302}


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("personnel", ("机构", "人员", "岗位任职", "辖区"), ("账号和授权", "变更记录")),
        ("security", ("账号", "角色授权"), ("个人信息访问日志",)),
        ("audit", ("变更记录", "个人信息访问日志", "角色授权"), ("重置密码",)),
        ("nobody", ("没有可以查阅的台账",), ("机构树",)),
    ],
)
def test_home_shows_the_registers_of_the_role(
    browser_of: SignIn, role: str, seen: tuple[str, ...], unseen: tuple[str, ...]
) -> None:
    page = browser_of(role).get(reverse("console:registers")).content.decode()
    assert [word for word in seen if word not in page] == []
    assert [word for word in unseen if word in page] == []


@pytest.mark.parametrize("name", ["unit", "person", "post", "account"])
def test_what_does_not_exist_is_not_found(browser_of: SignIn, name: str) -> None:
    assert browser_of("security").get(reverse(f"console:{name}", args=[987654])).status_code == 404


@pytest.mark.parametrize("act", ["rename", "move", "abolish", "post", "correct", "invented"])
def test_acts_on_units_are_missing_without_the_right(browser_of: SignIn, office: Unit, act: str) -> None:
    url = reverse("console:unit_act", args=[office.pk, act])
    assert browser_of("reader").post(url, {"name": "新名"}).status_code == 404


def test_an_unknown_act_is_not_found(browser_of: SignIn, office: Unit) -> None:
    assert browser_of("personnel").get(reverse("console:unit_act", args=[office.pk, "invented"])).status_code == 404


def test_a_list_leaves_as_a_workbook(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("reader").get(reverse("console:units_export"), {"q": "cdjd"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"


PAGES_OF_ONE = {
    "unit": {"reader", "personnel", "security", "audit"},
    "person": {"reader", "personnel", "security", "audit"},
    "post": {"reader", "personnel", "security", "audit"},
    "account": {"security"},
}


@pytest.mark.parametrize("role", ["nobody", "reader", "personnel", "security", "audit"])
def test_the_page_of_one_thing_opens_to_those_with_the_right(
    browser_of: SignIn, office: Unit, post: Post, holder: Person, role: str
) -> None:
    client = browser_of(role)
    keys = {"unit": office.pk, "person": holder.pk, "post": post.pk, "account": holder.account_id}
    found = {name: client.get(reverse(f"console:{name}", args=[key])).status_code for name, key in keys.items()}
    assert found == {name: 200 if role in roles else 404 for name, roles in PAGES_OF_ONE.items()}


@pytest.mark.parametrize("name", sorted(OPEN_TO))
def test_lists_take_no_post(browser_of: SignIn, name: str) -> None:
    role = min(OPEN_TO[name])
    if name == "person_register":
        assert browser_of(role).put(reverse(f"console:{name}")).status_code == 405
    else:
        assert browser_of(role).post(reverse(f"console:{name}")).status_code == 405


@pytest.mark.parametrize("name", [one for one in sorted(OPEN_TO) if one.endswith("_export")])
def test_every_export_names_itself_with_day_and_hour(browser_of: SignIn, name: str) -> None:
    answer = browser_of(min(OPEN_TO[name])).get(reverse(f"console:{name}"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert ".xlsx" in answer["Content-Disposition"]
    assert any("刘书琴" in str(cell) for row in cover_of(answer) for cell in row)


@pytest.mark.parametrize("given", ["<script>alert(1)</script>", "'; drop table", "%00", "字" * 500, "\\", "_%"])
@pytest.mark.parametrize("name", ["units", "people", "posts", "territories"])
def test_whatever_is_searched_for_the_page_stays_whole(browser_of: SignIn, name: str, given: str) -> None:
    answer = browser_of("reader").get(reverse(f"console:{name}"), {"q": given})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
