"""Each word of the command line does its work, and faults come out as words and codes."""

import os

import pytest

from chengzhi import cli
from chengzhi.kernel.errors import BadInput
from chengzhi.operations import city, commands
from chengzhi.operations.errors import EnvironmentFault, Exit, Refused

WORDS = ("demo", "serve", "worker", "migrate", "import", "simulate", "doctor", "backup", "restore", "check")

FIRST = {"system_admin": "张", "security_admin": "李", "audit_admin": "王", "personnel": "赵"}
FOUNDERS = [word for role, name in FIRST.items() for word in (f"--{role.replace('_', '-')}", name)]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Let management commands be noted instead of run, without a server of our own."""
    notes: list[tuple[object, ...]] = []
    monkeypatch.setenv("DATABASE_URL", "postgresql:///unused")
    known = dict.fromkeys(
        ("import_reports", "import_cells", "simulate", "backup", "restore", "prepare", "doctor", "found_city")
    )
    monkeypatch.setattr(commands, "get_commands", lambda: known)
    monkeypatch.setattr(city, "ensure_answers", lambda _url: None)
    monkeypatch.setattr(commands, "call_command", lambda *words, **options: notes.append((*words, options)))
    return notes


def test_an_import_is_handed_to_the_importer_of_its_kind(called: list[tuple[object, ...]]) -> None:
    assert cli.main(["import", "reports", "a.csv", "--mapping=311"]) == Exit.OK
    assert called == [("import_reports", "a.csv", "--mapping=311", {})]


def test_an_unknown_kind_is_answered_with_the_known_ones(
    called: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", "fish", "a.csv"]) == Exit.USAGE
    assert "没有“fish”这种导入。可用的种类：cells、reports" in capsys.readouterr().err
    assert called == []


def test_the_kinds_of_import_are_listed(called: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "--help"]) == Exit.OK
    assert "cells、reports" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["simulate", "--days", "3"], ("simulate", "--days", "3", {})),
        (["backup", "a.tar", "--keep", "7"], ("backup", "a.tar", {"keep": 7})),
        (["restore", "a.tar"], ("restore", "a.tar", {"overwrite_existing": False, "verify_only": False})),
        (["doctor", "--json"], ("doctor", {"as_json": True})),
        (["migrate"], ("prepare", {})),
        (
            ["found", "--name", "局", "--document", "1 号", *FOUNDERS],
            ("found_city", {"name": "局", "document": "1 号", **FIRST}),
        ),
    ],
)
def test_words_run_their_management_commands(
    called: list[tuple[object, ...]], given: list[str], expected: tuple[object, ...]
) -> None:
    assert cli.main(given) == Exit.OK
    assert called == [expected]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("不空"), Exit.REFUSED),
        (EnvironmentFault("没有数据库"), Exit.ENVIRONMENT),
        (BadInput("第 3 行缺少位置"), Exit.PROBLEM),
    ],
)
def test_errors_come_out_as_words_and_codes(
    called: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: Exit,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(commands, "call_command", fail)
    assert cli.main(["simulate"]) == code
    assert str(error) in capsys.readouterr().err


@pytest.mark.parametrize("word", [["migrate"], ["simulate"], ["backup", "a.tar"]])
def test_a_database_that_does_not_answer_is_told_without_its_password(
    word: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://cz:s3cret@/city?host=/nowhere")
    assert cli.main(word) == Exit.ENVIRONMENT
    said = capsys.readouterr().err
    assert "数据库没有应答" in said
    assert "s3cret" not in said


def test_a_command_that_this_version_lacks_is_told(
    called: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "get_commands", dict)
    assert cli.main(["simulate"]) == Exit.PROBLEM
    assert "没有 simulate 命令" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["serve", "worker"])
def test_with_an_outside_database_the_process_becomes_the_server(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setenv("DATABASE_URL", "postgresql:///unused")
    monkeypatch.setenv("PORT", "0")

    def become(_program: str, command: list[str]) -> None:
        became.append(command)
        raise SystemExit

    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(SystemExit):
        cli.main([word])
    assert ("granian" in became[0]) is (word == "serve")


def test_check_passes_on_this_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == Exit.OK
