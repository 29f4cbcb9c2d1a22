"""The command line: words, help, exit codes."""

import argparse
import os
import re
import runpy
import sys
from collections.abc import Callable, Sequence

import pytest
from django.core.management.base import CommandError

from chengzhi import cli
from chengzhi.config.env import SettingError
from chengzhi.operations import city
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError, Refused
from chengzhi.version import VERSION

WORDS = ("demo", "serve", "worker", "migrate", "import", "simulate", "doctor", "backup", "restore", "check")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line speak Chinese, whatever this machine prefers."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_help_lists_every_word_in_the_language_asked_for(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", language)
    with pytest.raises(SystemExit) as ending:
        cli.main(["--help"])
    said = capsys.readouterr().out
    assert ending.value.code == Exit.OK
    assert all(re.search(rf"^ +{word}\b", said, re.MULTILINE) for word in WORDS)
    assert ("退出码" in said) is language.startswith("zh")


@pytest.mark.parametrize("word", [one for one in WORDS if not cli.WORDS[one].passes_on])
def test_every_word_explains_itself(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.main([word, "--help"])
    assert ending.value.code == Exit.OK
    assert cli.WORDS[word].chinese in re.sub(r"\s*\n\s*", "", capsys.readouterr().out)


@pytest.mark.parametrize("given", [[], ["fly"], ["backup"], ["doctor", "--wrong"]])
def test_wrong_usage_ends_with_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.main(given)
    assert ending.value.code == Exit.USAGE
    assert "用法：" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert VERSION in capsys.readouterr().out


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_layout: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "run_demo", interrupt)
    assert cli.main(["demo"]) == 130


def run(monkeypatch: pytest.MonkeyPatch, work: Callable[..., int], *given: str) -> int:
    """Run ``check`` with its work replaced."""
    word = cli.WORDS["check"]
    replaced = cli.Word(run=work, chinese=word.chinese, english=word.english)
    monkeypatch.setitem(cli.WORDS, "check", replaced)
    return cli.main(["check", *given])


def failing(error: BaseException) -> Callable[..., int]:
    def work(_given: argparse.Namespace, _rest: list[str]) -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandError("坏了"), 1),
        (CommandError("用法不对", returncode=2), 2),
        (OperationError("没有写成"), Exit.PROBLEM),
        (EnvironmentFault("端口不能用"), Exit.ENVIRONMENT),
        (Refused("没有覆盖"), Exit.REFUSED),
        (SettingError("PORT='x': write a whole number"), Exit.ENVIRONMENT),
        (KeyboardInterrupt(), cli.INTERRUPTED),
    ],
)
def test_every_fault_ends_with_its_code_and_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    assert run(monkeypatch, failing(error)) == code
    said = capsys.readouterr().err
    assert said.strip() == (f"✗ {error}" if str(error) else "")


def test_brackets_in_a_fault_are_shown_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, failing(CommandError("列 [red]金额[/] 不对")))
    assert "[red]金额[/]" in capsys.readouterr().err


def test_what_a_word_returns_is_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, lambda _given, _rest: Exit.PROBLEM) == 1


def test_unknown_arguments_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["migrate", "--fast", "now"])
    assert "不认识的参数：--fast now" in capsys.readouterr().err


def test_a_word_that_ends_is_quiet_in_the_log_and_one_that_runs_on_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    monkeypatch.setattr(city, "run_demo", lambda _layout: None)
    cli.main(["demo"])
    assert "LOG_LEVEL" not in os.environ
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    run(monkeypatch, lambda _given, _rest: 0)
    assert os.environ["LOG_LEVEL"] == "DEBUG"


def test_the_demo_settings_are_the_default_and_yield_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def work(_given: argparse.Namespace, _rest: list[str]) -> int:
        seen.append(os.environ["DJANGO_SETTINGS_MODULE"])
        return 0

    run(monkeypatch, work)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    run(monkeypatch, work)
    assert seen[0] == "chengzhi.config.settings.test"
    assert seen[1] == "chengzhi.config.settings.local"


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_described_in_both_languages(word: str) -> None:
    described = cli.WORDS[word]
    assert re.search(r"[\u4e00-\u9fff]", described.chinese)
    assert described.english.isascii() or "…" in described.english
    assert not described.english.endswith(".")


