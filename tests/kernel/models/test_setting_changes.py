"""The log of changed settings is only added to, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from chengzhi.kernel import clock
from chengzhi.kernel.models import ChangeAct, SettingsChange

pytestmark = pytest.mark.django_db


def make(**facts: Any) -> SettingsChange:
    given = {"at": clock.now(), "setting": "cases.channel", "key": "wechat", "label": "微信", "act": "created"}
    return SettingsChange.objects.create(**{**given, "after": {"name": "微信"}, **facts})


def test_a_change_is_named_by_setting_and_key() -> None:
    assert str(make()) == "cases.channel wechat"


@pytest.mark.parametrize("act", ChangeAct)
def test_every_act_is_known_and_has_words(act: ChangeAct) -> None:
    assert make(act=act).get_act_display() == str(act.label)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"act": "guessed"}, "setting_change_act_known"),
        ({"setting": ""}, "setting_change_says_of_what"),
        ({"label": ""}, "setting_change_says_of_what"),
        ({"after": {}}, "setting_change_changes_something"),
        ({"file_hash": "abc"}, "setting_change_hash_shape"),
        ({"file_hash": "G" * 64}, "setting_change_hash_shape"),
    ],
)
def test_a_line_that_says_nothing_is_refused(facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**facts)


@pytest.mark.parametrize("facts", [{"after": {}, "before": {"name": "微信"}}, {"after": {}, "summary": {"new": 3}}])
def test_one_side_or_a_summary_is_enough(facts: dict[str, Any]) -> None:
    assert make(**facts).pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_settingschange SET person_name = 'somebody'",
        "DELETE FROM kernel_settingschange",
        "TRUNCATE kernel_settingschange",
    ],
)
def test_nothing_is_changed_or_removed_even_by_hand(statement: str) -> None:
    make()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            cursor.execute(statement)
    assert SettingsChange.objects.get().person_name == ""


@pytest.mark.parametrize("act", ["save", "delete"])
def test_nor_by_the_model(act: str) -> None:
    row = make()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        getattr(row, act)()


def test_the_newest_stands_first() -> None:
    first, second = make(), make(label="电话")
    assert list(SettingsChange.objects.all()) == [second, first]
