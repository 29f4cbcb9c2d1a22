"""The log of changed settings leaves as a workbook; a long one is left to the worker."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.console.exports import giving
from chengzhi.kernel import calendar_services
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import Permission
from tests.factories.organisation import make_capacity
from tests.support.pages import cover_of, han_of, in_english, main_of, rows_of

ADDRESS = reverse("console:settings_changes_export")
pytestmark = pytest.mark.django_db


def browser(right: Permission | None, username: str) -> Client:
    capacity = make_capacity({right: Scope.CITY} if right else {}, username=username, name="刘书琴")
    client = Client()
    client.force_login(Account.objects.get(pk=capacity.account_id))
    return client


@pytest.fixture
def auditor() -> Client:
    return browser(Permission.READ_AUDIT, "audit")


@pytest.fixture(autouse=True)
def changed() -> Capacity:
    """Have one exception of the calendar set, and set otherwise."""
    keeper = make_capacity({Permission.MANAGE_SYSTEM: Scope.CITY}, username="keeper", name="黄爱华")
    day = date(2026, 10, 12)
    for is_workday in (False, True):
        calendar_services.set_day(capacity=keeper, day=day, is_workday=is_workday, name="Typhoon", source="notice")
    return keeper


def test_the_workbook_names_its_conditions_and_who_changed_what(auditor: Client) -> None:
    answer = auditor.get(ADDRESS, {"setting": "kernel.calendar_day"})
    assert ["设置", "日历例外日"] in cover_of(answer)
    heads, newest, first = rows_of(answer)
    assert (heads[0], heads[-1], len(heads)) == ("时间", "SHA-256", 11)
    assert newest[1:6] == ["日历例外日", "2026-10-12", "修改", "上班：否 → 是", "黄爱华"]
    assert (first[3], first[8]) == ("增设", "keeper")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "黄爱华"}, 2), ({"q": "nobody"}, 0), ({"setting": "cases.channel"}, 0), ({"since": "2099-01-01"}, 0),
        ({"until": "x"}, 2), ({"page": "9"}, 2),
    ],
)  # fmt: skip
def test_it_holds_what_the_page_shows_under_the_same_address(
    auditor: Client, query: dict[str, str], count: int
) -> None:
    assert len(rows_of(auditor.get(ADDRESS, query))) == 1 + count


@pytest.mark.parametrize(("most", "is_asked"), [(1, True), (2, False)])
def test_a_long_log_is_left_to_the_worker(
    auditor: Client, monkeypatch: pytest.MonkeyPatch, most: int, *, is_asked: bool
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", most)
    answer = auditor.get(ADDRESS, {"q": "黄爱华"})
    assert (b"/console/exports/ask/settings_changes/?q=" in answer.content) is is_asked
    assert answer.status_code == 200
    if is_asked:
        assert "“设置变更记录”符合条件的有 2 行，超过 1 行" in main_of(answer)


@pytest.mark.parametrize("right", [None, Permission.MANAGE_SYSTEM, Permission.MANAGE_ACCESS])
def test_others_are_told_that_there_is_nothing(right: Permission | None) -> None:
    stranger = browser(right, "stranger")
    assert stranger.get(ADDRESS).status_code == 404
    assert stranger.post(reverse("console:export_ask", args=["settings_changes"])).status_code == 404


def test_in_english_the_headings_and_words_are_english(auditor: Client) -> None:
    heads, newest, _first = rows_of(in_english(auditor).get(ADDRESS))
    assert not any(han_of(str(one)) for one in heads)
    assert newest[3] == "Change"
