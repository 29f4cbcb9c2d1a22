"""The audit administrator sees who changed which setting; others see that there is nothing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel import calendar_services
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import Permission
from tests.factories.organisation import make_capacity
from tests.support.pages import in_english, main_of, untranslated

pytestmark = pytest.mark.django_db


def browser(capacity: Capacity) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=capacity.account_id))
    return client


@pytest.fixture
def auditor() -> Client:
    return browser(make_capacity({Permission.READ_AUDIT: Scope.CITY}, username="audit", name="刘书琴"))


@pytest.fixture
def changed() -> Capacity:
    keeper = make_capacity({Permission.MANAGE_SYSTEM: Scope.CITY}, username="keeper", name="黄爱华")
    day = date(2026, 10, 12)
    for is_workday in (False, True):
        calendar_services.set_day(capacity=keeper, day=day, is_workday=is_workday, name="Typhoon", source="notice")
    return keeper


def url(name: str = "settings_changes") -> str:
    return reverse(f"console:{name}")


@pytest.mark.usefixtures("changed")
def test_the_book_tells_who_changed_what_from_what_to_what(auditor: Client) -> None:
    words = main_of(auditor.get(url()))
    for one in ("黄爱华", "keeper", "日历例外日", "2026-10-12", "增设", "修改", "上班：否 → 是"):
        assert one in words


@pytest.mark.parametrize(
    ("query", "is_seen"),
    [
        ({"q": "黄爱华"}, True), ({"q": "nobody"}, False), ({"setting": "kernel.calendar_day"}, True),
        ({"setting": "cases.channel"}, False), ({"setting": "'; --"}, True), ({"since": "2099-01-01"}, False),
        ({"until": "x"}, True), ({"page": "x"}, True),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("changed")
def test_the_book_is_narrowed_by_what_is_asked(auditor: Client, query: dict[str, str], *, is_seen: bool) -> None:
    assert ("上班：否 → 是" in main_of(auditor.get(url(), query))) is is_seen


def test_an_empty_book_says_so(auditor: Client) -> None:
    assert "没有符合条件的记录" in main_of(auditor.get(url()))


@pytest.mark.parametrize("right", [None, Permission.MANAGE_SYSTEM, Permission.MANAGE_ACCESS])
def test_others_are_told_that_there_is_nothing(right: Permission | None) -> None:
    stranger = make_capacity({right: Scope.CITY} if right else {}, username="stranger", name="赵敏")
    assert browser(stranger).get(url()).status_code == 404


@pytest.mark.usefixtures("auditor")
def test_the_book_in_english_has_no_chinese_of_ours(auditor: Client, changed: Capacity) -> None:
    data = (changed.person_name, changed.post_name, changed.unit_name)
    assert untranslated(in_english(auditor).get(url()), *data) == set()
