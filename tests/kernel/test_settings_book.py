"""The log of settings is read by the audit administrator whole, by those who keep a setting in part, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models import Q
from django.utils import translation

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope, resident
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_book import SHOWN_ON_A_PAGE, changes_for_audit, in_words, latest_changes, told

pytestmark = pytest.mark.django_db
AUDITOR = Capacity(grants={Permission.READ_AUDIT: Scope.CITY})
KEEPER = Capacity(grants={Permission.MANAGE_SYSTEM: Scope.CITY})
DAY, SPAN = "kernel.calendar_day", "kernel.schedule_span"


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def change(**facts: Any) -> SettingsChange:
    given = {
        "at": clock.now(), "setting": DAY, "key": "2026-10-12", "label": "2026-10-12", "act": "changed",
        "person_name": "黄爱华", "post_name": "系统管理员", "unit_name": "区中心", "account_name": "huang",
        "before": {"is_workday": True}, "after": {"is_workday": False},
    }  # fmt: skip
    return SettingsChange.objects.create(**{**given, **facts})


@pytest.mark.parametrize("viewer", [Capacity(), resident(), KEEPER])
def test_nobody_but_the_audit_administrator_reads_the_book(viewer: Capacity) -> None:
    with pytest.raises(Forbidden, match="变更记录"):
        changes_for_audit(viewer)


@pytest.mark.parametrize("viewer", [Capacity(), resident(), AUDITOR])
def test_the_latest_are_for_those_who_keep_the_setting(viewer: Capacity) -> None:
    with pytest.raises(Forbidden, match="变更记录"):
        latest_changes(viewer, Permission.MANAGE_SYSTEM, DAY)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"text": "黄爱"}, 1),
        ({"text": " wang "}, 1),
        ({"text": "区中心"}, 2),
        ({"text": "夏令"}, 1),
        ({"text": "summer/"}, 1),
        ({"text": "%"}, 0),
        ({"text": "\x00"}, 2),
        ({"setting": SPAN}, 1),
        ({"setting": "kernel.moon"}, 2),
        ({"setting": DAY, "text": "夏令"}, 0),
    ],
)
def test_the_book_is_narrowed(asked: dict[str, str], count: int) -> None:
    change()
    change(setting=SPAN, key="summer/2027-06-01", label="夏令 · 2027-06-01", person_name="王敏", account_name="wangmin")
    assert changes_for_audit(AUDITOR, **asked).count() == count  # type: ignore[arg-type]  # words only


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (None, None, 1),
        (date(2026, 11, 23), date(2026, 11, 23), 1),
        (date(2026, 11, 24), None, 0),
        (None, date(2026, 11, 22), 0),
    ],
)
def test_whole_days_are_meant_in_the_time_of_the_city(since: date | None, until: date | None, count: int) -> None:
    change(at=clock.now().replace(year=2026, month=11, day=23, hour=23, minute=59))
    assert changes_for_audit(AUDITOR, since=since, until=until).count() == count


def test_the_latest_of_the_asked_settings_are_shown_newest_first() -> None:
    for at in range(SHOWN_ON_A_PAGE + 2):
        change(key=str(at), label=str(at))
    change(setting="cases.channel")
    assert [one.which for one in latest_changes(KEEPER, Permission.MANAGE_SYSTEM, DAY)][:2] == ["11", "10"]
    assert len(latest_changes(KEEPER, Permission.MANAGE_SYSTEM, DAY)) == SHOWN_ON_A_PAGE
    assert len(latest_changes(KEEPER, Permission.MANAGE_SYSTEM, DAY, keys=Q(key="3"))) == 1


def test_a_change_is_told_in_words() -> None:
    shown = told(change())
    assert (str(shown.setting), shown.which, shown.who) == ("日历例外日", "2026-10-12", "黄爱华 系统管理员 区中心")
    assert [str(one) for one in shown.lines] == ["上班：是 → 否"]


@pytest.mark.usefixtures("english")
def test_a_change_is_told_in_english() -> None:
    row = change(before={"is_workday": True, "source": ""}, after={"is_workday": False, "source": "GB"})
    assert in_words(row) == "Working day: Yes → No; Ground: none → GB"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"before": {}, "after": {"is_workday": True, "name": "调休"}}, "上班：是；名称：调休"),
        ({"before": {"name": "调休"}, "after": {}}, "名称：调休"),
        ({"before": {"name": "调休"}, "after": {"name": ""}}, "名称：调休 → 没有"),
        ({"before": {"name": "a", "is_workday": True}, "after": {"name": "b", "is_workday": False}},
         "上班：是 → 否；名称：a → b"),
        ({"setting": SPAN, "before": {"valid_to": None}, "after": {"valid_to": "2027-01-01"}}, "失效日期：长期 → 2027-01-01"),
        ({"setting": SPAN, "before": {}, "after": {"periods": [[480, 720]]}}, "工作时段：8:00–12:00"),
        ({"before": {"forgotten": 1}, "after": {"forgotten": 2}}, "forgotten：1 → 2"),
        ({"setting": "kernel.moon", "before": {}, "after": {"phase": "full"}}, "phase：full"),
    ],
)  # fmt: skip
def test_every_kind_of_change_has_words(facts: dict[str, Any], words: str) -> None:
    assert in_words(change(**facts)) == words


def test_a_setting_nobody_knows_any_more_keeps_its_code() -> None:
    shown = told(change(setting="kernel.moon", label="月"))
    assert (shown.setting, shown.which) == ("kernel.moon", "月")


def test_what_nobody_did_was_the_system() -> None:
    assert told(change(person_name="", post_name="", unit_name="")).who == "系统"


def imported(rows: int) -> SettingsChange:
    after = {f"2027-{at // 28 + 1:02}-{at % 28 + 1:02}": {"is_workday": False} for at in range(rows)}
    return change(act="imported", before={}, after=after, summary={"new": rows, "changed": 0, "same": 3, "refused": 0})


def test_an_import_tells_its_counts_and_first_rows() -> None:
    shown = told(imported(40))
    assert [str(one) for one in shown.lines][:2] == ["新增 40，不变 3", "2027-01-01：上班：否"]
    assert (len(shown.lines), shown.more) == (6, 35)


def test_a_small_import_is_told_whole() -> None:
    shown = told(imported(2))
    assert (len(shown.lines), shown.more) == (3, 0)


def test_a_workbook_tells_all_rows_that_are_kept() -> None:
    assert in_words(imported(40)).count("上班：否") == 40
