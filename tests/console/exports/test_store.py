"""Exports in their folders: one's own only, a week long, never the same one twice at a time."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from chengzhi.console.exports import store
from chengzhi.kernel import clock
from chengzhi.kernel.access import Scope
from chengzhi.kernel.errors import NotFound
from tests.console.exports.conftest import Ask
from tests.factories.city import City


def test_what_was_asked_for_is_read_back_whole(city: City, asked: Ask) -> None:
    kept = asked(channel="hotline")
    assert store.load(kept.account, kept.token) == kept
    assert (kept.stage, kept.params, kept.is_running) == ("waiting", {"channel": "hotline"}, True)


def test_the_folder_is_closed_to_other_accounts_of_the_machine(asked: Ask) -> None:
    assert asked().folder.stat().st_mode & 0o077 == 0


def test_the_same_export_is_queued_once_while_it_runs(city: City, asked: Ask) -> None:
    first = asked(grade="B")
    assert asked(grade="B").token == first.token
    assert asked(grade="C").token != first.token
    first.stage = "done"
    first.save()
    assert asked(grade="B").token != first.token


def test_another_person_queues_their_own(city: City, asked: Ask) -> None:
    assert asked().token != asked(viewer=city.emil).token
    assert [len(store.mine(one)) for one in (city.ella, city.emil, city.alice)] == [1, 1, 0]


def test_ten_are_kept_and_running_ones_are_never_pushed_out(city: City, asked: Ask) -> None:
    running = asked(text="still running")
    for number in range(store.MOST_KEPT + 3):
        done = asked(text=str(number))
        done.stage = "done"
        done.save()
    held = store.mine(city.ella)
    assert len([one for one in held if one.stage == "done"]) == store.MOST_KEPT
    assert running.token in {one.token for one in held}


def test_the_newest_stands_first(city: City, asked: Ask) -> None:
    old = asked(text="old")
    with clock.at(clock.now() + timedelta(hours=1)):
        new = asked(text="new")
        assert [one.token for one in store.mine(city.ella)] == [new.token, old.token]


@pytest.mark.parametrize("token", ["", "x", "../../../../etc/passwd00", "é" * 24, "a" * 23, "a" * 25, "f" * 24])
def test_a_token_that_names_nothing_finds_nothing(city: City, token: str) -> None:
    with pytest.raises(NotFound):
        store.access_export(city.ella, token)


def test_the_export_of_another_does_not_exist(city: City, asked: Ask) -> None:
    token = asked().token
    with pytest.raises(NotFound):
        store.access_export(city.emil, token)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"token": "x"}', "null"])
def test_facts_that_cannot_be_read_are_no_export(city: City, asked: Ask, text: str) -> None:
    kept = asked()
    (kept.folder / store.FACTS).write_text(text)
    assert store.mine(city.ella) == []


def test_facts_moved_to_another_folder_are_no_export(city: City, asked: Ask) -> None:
    kept = asked()
    facts = json.loads((kept.folder / store.FACTS).read_text())
    (kept.folder / store.FACTS).write_text(json.dumps({**facts, "account": city.emil.account_id}))
    with pytest.raises(NotFound):
        store.access_export(city.ella, kept.token)


@pytest.mark.parametrize(("days", "is_there"), [(6.99, True), (7, False), (8, False)])
def test_after_seven_days_it_is_not_found_even_before_it_is_removed(
    city: City,
    asked: Ask,
    days: float,
    is_there: bool,  # noqa: FBT001  a table
) -> None:
    asked()
    with clock.at(clock.now() + timedelta(days=days)):
        assert bool(store.mine(city.ella)) is is_there


def test_old_folders_are_removed_with_what_is_in_them(asked: Ask, folder: Path) -> None:
    old, fresh = asked(text="old"), asked(text="fresh")
    before = (clock.now() - store.KEPT - timedelta(minutes=1)).timestamp()
    os.utime(old.folder, (before, before))
    assert store.remove_old() == 1
    assert (old.folder.exists(), fresh.folder.exists()) == (False, True)


def test_nothing_to_remove_is_no_fault() -> None:
    assert store.remove_old() == 0


def test_progress_that_was_never_told_is_none(asked: Ask) -> None:
    kept = asked()
    assert kept.written == 0
    kept.tell(41)
    assert kept.written == 41
    (kept.folder / store.PROGRESS).write_text("half a num")
    assert kept.written == 0


def test_the_file_is_named_by_list_and_time(asked: Ask) -> None:
    kept = asked()
    kept.made_at = "2026-11-23T09:05:00+08:00"
    assert kept.filename == "在办-20261123-0905.xlsx"
    assert kept.ends.isoformat() == "2026-11-30T09:05:00+08:00"


def test_seconds_are_counted_from_the_asking(asked: Ask) -> None:
    kept = asked()
    with clock.at(kept.made + timedelta(seconds=75)):
        assert kept.waited == 75


def test_the_reach_tells_rights_units_and_territory_apart(city: City) -> None:
    here = city.ella
    others = [
        replace(here, grants={**here.grants, "cases.case.read": Scope.UNIT}),
        replace(here, unit_ids=here.unit_ids | {999}),
        replace(here, territory=("320613006",)),
        replace(here, appointment_id=(here.appointment_id or 0) + 1),
    ]
    assert len({store.reach_of(one) for one in [here, *others]}) == 5
    assert store.reach_of(here) == store.reach_of(replace(here, person_name="another spelling"))


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [
        ("doing", "zh-hans", "在办"),
        ("doing", "en", "In hand"),
        ("yesterday", "zh-hans", "在办"),
        ("yesterday", "en", "在办"),
    ],
)
def test_it_is_called_by_its_list_in_the_language_of_the_reader(
    asked: Ask, name: str, language: str, label: str
) -> None:
    with translation.override(language):
        assert asked(name).label == label


@pytest.mark.parametrize(
    ("stage", "minutes", "is_silent"),
    [
        ("writing", 4, False), ("writing", 6, True), ("waiting", 600, False), ("done", 600, False),
        ("failed", 600, False),
    ],
)  # fmt: skip
def test_only_a_writer_without_a_word_for_five_minutes_is_silent(
    asked: Ask, stage: str, minutes: int, *, is_silent: bool
) -> None:
    export = asked()
    export.stage = stage
    export.save()
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        assert export.is_silent is is_silent


def test_a_row_told_on_the_way_is_a_sign_of_life(asked: Ask) -> None:
    export = asked()
    export.stage = "writing"
    export.save()
    long_ago = clock.now().timestamp() - 3600
    os.utime(export.folder / store.FACTS, (long_ago, long_ago))
    assert export.is_silent
    export.tell(7)
    assert not export.is_silent


def test_beside_a_silent_one_the_same_may_be_asked_for_anew(asked: Ask) -> None:
    export = asked()
    export.stage = "writing"
    export.save()
    assert asked().token == export.token
    long_ago = clock.now().timestamp() - 3600
    os.utime(export.folder / store.FACTS, (long_ago, long_ago))
    assert asked().token != export.token
