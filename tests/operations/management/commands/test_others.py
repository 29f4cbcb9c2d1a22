"""The commands that hand their words on: backup, restore, prepare, doctor."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chengzhi.operations import archive, examination, restoration
from chengzhi.operations.errors import OperationError
from chengzhi.operations.management.commands import prepare

Noted = list[tuple[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Note the calls of the work behind the commands instead of doing it."""
    calls: Noted = []

    def note(answer: Any = None) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            calls.append((given, named))
            return answer

        return call

    monkeypatch.setattr(archive, "backup", note())
    monkeypatch.setattr(restoration, "restore", note())
    monkeypatch.setattr(restoration, "verify", note())
    monkeypatch.setattr(examination, "run", note(0))
    return calls


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (("backup", "a.tar"), ((Path("a.tar"),), {"keep": 0})),
        (("backup", "b", "--keep=7"), ((Path("b"),), {"keep": 7})),
        (("restore", "a.tar"), ((Path("a.tar"),), {"overwrite": False})),
        (("restore", "a.tar", "--overwrite-existing"), ((Path("a.tar"),), {"overwrite": True})),
        (("restore", "a.tar", "--verify-only"), ((Path("a.tar"),), {})),
        (("restore", "a.tar", "--verify-only", "--overwrite-existing"), ((Path("a.tar"),), {})),
        (("doctor",), ((), {"as_json": False})),
        (("doctor", "--json"), ((), {"as_json": True})),
    ],
)
def test_words_reach_the_work_behind_the_command(noted: Noted, words: tuple[str, ...], call: object) -> None:
    call_command(*words)
    assert noted == [call]


@pytest.mark.parametrize("name", ["backup", "restore"])
def test_a_file_must_be_named(noted: Noted, name: str) -> None:
    with pytest.raises(CommandError, match="file"):
        call_command(name)
    assert noted == []


def test_the_doctor_fails_when_there_is_a_fault_so_that_scripts_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "run", lambda **_: 2)
    with pytest.raises(OperationError, match="有 2 个故障"):
        call_command("doctor")


@pytest.mark.parametrize(("words", "demo"), [((), False), (("--demo",), True)])
def test_preparation_is_told_whether_to_load_the_demo(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], *, demo: bool
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(prepare, "prepare", lambda **given: told.append(given["demo"]))
    call_command("prepare", *words)
    assert told == [demo]


def test_rubbish_is_collected_again_after_a_preparation_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def fail(**_: object) -> None:
        seen.append(gc.isenabled())
        raise OperationError("没有写成")

    monkeypatch.setattr(prepare, "prepare", fail)
    with pytest.raises(OperationError):
        call_command("prepare")
    assert (seen, gc.isenabled()) == ([False], True)
