"""The audit administrator sees who was not let in; nobody else does."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from chengzhi.console.exports import giving
from chengzhi.kernel.models import FailureReason
from chengzhi.kernel.sign_ins import note_failure
from chengzhi.organisation.models import Unit
from tests.console.registers.organisation.conftest import SignIn

PAGES = ["sign_ins", "sign_ins_export"]


@pytest.fixture
def failed(office: Unit) -> None:
    note_failure(username="wangmin", address="203.0.113.7", reason=FailureReason.WRONG)
    note_failure(username="lijun", address="2001:db8::1", reason=FailureReason.LOCKED)


def page(browser_of: SignIn, **query: str) -> str:
    return browser_of("audit").get(reverse("console:sign_ins"), query).content.decode()


@pytest.mark.usefixtures("failed")
def test_the_log_tells_who_where_and_why(browser_of: SignIn) -> None:
    shown = page(browser_of)
    for words in ("wangmin", "203.0.113.7", "账号或密码不对", "lijun", "2001:db8::1", "失败太多，暂时锁定"):
        assert words in shown


@pytest.mark.parametrize(
    ("query", "is_seen"),
    [({"q": "lijun"}, False), ({"reason": "wrong"}, True), ({"since": "2099-01-01"}, False), ({"until": "x"}, True)],
)
@pytest.mark.usefixtures("failed")
def test_the_log_is_narrowed_by_what_is_asked(browser_of: SignIn, query: dict[str, str], *, is_seen: bool) -> None:
    assert ("203.0.113.7</td>" in page(browser_of, **query)) is is_seen


def test_an_empty_log_says_so(browser_of: SignIn) -> None:
    assert "没有符合条件的登录失败记录" in page(browser_of)


@pytest.mark.parametrize(
    "query", [{"q": "\x00"}, {"q": "<script>"}, {"reason": "'; --"}, {"page": "x"}, {"since": "0000-00-00"}]
)
@pytest.mark.usefixtures("failed")
def test_garbage_in_the_address_does_no_harm(browser_of: SignIn, query: dict[str, str]) -> None:
    assert "<script>" not in page(browser_of, **query).split("<main")[-1].split("</main")[0].replace(
        "&lt;script&gt;", ""
    )


@pytest.mark.parametrize("role", ["nobody", "reader", "personnel", "security"])
@pytest.mark.parametrize("name", PAGES)
def test_others_are_told_that_there_is_nothing(browser_of: SignIn, role: str, name: str) -> None:
    assert browser_of(role).get(reverse(f"console:{name}")).status_code == 404


@pytest.mark.usefixtures("failed")
def test_the_log_leaves_as_a_workbook_that_names_its_conditions(browser_of: SignIn) -> None:
    answer = browser_of("audit").get(reverse("console:sign_ins_export"), {"reason": "wrong"})
    cover, sheet = load_workbook(BytesIO(answer.content)).worksheets
    assert ["原因", "账号或密码不对"] in [[cell.value for cell in row[:2]] for row in cover.rows]
    assert [cell.value for cell in sheet[2]][1:] == ["wangmin", "203.0.113.7", "账号或密码不对"]
    assert sheet.max_row == 2


@pytest.mark.usefixtures("failed")
def test_too_long_a_log_is_offered_to_the_worker(browser_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    answer = browser_of("audit").get(reverse("console:sign_ins_export"))
    assert answer.status_code == 200
    assert "/console/exports/ask/sign_ins/" in answer.content.decode()


@pytest.mark.usefixtures("failed")
def test_the_tile_of_the_registers_counts_them(browser_of: SignIn) -> None:
    assert "登录失败记录" in browser_of("audit").get(reverse("console:registers")).content.decode()
    assert "登录失败记录" not in browser_of("security").get(reverse("console:registers")).content.decode()


def test_a_longer_log_asks_no_more_of_the_database(
    browser_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        note_failure(username=f"name{number}", address="203.0.113.7", reason=FailureReason.WRONG)
    client = browser_of("audit")
    client.get(reverse("console:sign_ins"))
    with django_assert_max_num_queries(16):
        assert "name59" in client.get(reverse("console:sign_ins")).content.decode()
