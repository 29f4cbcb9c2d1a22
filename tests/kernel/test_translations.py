"""Catalogues are compiled as gettext's own tool would."""

import gettext
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel import translations

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def catalogue(folder: Path, body: str) -> Path:
    source = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(HEAD + body, encoding="utf-8")
    return source


def compiled(folder: Path, body: str) -> gettext.GNUTranslations:
    target = translations.compile_one(catalogue(folder, body))
    with target.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def test_a_message_is_found_in_the_compiled_catalogue(tmp_path: Path) -> None:
    assert compiled(tmp_path, 'msgid "立案"\nmsgstr "Case filing"\n').gettext("立案") == "Case filing"


def test_strings_over_several_lines_and_escapes_are_joined(tmp_path: Path) -> None:
    found = compiled(tmp_path, 'msgid ""\n"甲\\n"\n"乙"\nmsgstr ""\n"a \\"b\\"\\n"\n"c"\n')
    assert found.gettext("甲\n乙") == 'a "b"\nc'


def test_plural_forms_follow_the_header(tmp_path: Path) -> None:
    found = compiled(tmp_path, 'msgid "%d 件"\nmsgid_plural "%d 件"\nmsgstr[0] "%d case"\nmsgstr[1] "%d cases"\n')
    assert [found.ngettext("%d 件", "%d 件", n) for n in (1, 2)] == ["%d case", "%d cases"]


def test_context_separates_equal_messages(tmp_path: Path) -> None:
    body = 'msgctxt "flag"\nmsgid "督办"\nmsgstr "Supervised"\n\nmsgid "督办"\nmsgstr "Supervise"\n'
    found = compiled(tmp_path, body)
    assert (found.pgettext("flag", "督办"), found.gettext("督办")) == ("Supervised", "Supervise")


@pytest.mark.parametrize(
    "body",
    [
        '#, fuzzy\nmsgid "派遣"\nmsgstr "Send"\n',
        'msgid "派遣"\nmsgstr ""\n',
        '#~ msgid "派遣"\n#~ msgstr "Send"\n',
    ],
)
def test_doubtful_missing_and_obsolete_translations_are_left_out(tmp_path: Path, body: str) -> None:
    assert compiled(tmp_path, body).gettext("派遣") == "派遣"


def test_messages_without_an_empty_line_between_them_are_kept_apart(tmp_path: Path) -> None:
    found = compiled(tmp_path, 'msgid "甲"\nmsgstr "a"\nmsgid "乙"\nmsgstr "b"\n')
    assert (found.gettext("甲"), found.gettext("乙")) == ("a", "b")


def test_a_line_nobody_understands_is_named(tmp_path: Path) -> None:
    source = catalogue(tmp_path, 'msgid "甲\nmsgstr "a"\n')
    with pytest.raises(translations.CatalogueError, match=r"django\.po:6"):
        translations.compile_one(source)


def test_only_stale_catalogues_are_compiled(tmp_path: Path) -> None:
    source = catalogue(tmp_path, 'msgid "甲"\nmsgstr "a"\n')
    assert len(translations.compile_all(tmp_path)) == 1
    assert translations.compile_all(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert len(translations.compile_all(tmp_path)) == 1


def test_every_catalogue_of_the_package_can_be_read() -> None:
    for source in translations.PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"):
        assert all("msgid" in entry.parts for entry in translations.entries(source))


def test_the_command_says_how_many_catalogues_it_compiled(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compile_catalogues", force=True)
    call_command("compile_catalogues")
    assert "编译了 0 个语言文件。" in capsys.readouterr().out


def test_the_command_names_the_line_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = catalogue(tmp_path, "msgid 甲\n")
    monkeypatch.setattr(
        "chengzhi.kernel.management.commands.compile_catalogues.compile_all",
        lambda **_given: translations.compile_one(source),
    )
    with pytest.raises(CommandError, match=r"请改这一行：.*django\.po:6"):
        call_command("compile_catalogues")


def test_every_message_has_its_english() -> None:
    lacking = [
        f"{source.relative_to(translations.PACKAGE)}: {entry.key}"
        for source in translations.PACKAGE.glob("**/locale/en/LC_MESSAGES/*.po")
        for entry in translations.entries(source)
        if not entry.is_usable
    ]
    assert lacking == []
