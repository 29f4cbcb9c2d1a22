import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.organisation.models import Unit
from tests.console.registers.organisation.conftest import SignIn

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
