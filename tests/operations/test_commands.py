"""Each word of the command line does its work, and faults come out as words and codes."""

import os
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from django.core.management.base import SystemCheckError
from django.db import OperationalError, ProgrammingError

from chengzhi import cli
from chengzhi.kernel.errors import BadInput
from chengzhi.operations import city, commands
from chengzhi.operations.errors import EnvironmentFault, Exit, Refused
from chengzhi.operations.supervisor import Part

WORDS = ("demo", "serve", "worker", "migrate", "import", "simulate", "doctor", "backup", "restore", "check")

FIRST = {"system_admin": "张", "security_admin": "李", "audit_admin": "王", "personnel": "赵"}
FOUNDERS = [word for role, name in FIRST.items() for word in (f"--{role.replace('_', '-')}", name)]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Let management commands be noted instead of run, without a server of our own."""
    notes: list[tuple[object, ...]] = []
    monkeypatch.setenv("DATABASE_URL", "postgresql:///unused")
    known = dict.fromkeys(
        (
            "import_reports",
            "import_cells",
            "simulate",
            "api_token",
            "backup",
            "restore",
            "prepare",
            "doctor",
            "found_city",
        )
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
        (["token", "revoke", "7"], ("api_token", "revoke", "7", {})),
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


@pytest.mark.parametrize("given", [["import"], ["import", "fish"]])
def test_an_import_without_a_known_kind_is_wrong_usage(called: list[tuple[object, ...]], given: list[str]) -> None:
    assert cli.main(given) == Exit.USAGE
    assert called == []


def test_a_version_without_importers_says_so(
    called: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "get_commands", dict)
    assert cli.main(["import"]) == Exit.USAGE
    assert "（尚无）" in capsys.readouterr().out


@pytest.mark.parametrize(("ending", "code"), [(3, 3), (None, Exit.PROBLEM), ("words", Exit.PROBLEM)])
def test_a_command_that_ends_the_process_gives_its_code(
    called: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch, ending: object, code: int
) -> None:
    def end(*_given: object, **_named: object) -> None:
        raise SystemExit(ending)

    monkeypatch.setattr(commands, "call_command", end)
    assert cli.main(["simulate"]) == code


@pytest.mark.parametrize("error", [OperationalError("server closed"), psycopg.OperationalError("server closed")])
def test_a_database_that_refuses_is_told_in_words(
    called: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(commands, "call_command", fail)
    assert cli.main(["migrate"]) == Exit.PROBLEM
    assert "数据库报错：server closed" in capsys.readouterr().err


def test_a_system_check_that_fails_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise SystemCheckError("step end stands twice")

    monkeypatch.setattr(commands, "call_command", fail)
    assert cli.main(["check"]) == Exit.PROBLEM
    assert "stands twice" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["serve", "worker"])
def test_with_the_embedded_database_the_part_is_watched_until_it_is_stopped(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    did: list[str] = []

    class Noted:
        def start(self, part: Part) -> None:
            did.append(f"start {part.name}")

        def watch(self) -> None:
            did.append("watch")
            raise KeyboardInterrupt

        def stop(self) -> None:
            did.append("stop")

        def close(self) -> None:
            did.append("close")

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path))
    monkeypatch.setattr(commands, "Supervisor", Noted)
    monkeypatch.setattr(city, "database", lambda *_given: nullcontext("postgresql:///embedded"))
    assert cli.main([word]) == Exit.OK
    part = {"serve": "web"}.get(word, word)
    assert did == [f"start {part}", "watch", "stop", "close"]
    assert f"{part} 已启动" in capsys.readouterr().out


@pytest.mark.parametrize("cause", [psycopg.errors.UndefinedTable(), psycopg.errors.UndefinedColumn()])
def test_a_database_that_was_not_prepared_is_said_to_want_migrate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cause: psycopg.Error
) -> None:
    def refuse(*_words: str, **_options: object) -> int:
        raise ProgrammingError("no such table") from cause

    monkeypatch.setattr(city, "ensure_answers", lambda _url: None)
    monkeypatch.setattr(commands, "_call", refuse)
    monkeypatch.setenv("DATABASE_URL", "postgresql:///unused")
    assert cli.main(["backup", "a.tar"]) == Exit.ENVIRONMENT
    assert "先运行 chengzhi migrate" in capsys.readouterr().err
