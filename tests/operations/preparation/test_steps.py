"""What preparation does and leaves out, step by step, without a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from pytest_django.fixtures import Settings

from chengzhi.operations import preparation, stamp
from chengzhi.operations.layout import Layout
from chengzhi.operations.stamp import Stamp

NEW = Stamp(migrations="m1", catalogues="c1", static="s1")


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the management commands instead of running them."""
    names: list[str] = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **_: names.append(name))
    monkeypatch.setattr(preparation, "get_commands", lambda: {"load_demo": "chengzhi.operations"})
    return names


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    manifest = tmp_path / "static" / "staticfiles.json"
    manifest.write_text("{}", encoding="utf-8")
    return manifest


@pytest.mark.parametrize(
    ("stale", "known", "expected"),
    [
        ([], NEW, []),
        (["en"], NEW, ["compile_catalogues"]),
        ([], Stamp(static="s0"), ["collectstatic"]),
        ([], Stamp(), ["collectstatic"]),
        (["en"], Stamp(), ["compile_catalogues", "collectstatic"]),
    ],
)
def test_only_files_that_have_changed_are_made_anew(
    called: list[str],
    collected: Path,
    monkeypatch: pytest.MonkeyPatch,
    stale: list[str],
    known: Stamp,
    expected: list[str],
) -> None:
    monkeypatch.setattr(stamp, "stale_catalogues", lambda: stale)
    preparation._files(NEW, known)
    assert called == expected


def test_static_files_that_somebody_removed_are_collected_again(
    called: list[str], collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamp, "stale_catalogues", list)
    collected.unlink()
    preparation._files(NEW, NEW)
    assert called == ["collectstatic"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Stamp(), ["load_demo"]),
        (Stamp(demo=False, database="city-1"), ["load_demo"]),
        (Stamp(demo=True, database="city-1"), []),
        (Stamp(demo=True, database="city-2"), []),
        (Stamp(demo=True, database="other-1"), ["load_demo"]),
    ],
)
def test_the_demo_goes_into_a_database_that_has_it_not(
    called: list[str], tmp_path: Path, known: Stamp, expected: list[str]
) -> None:
    layout = Layout(tmp_path)
    state = preparation._load_demo(Stamp(database="city-1"), known, layout)
    assert called == expected
    assert state.demo is True
    assert stamp.read(layout.stamp) == state


def test_a_version_without_a_demo_city_is_prepared_all_the_same(
    called: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "get_commands", dict)
    assert preparation._load_demo(Stamp(database="city-1"), Stamp(), Layout(tmp_path)).demo is True
    assert called == []


@pytest.mark.parametrize(
    ("language", "says"), [("zh_CN.UTF-8", "✓ 数据库结构"), ("en_GB.UTF-8", "✓ Database structure")]
)
def test_a_step_is_told_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, says: str
) -> None:
    monkeypatch.setenv("LANG", language)
    preparation._step(preparation.two("数据库结构", "Database structure"), lambda: None)
    assert says in capsys.readouterr().out


def test_a_step_that_fails_is_not_told_as_done(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        preparation._step("静态文件", fail)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("error", "answers"), [(None, True), (psycopg.OperationalError("no"), False)])
def test_a_server_answers_or_does_not(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None, *, answers: bool
) -> None:
    def connect(_url: str, **_given: object) -> SimpleNamespace:
        if error:
            raise error
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr(preparation.psycopg, "connect", connect)
    assert preparation._answers("postgresql:///city") is answers


class Clock:
    """Time that passes only when somebody sleeps."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("silent", "waited"), [(0, 0.0), (3, 0.06)])
def test_a_server_that_is_starting_is_waited_for(monkeypatch: pytest.MonkeyPatch, silent: int, waited: float) -> None:
    clock, left = Clock(), [False] * silent + [True]
    executed: list[object] = []

    @contextmanager
    def connect(_url: str, **_given: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(execute=lambda _statement, values: executed.append(values))

    monkeypatch.setattr(preparation, "time", clock)
    monkeypatch.setattr(preparation, "_answers", lambda _url: left.pop(0))
    monkeypatch.setattr(preparation.psycopg, "connect", connect)
    with preparation._alone():
        assert executed == [[preparation.LOCK_KEY]]
    assert clock.now == pytest.approx(waited)


def test_a_server_that_never_answers_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()

    def refuse(*_given: object, **_named: object) -> None:
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(preparation, "time", clock)
    monkeypatch.setattr(preparation.psycopg, "connect", refuse)
    with pytest.raises(psycopg.OperationalError, match="connection refused"), preparation._alone():
        pytest.fail("came in")
    assert clock.now == pytest.approx(preparation.START_SECONDS, abs=0.1)
