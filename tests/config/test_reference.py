"""The page of settings says what the source reads."""

import ast
import runpy
from pathlib import Path

import pytest

from chengzhi.config import reference
from chengzhi.config.described import SECTIONS
from chengzhi.config.reference import Reading, page, readings

ROOT = Path(__file__).resolve().parents[2]


def reading_of(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(reference, "PACKAGE", tmp_path)
    return [(one.name, one.kind, one.default) for one in readings()]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('env.text("A")', [("A", "text", "")]),
        ('env.text("A", "b")', [("A", "text", "b")]),
        ('env.number("A", 8)', [("A", "number", "8")]),
        ('env.flag("A", default=True)', [("A", "flag", "yes")]),
        ('env.flag("A", default=False)', [("A", "flag", "no")]),
        ('env.words("A", "x,y")', [("A", "words", "x,y")]),
        ('env.text("A", str(VAR / "x"))', [("A", "text", "")]),
        ('env.text(name, "b")', []),
        ("env.text()", []),
        ("env.text(3)", []),
        ('other.text("A")', []),
        ('env.path("A")', []),
        ('text("A")', []),
        ('a.env.text("A")', []),
    ],
)
def test_a_reading_is_recognised_with_its_kind_and_default(
    source: str, found: list[tuple[str, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reading_of(source, tmp_path, monkeypatch) == found


def test_readings_are_ordered_by_name_and_file() -> None:
    found = readings()
    assert found == sorted(found, key=lambda one: (one.name, one.file))
    assert Reading("PORT", "number", "8000", "operations/city.py") in found or any(one.name == "PORT" for one in found)


def test_the_page_lists_every_section_and_every_setting_once() -> None:
    text = page()
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(SECTIONS)
    for names in SECTIONS.values():
        assert [text.count(f"| `{name}` |") for name in names] == [1] * len(names)


def test_the_page_in_the_documents_is_the_present_one() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


def test_a_setting_read_twice_is_shown_with_the_default_that_one_place_gives() -> None:
    row = next(line for line in page().splitlines() if line.startswith("| `HOST`"))
    assert row.split("|")[3].strip() == "`127.0.0.1`"


def test_the_page_is_printed_for_the_makefile(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(RuntimeWarning):
        runpy.run_module("chengzhi.config.reference", run_name="__main__")
    assert capsys.readouterr().out == page()


def test_the_source_is_read_as_python_and_never_run() -> None:
    assert all(isinstance(ast.parse(f"x = {one.default!r}"), ast.Module) for one in readings())