@pytest.mark.parametrize("word", [name for name, one in cli.WORDS.items() if one.arguments])
def test_every_argument_is_explained_in_the_language_asked_for(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        cli.main([word, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(one.english in said for one in cli.WORDS[word].arguments)
    assert said.startswith("usage: chengzhi")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (["backup", "a.tar", "--keep", "all"], "--keep"),
        (["found", "--name", "局"], "--document"),
        (["restore"], "file"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_named(
    given: list[str], wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.main(given)
    assert ending.value.code == Exit.USAGE
    assert wrong in capsys.readouterr().err


def test_the_module_runs_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["chengzhi", "--version"])
    monkeypatch.delitem(sys.modules, "chengzhi.cli")
    with pytest.raises(SystemExit) as ending:
        runpy.run_module("chengzhi.cli", run_name="__main__")
    assert ending.value.code == 0
    assert VERSION in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "attributes"),
    [
        (["demo"], {}),
        (["doctor"], {"json": False}),
        (["doctor", "--json"], {"json": True}),
        (["backup", "a.tar"], {"file": "a.tar", "keep": 0}),
        (["backup", "--keep", "7", "b"], {"file": "b", "keep": 7}),
        (["restore", "a.tar"], {"file": "a.tar", "overwrite_existing": False, "verify_only": False}),
        (["restore", "--verify-only", "a.tar"], {"verify_only": True}),
        (["restore", "a.tar", "--overwrite-existing"], {"overwrite_existing": True}),
    ],
)
def test_words_are_parsed_with_their_arguments(word: list[str], attributes: dict[str, object]) -> None:
    given = cli.parser().parse_args(word)
    assert given.word == word[0]
    assert {name: getattr(given, name) for name in attributes} == attributes


@pytest.mark.parametrize("rest", [["cells", "a.gpkg"], ["cells", "--map", "code=id"], ["-h"], ["--help"]])
@pytest.mark.parametrize("word", [name for name, one in cli.WORDS.items() if one.passes_on])
def test_what_follows_an_import_is_handed_on_untouched(
    word: str, rest: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def work(_given: argparse.Namespace, rest: Sequence[str]) -> int:
        seen.append(list(rest))
        return 0

    one = cli.WORDS[word]
    monkeypatch.setitem(cli.WORDS, word, cli.Word(run=work, chinese="", english="", passes_on=one.passes_on))
    assert cli.main([word, *rest]) == 0
    assert seen == [rest]


@pytest.mark.parametrize(
    ("language", "heading", "options"), [("zh_CN.UTF-8", "参数", "选项"), ("en_GB.UTF-8", "arguments", "options")]
)
def test_headings_of_the_help_are_in_the_language_asked_for(
    language: str, heading: str, options: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", language)
    with pytest.raises(SystemExit):
        cli.main(["backup", "--help"])
    said = capsys.readouterr().out
    assert f"{heading}:" in said
    assert f"{options}:" in said


@pytest.mark.parametrize("needed", [one.name for one in cli.WORDS["found"].arguments])
def test_a_city_is_not_founded_without_any_of_its_people_and_papers(
    needed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word for one in cli.WORDS["found"].arguments if one.name != needed for word in (one.name, "某")]
    with pytest.raises(SystemExit) as ending:
        cli.main(["found", *given])
    assert ending.value.code == Exit.USAGE
    assert needed in capsys.readouterr().err


def test_unknown_arguments_are_named_in_english_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    with pytest.raises(SystemExit) as ending:
        cli.main(["doctor", "--json", "--loud"])
    assert ending.value.code == Exit.USAGE
    assert "unknown arguments: --loud" in capsys.readouterr().err


def test_exit_codes_of_the_help_are_those_that_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    said = "".join(capsys.readouterr().out.split())
    assert all(f"{int(code)}" in said.partition("退出码：")[2] for code in (*Exit, cli.INTERRUPTED))
