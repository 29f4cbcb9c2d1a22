"""A word that runs on: the database, the part and the supervisor come and go in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management.base import SystemCheckError

from chengzhi import cli
from chengzhi.operations import city, commands
from chengzhi.operations.errors import Exit
from chengzhi.operations.layout import Layout
from chengzhi.operations.supervisor import Part


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Note what is begun and ended, without processes or a database."""
    notes: list[str] = []

    @contextmanager
    def database(*_given: object) -> Iterator[str]:
        notes.append("database")
        yield "postgresql:///city"
        notes.append("database ends")

    class Supervisor:
        def start(self, part: Part) -> None:
            notes.append(part.name)

        def watch(self) -> None:
            notes.append("watch")
            raise KeyboardInterrupt

        def stop(self) -> None:
            notes.append("stop")

        def close(self) -> None:
            notes.append("close")

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(city, "database", database)
    monkeypatch.setattr(commands, "Supervisor", Supervisor)
    monkeypatch.setattr(commands, "here", lambda: Layout(tmp_path))
    part = Part(name="worker", command=["true"], log=tmp_path / "worker.log")
    monkeypatch.setattr(city, "worker", lambda _layout: part)
    return notes


def test_a_part_runs_until_ctrl_c_and_everything_ends_in_order(told: list[str]) -> None:
    assert cli.main(["worker"]) == Exit.OK
    assert told == ["database", "worker", "watch", "stop", "database ends", "close"]


@pytest.mark.parametrize(
    ("language", "says"), [("zh_CN.UTF-8", "worker 已启动，日志在"), ("en_GB.UTF-8", "worker runs; its log is")]
)
def test_a_part_that_runs_says_where_its_log_is(
    told: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, says: str
) -> None:
    monkeypatch.setenv("LANG", language)
    cli.main(["worker"])
    assert says in capsys.readouterr().out


def test_a_part_that_cannot_start_leaves_nothing_running(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object, _part: Part) -> None:
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr(commands.Supervisor, "start", fail)
    with pytest.raises(OSError, match="No such file"):
        cli.main(["worker"])
    assert told[-2:] == ["stop", "close"]


def test_checks_that_fail_end_with_a_problem_and_their_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise SystemCheckError("程序表缺一步")

    monkeypatch.setattr(commands, "call_command", fail)
    assert cli.main(["check"]) == Exit.PROBLEM
    assert "程序表缺一步" in capsys.readouterr().err


@pytest.mark.parametrize(("demo", "deploy"), [(True, False), (False, True)])
def test_a_real_city_is_checked_more_strictly_than_the_demo(
    monkeypatch: pytest.MonkeyPatch, *, demo: bool, deploy: bool
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(commands, "settings", SimpleNamespace(DEMO=demo))
    monkeypatch.setattr(commands, "call_command", lambda _name, **given: asked.append(given))
    assert cli.main(["check"]) == Exit.OK
    assert asked == [{"deploy": deploy, "fail_level": "ERROR"}]


@pytest.mark.parametrize(
    ("kinds", "rest", "code", "says"),
    [
        (["cells", "parts"], ["-h"], Exit.OK, "可导入的种类：cells、parts"),
        (["cells"], [], Exit.USAGE, "用法：chengzhi import 种类 文件 [选项]"),
        ([], ["--help"], Exit.OK, "可导入的种类：（尚无）"),
        (["cells"], ["fish"], Exit.USAGE, "没有“fish”这种导入。可用的种类：cells"),
    ],
)
def test_kinds_of_import_are_told(
    capsys: pytest.CaptureFixture[str], kinds: list[str], rest: list[str], code: int, says: str
) -> None:
    assert commands._say_kinds(kinds, rest) == code
    said = capsys.readouterr()
    assert says in said.out + said.err


@pytest.mark.parametrize(
    ("rest", "says"),
    [([], "Kinds that can be imported: cells"), (["fish"], "There is no import of 'fish'. Kinds: cells")],
)
def test_kinds_of_import_are_told_in_english_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rest: list[str], says: str
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    commands._say_kinds(["cells"], rest)
    said = capsys.readouterr()
    assert says in said.out + said.err
