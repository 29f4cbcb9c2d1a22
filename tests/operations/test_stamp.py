"""A start with nothing new skips preparation; anything new, or another database, does not."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chengzhi.operations import pgtools, stamp
from chengzhi.operations.stamp import Stamp


@pytest.fixture
def fitting(transactional_db: None, tmp_path: Path) -> tuple[Path, Stamp]:
    known = Stamp(
        migrations=stamp.of_migrations(),
        catalogues=stamp.of_catalogues(),
        static=stamp.of_static(),
        database=stamp.of_database(pgtools.target()),
        demo=True,
    )
    path = tmp_path / "run" / "prepared.json"
    known.write(path)
    return path, known


def test_what_was_written_is_read(fitting: tuple[Path, Stamp]) -> None:
    path, known = fitting
    assert stamp.read(path) == known


def test_nothing_new_fits(fitting: tuple[Path, Stamp]) -> None:
    assert stamp.fits(fitting[0], pgtools.target(), demo=True)


@pytest.mark.parametrize("changed", ["migrations", "catalogues", "static", "database"])
def test_anything_new_does_not_fit(fitting: tuple[Path, Stamp], changed: str) -> None:
    path, known = fitting
    changes: dict[str, Any] = {changed: "other"}
    replace(known, **changes).write(path)
    assert not stamp.fits(path, pgtools.target(), demo=True)


def test_a_place_without_the_demo_fits_only_where_none_is_wanted(fitting: tuple[Path, Stamp]) -> None:
    path, known = fitting
    replace(known, demo=False).write(path)
    assert stamp.fits(path, pgtools.target(), demo=False)
    assert not stamp.fits(path, pgtools.target(), demo=True)


@pytest.mark.parametrize("content", ["", "{", '{"strange": 1}', "[]"])
def test_an_unreadable_stamp_counts_as_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "prepared.json"
    path.write_text(content, encoding="utf-8")
    assert stamp.read(path) == Stamp()


def test_a_database_that_does_not_answer_has_no_identity() -> None:
    assert stamp.of_database("postgresql:///none?host=/nowhere") == ""


def test_a_changed_file_changes_the_signature(tmp_path: Path) -> None:
    file = tmp_path / "one.po"
    file.write_text("a", encoding="utf-8")
    before = stamp.signature([file])
    file.write_text("ab", encoding="utf-8")
    assert stamp.signature([file]) != before


def test_nothing_prepared_yet_fits_nothing(tmp_path: Path) -> None:
    assert not stamp.files_fit(tmp_path / "none.json")
    assert not stamp.fits(tmp_path / "none.json", "postgresql:///none?host=/nowhere", demo=False)


def test_files_may_fit_while_the_database_has_been_replaced(fitting: tuple[Path, Stamp]) -> None:
    path, known = fitting
    replace(known, database="another").write(path)
    assert stamp.files_fit(path)
    assert not stamp.fits(path, pgtools.target(), demo=False)


def test_a_stamp_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "run" / "prepared.json"
    for number in range(3):
        Stamp(static=str(number)).write(path)
    assert stamp.read(path).static == "2"
    assert [one.name for one in path.parent.iterdir()] == ["prepared.json"]


@pytest.mark.parametrize("names", [["a.po"], ["a.po", "b.po"]])
def test_a_signature_does_not_depend_on_the_order_of_files(tmp_path: Path, names: list[str]) -> None:
    files = [tmp_path / name for name in names]
    for file in files:
        file.write_text("x", encoding="utf-8")
    assert stamp.signature(files) == stamp.signature(files[::-1])
    assert stamp.signature([]) != stamp.signature(files)


def test_a_compiled_catalogue_is_not_stale_and_an_older_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "PACKAGE", tmp_path)
    folder = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "django.po", folder / "django.mo"
    source.write_text("", encoding="utf-8")
    assert stamp.stale_catalogues() == [source]
    compiled.write_bytes(b"")
    assert stamp.stale_catalogues() == []
    os.utime(compiled, (1, 1))
    assert stamp.stale_catalogues() == [source]
