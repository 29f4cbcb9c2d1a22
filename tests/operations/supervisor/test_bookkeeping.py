"""What the supervisor keeps of its processes, without starting any but its guardian."""

import io
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chengzhi.operations import supervisor as module
from chengzhi.operations.errors import Exit
from chengzhi.operations.supervisor import LOG_LIMIT, TAIL_LINES, Part, PartEnded, Supervisor


class Process:
    """A process of the imagination: it ends when told, with a code."""

    numbers = iter(range(4_000_001, 5_000_000))

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named
        self.stdin = io.BytesIO()
        self.pid = next(self.numbers)
        self.returncode: int | None = None
        self.told: list[str] = []
        Process.made.append(self)

    made: "list[Process]" = []

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        self.told.append("terminate")
        self.returncode = -15

    def kill(self) -> None:
        self.told.append("kill")
        self.returncode = -9 if self.returncode is None else self.returncode

    def wait(self, **_timeout: float) -> int:
        return self.returncode or 0


@pytest.fixture
def supervisor(monkeypatch: pytest.MonkeyPatch) -> Supervisor:
    Process.made = []
    monkeypatch.setattr(module, "_adopt_orphans", lambda: None)
    monkeypatch.setattr(
        module, "subprocess", SimpleNamespace(Popen=Process, DEVNULL=-3, PIPE=-1, TimeoutExpired=OSError)
    )
    monkeypatch.setattr(module.os, "killpg", lambda *_: None)
    monkeypatch.setattr(module.time, "sleep", lambda _seconds: None)
    return Supervisor()


def part(tmp_path: Path, name: str = "web", **environment: str) -> Part:
    return Part(name=name, command=["granian", name], log=tmp_path / "log" / f"{name}.log", environment=environment)


def guarded() -> list[str]:
    return Process.made[0].stdin.getvalue().decode().splitlines()


def test_every_part_is_guarded_from_its_start_and_released_at_its_end(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(part(tmp_path))
    pid = Process.made[1].pid
    assert guarded() == [f"{pid} {int(signal.SIGTERM)}"]
    supervisor.stop()
    assert guarded()[1:] == [str(pid)]


def test_parts_are_told_to_end_the_newest_first_and_those_that_ended_are_not(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    supervisor.start_all([part(tmp_path, name) for name in ("web", "worker", "mail")])
    _guardian, web, worker, mail = Process.made
    worker.returncode = 1
    supervisor.stop()
    assert [one.told for one in (web, worker, mail)] == [["terminate"], [], ["terminate"]]
    assert guarded()[3:] == [str(one.pid) for one in (mail, worker, web)]


def test_stopping_twice_ends_nothing_twice(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(part(tmp_path))
    supervisor.stop()
    supervisor.stop()
    assert Process.made[1].told == ["terminate"]


@pytest.mark.parametrize(("size", "is_kept"), [(10, True), (LOG_LIMIT - 1, True), (LOG_LIMIT, False)])
def test_a_log_is_continued_until_it_is_too_long(
    supervisor: Supervisor, tmp_path: Path, size: int, *, is_kept: bool
) -> None:
    one = part(tmp_path)
    one.log.parent.mkdir()
    one.log.touch()
    with one.log.open("r+b") as log:
        log.truncate(size)
    supervisor.start(one)
    assert one.log.stat().st_size == (size if is_kept else 0)


@pytest.mark.parametrize(("lines", "shown"), [(0, 0), (3, 3), (TAIL_LINES, TAIL_LINES), (TAIL_LINES + 5, TAIL_LINES)])
def test_the_end_of_a_log_is_a_few_lines(tmp_path: Path, lines: int, shown: int) -> None:
    one = part(tmp_path)
    one.log.parent.mkdir()
    one.log.write_bytes(b"".join(b"line %d \xff\n" % at for at in range(lines)))
    assert len(one.tail().splitlines()) == shown
    assert not lines or one.tail().endswith(f"line {lines - 1} \ufffd")


def test_a_part_gets_our_environment_and_its_own(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    supervisor.start(part(tmp_path, PORT="8000", TZ="UTC"))
    given = Process.made[1].named["env"]
    assert (given["PORT"], given["TZ"], given["PYTHONUNBUFFERED"]) == ("8000", "UTC", "1")
    assert Process.made[1].named["start_new_session"] is True


@pytest.mark.parametrize("code", [0, 1, -9, 127])
def test_a_part_that_ended_is_told_with_its_code(supervisor: Supervisor, tmp_path: Path, code: int) -> None:
    supervisor.start(part(tmp_path, "worker"))
    supervisor.check()
    Process.made[1].returncode = code
    with pytest.raises(PartEnded, match=f"worker 意外退出（代码 {code}），其余部分已停止") as told:
        supervisor.watch()
    assert (told.value.code, told.value.part.name) == (code, "worker")
    assert told.value.returncode == Exit.PROBLEM


def test_a_part_that_ended_is_told_in_english_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    one = part(tmp_path)
    one.log.parent.mkdir()
    one.log.write_text("port in use", encoding="utf-8")
    said = str(PartEnded(one, 1))
    assert said.startswith("web ended unexpectedly (code 1); the rest was stopped.")
    assert said.endswith("the last lines:\nport in use")


def test_an_errand_is_asked_after_until_it_ends(supervisor: Supervisor) -> None:
    supervisor.begin(["migrate"], environment={"A": "1"})
    errand = Process.made[1]
    answers = [False, False, True]

    def meanwhile() -> bool:
        if len(answers) == 1:
            errand.returncode = 7
        return answers.pop(0)

    assert supervisor.finish(meanwhile) == 7
    assert guarded() == [f"{errand.pid} {int(signal.SIGKILL)}", str(errand.pid)]


def test_who_said_yes_is_not_asked_again(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor.begin(["migrate"], environment={})
    left, asked = [1, 1, 1], []

    def sleep(_seconds: float) -> None:
        left.pop()
        Process.made[1].returncode = None if left else 0

    monkeypatch.setattr(module.time, "sleep", sleep)
    assert supervisor.finish(lambda: not asked.append(1)) == 0
    assert asked == [1]


def test_an_errand_is_given_up_when_the_supervisor_stops(supervisor: Supervisor) -> None:
    supervisor.begin(["migrate"], environment={})
    supervisor.stop()
    assert Process.made[1].told == ["kill"]
    assert supervisor.finish(lambda: True) == 0


def test_a_guardian_that_has_gone_stops_nobody_from_ending(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(part(tmp_path))
    Process.made[0].stdin.close()
    supervisor.stop()
    supervisor.close()
    supervisor.close()
    assert Process.made[1].told == ["terminate"]


def test_a_guardian_without_a_pipe_is_told_nothing(supervisor: Supervisor) -> None:
    Process.made[0].stdin = None  # type: ignore[assignment]  # as subprocess may say it
    supervisor.guard(4711, signal.SIGTERM)
    supervisor.close()
    assert supervisor.finish(lambda: True) == 0


@pytest.mark.parametrize(("platform", "is_asked"), [("linux", True), ("darwin", False)])
def test_orphans_are_adopted_where_the_system_can(
    monkeypatch: pytest.MonkeyPatch, platform: str, *, is_asked: bool
) -> None:
    asked: list[tuple[int, ...]] = []
    library = SimpleNamespace(prctl=lambda *given: asked.append(given))
    monkeypatch.setattr(module, "ctypes", SimpleNamespace(CDLL=lambda _name: library))
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform=platform))
    module._adopt_orphans()
    assert asked == ([(module.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)] if is_asked else [])
