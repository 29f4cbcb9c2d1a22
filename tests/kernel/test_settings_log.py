"""A change of a setting is written with who and what it was, in the transaction that makes it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import translation

from chengzhi.kernel import clock, settings_log
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.models import Account, ChangeAct, SettingsChange, WorkSchedule
from chengzhi.kernel.models.calendars import CalendarDay
from chengzhi.kernel.settings_log import (
    MOST_DETAILS,
    Fact,
    ImportedFile,
    Setting,
    Values,
    facts_of,
    file_hash,
    note_change,
    note_import,
    say,
    say_last_day,
)
from chengzhi.kernel.tabular import Fate


@dataclass
class Lamp:
    name: str = "路灯"
    is_lit: bool = False
    words: tuple[str, ...] = ()


LAMP = Setting(
    code="test.lamp",
    name="灯",
    facts={
        "name": Fact(label="名称", read=lambda row: row.name, said=say),
        "is_lit": Fact(label="亮", read=lambda row: row.is_lit, said=say),
        "words": Fact(label="别名", read=lambda row: list(row.words), said=say),
    },
    key=lambda row: row.name,
    label=lambda row: row.name,
)


@pytest.fixture
def clerk(db: None) -> Capacity:
    account = Account.objects.create_user(username="huang", password=None)
    return Capacity(
        account_id=account.pk, appointment_id=7, person_name="黄爱华", post_name="系统管理员", unit_name="区中心"
    )


@pytest.fixture
def known() -> Iterator[None]:
    settings_log.register(LAMP)
    yield
    settings_log._registry.pop(LAMP.code)


def note(capacity: Capacity, row: Lamp, act: ChangeAct = ChangeAct.CHANGED, **given: Any) -> SettingsChange | None:
    return note_change(capacity=capacity, setting=LAMP, row=row, act=act, **given)


def test_who_when_which_and_what_are_kept(clerk: Capacity) -> None:
    before = LAMP.values(Lamp())
    with clock.at(at := clock.now()):
        row = note(clerk, Lamp(is_lit=True), before=before)
    assert row
    assert (row.account_name, row.person_name, row.post_name, row.unit_name) == (
        "huang",
        "黄爱华",
        "系统管理员",
        "区中心",
    )
    assert (row.appointment_ref, row.at, row.setting, row.key, row.label) == (7, at, "test.lamp", "路灯", "路灯")
    assert (row.before, row.after) == ({"is_lit": False}, {"is_lit": True})


def test_names_stay_as_they_were(clerk: Capacity) -> None:
    row = note(clerk, Lamp(), ChangeAct.CREATED)
    Account.objects.update(username="somebody")
    assert row
    assert SettingsChange.objects.get(pk=row.pk).account_name == "huang"


@pytest.mark.django_db
def test_the_system_has_no_name() -> None:
    row = note(SYSTEM, Lamp(), ChangeAct.CREATED)
    assert row
    assert (row.account, row.account_name, row.person_name) == (None, "", "")


def test_an_account_that_is_gone_is_no_hindrance(clerk: Capacity) -> None:
    row = note(Capacity(account_id=clerk.account_id + 1000 if clerk.account_id else 1), Lamp(), ChangeAct.CREATED)
    assert row
    assert row.account is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "row"),
    [
        ({"name": "路灯", "is_lit": False, "words": []}, Lamp()),
        ({"name": "路灯", "is_lit": False, "words": None}, Lamp()),
        ({"name": "", "is_lit": False}, Lamp(name="")),
    ],
)
def test_a_change_that_changes_nothing_writes_nothing(before: Values, row: Lamp) -> None:
    assert note(SYSTEM, row, before=before) is None
    assert not SettingsChange.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ({}, {"name": "灯", "words": []}, ({}, {"name": "灯"})),
        ({"name": "灯", "is_lit": True}, {}, ({"name": "灯", "is_lit": True}, {})),
        ({"name": "灯"}, {"name": ""}, ({"name": "灯"}, {"name": ""})),
        ({"is_lit": False}, {"is_lit": None}, ({"is_lit": False}, {"is_lit": None})),
        (
            {"name": "灯", "words": ["a"]},
            {"name": "灯", "words": ["a", "b"]},
            ({"words": ["a"]}, {"words": ["a", "b"]}),
        ),
    ],
)
def test_only_what_differs_is_kept(before: Values, after: Values, kept: tuple[Values, Values]) -> None:
    row = note(SYSTEM, Lamp(), before=before, after=after)
    assert row
    assert (row.before, row.after) == kept


@pytest.mark.django_db(transaction=True)
def test_it_is_not_written_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction"):
        note(SYSTEM, Lamp(), ChangeAct.CREATED)


def test_a_rollback_leaves_none(clerk: Capacity) -> None:
    with transaction.atomic():
        note(clerk, Lamp(), ChangeAct.CREATED)
        transaction.set_rollback(True)
    assert not SettingsChange.objects.exists()


def test_names_longer_than_their_columns_are_cut(clerk: Capacity) -> None:
    row = note(clerk, Lamp(name="长" * 300), ChangeAct.CREATED)
    assert row
    assert (len(row.key), len(row.label), row.after["name"]) == (120, 200, "长" * 300)


def imported(counts: dict[Fate, int], rows: int = 1, **given: str) -> SettingsChange | None:
    file = ImportedFile(
        key="e1", label="目录", counts={fate: counts.get(fate, 0) for fate in Fate}, source="表.csv", **given
    )
    changed = [(f"行{at}", {"name": "甲"} if at else {}, {"name": "乙"}) for at in range(rows)]
    return note_import(capacity=SYSTEM, setting=LAMP, file=file, rows=changed)


@pytest.mark.django_db
def test_an_import_is_one_line_with_its_counts_and_file() -> None:
    row = imported({Fate.NEW: 1, Fate.CHANGED: 1, Fate.SAME: 5}, rows=2, file_hash="a" * 64)
    assert row
    assert (row.act, row.source, row.file_hash) == ("imported", "表.csv", "a" * 64)
    assert row.summary == {"new": 1, "changed": 1, "same": 5, "refused": 0}
    assert (row.before, row.after) == ({"行1": {"name": "甲"}}, {"行0": {"name": "乙"}, "行1": {"name": "乙"}})


@pytest.mark.django_db
@pytest.mark.parametrize("counts", [{}, {Fate.SAME: 9}, {Fate.REFUSED: 2}])
def test_an_import_that_changes_nothing_writes_nothing(counts: dict[Fate, int]) -> None:
    assert imported(counts) is None


@pytest.mark.django_db
def test_of_thousands_of_rows_the_first_are_kept() -> None:
    row = imported({Fate.NEW: 4000}, rows=4000)
    assert row
    assert (len(row.after), row.summary["new"]) == (MOST_DETAILS, 4000)


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"abc")
    assert file_hash(tmp_path / "a.csv") == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (None, "没有", "none"),
        ("", "没有", "none"),
        ([], "没有", "none"),
        (True, "是", "Yes"),
        (False, "否", "No"),
        (0, "0", "0"),
        (["油烟", "扰民"], "油烟、扰民", "油烟、扰民"),
        ({"a": "b"}, "a→b", "a→b"),
        ("x", "甲", "甲"),
        ("other", "other", "other"),
    ],
)
def test_values_are_said_in_words(value: Any, chinese: str, english: str) -> None:
    assert str(say(value, {"x": "甲"})) == chinese
    with translation.override("en"):
        assert str(say(value, {"x": "甲"})) == english


def test_an_open_end_is_said_so() -> None:
    assert (say_last_day(None), say_last_day("2027-01-01")) == ("长期", "2027-01-01")


def test_columns_are_read_ready_for_json() -> None:
    facts = facts_of(CalendarDay, "date", "is_workday", "name")
    day = CalendarDay(date=date(2026, 10, 1), is_workday=False, name="国庆节")
    assert {name: one.read(day) for name, one in facts.items()} == {
        "date": "2026-10-01", "is_workday": False, "name": "国庆节",
    }  # fmt: skip
    assert str(facts["is_workday"].label) == "上班"


def test_rows_of_another_model_are_kept_by_name() -> None:
    @dataclass
    class Holder:
        name: Any

    assert facts_of(WorkSchedule, "name")["name"].read(Holder(WorkSchedule(code="a", name="夏令"))) == "夏令"


@pytest.mark.usefixtures("known")
def test_registered_settings_are_found_by_code() -> None:
    assert settings_log.setting_of("test.lamp") is LAMP
    assert LAMP in settings_log.registered()


def test_every_room_has_registered_its_settings() -> None:
    codes = {one.code for one in settings_log.registered()}
    assert codes == {
        "cases.channel", "cases.dispatch_rule", "cases.import_mapping", "cases.stage_limit", "catalogue.category",
        "catalogue.edition", "catalogue.mapping", "catalogue.standard", "kernel.calendar_day", "kernel.calendar_year",
        "kernel.schedule", "kernel.schedule_span",
    }  # fmt: skip
    assert settings_log.setting_of("kernel.moon") is None
