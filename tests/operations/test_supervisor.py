"""The supervisor: what it starts ends with it, even if it is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chengzhi.operations.supervisor import Part, PartEnded, Supervisor, stoppable

SLEEP = (sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)")
BRIEF = """
import pathlib, sys, time
been = pathlib.Path(sys.argv[1])
print("second" if been.exists() else "first", flush=True)
if been.exists():
    raise SystemExit(4)
been.touch()
time.sleep(1)
raise SystemExit(3)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
KILLED = """
import os, sys, time
from pathlib import Path
from chengzhi.operations.supervisor import Part, Supervisor
supervisor = Supervisor()
supervisor.start(Part(name="one", command=[sys.executable, "-c", "import time; time.sleep(60)"], log=Path(sys.argv[1])))
print(supervisor._running[0][1].pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    one = Supervisor()
    yield one
    one.stop()
    one.close()


def part(tmp_path: Path, *command: str, name: str = "web") -> Part:
    return Part(name=name, command=command, log=tmp_path / "log" / f"{name}.log")


def pid_of(supervisor: Supervisor) -> int:
    return supervisor._running[0][1].pid


def test_a_part_writes_to_its_log_and_ends_with_the_supervisor(supervisor: Supervisor, tmp_path: Path) -> None:
    one = part(tmp_path, *SLEEP)
    supervisor.start(one)
    assert wait_until(lambda: "up" in one.tail())
    pid = pid_of(supervisor)
    supervisor.stop()
    assert not is_alive(pid)


def test_a_part_is_started_once(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start_all([part(tmp_path, *SLEEP)])
    supervisor.start_all([part(tmp_path, *SLEEP), part(tmp_path, *SLEEP, name="worker")])
    assert [one.name for one, _ in supervisor._running] == ["web", "worker"]


def test_a_part_that_ends_is_named_with_the_end_of_its_log(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(part(tmp_path, sys.executable, "-c", "raise SystemExit('no database')"))
    with pytest.raises(PartEnded, match=r"web 意外退出（代码 1）[^$]*no database"):
        supervisor.watch()


def test_a_part_that_ends_after_running_steadily_is_started_again(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("chengzhi.operations.supervisor.STEADY_SECONDS", 0.5)
    one = part(tmp_path, sys.executable, "-c", BRIEF, str(tmp_path / "been"))
    supervisor.start(one)
    time.sleep(0.6)
    with pytest.raises(PartEnded):
        supervisor.watch()
    assert one.log.read_text(encoding="utf-8").split() == ["first", "second"]
    assert "web 意外退出（代码 3），已重新启动" in capsys.readouterr().out.replace("\n", "")


def test_a_part_that_ignores_the_signal_is_killed(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chengzhi.operations.supervisor.STOP_SECONDS", 0.3)
    one = part(tmp_path, sys.executable, "-c", STUBBORN)
    supervisor.start(one)
    wait_until(lambda: "up" in one.tail())
    pid = pid_of(supervisor)
    supervisor.stop()
    assert not is_alive(pid)


def test_parts_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "one.log")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert is_alive(pid)
        process.kill()
    assert wait_until(lambda: not is_alive(pid))


def test_what_is_released_outlives_the_supervisor(tmp_path: Path) -> None:
    one = Supervisor()
    with subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL) as other:
        one.guard(other.pid, signal.SIGTERM)
        one.release(other.pid)
        one.close()
        assert other.poll() is None
        other.kill()


def test_a_command_is_seen_to_its_end_while_something_else_is_asked(supervisor: Supervisor) -> None:
    asked = iter([False, True])
    command = [sys.executable, "-c", "import os, time; time.sleep(1); raise SystemExit(int(os.environ['CODE']))"]
    supervisor.begin(command, environment={"CODE": "3"})
    assert supervisor.finish(lambda: next(asked)) == 3
    assert next(asked, None) is None


def test_a_command_ends_when_the_supervisor_stops(supervisor: Supervisor) -> None:
    supervisor.begin(SLEEP, environment={})
    pid = supervisor._errand.pid if supervisor._errand else 0
    supervisor.stop()
    assert not is_alive(pid)


def test_nothing_begun_is_nothing_to_wait_for(supervisor: Supervisor) -> None:
    assert supervisor.finish(lambda: pytest.fail("asked")) == 0


@pytest.fixture
def _heard() -> Iterator[None]:
    """Let the end of the terminal be heard, also where the whole run stands under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("_heard")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_that_asks_to_end_is_heard_once(sign: signal.Signals) -> None:
    def be_asked_twice() -> None:
        with stoppable():
            try:
                os.kill(os.getpid(), sign)
                time.sleep(5)
            finally:
                os.kill(os.getpid(), sign)

    before = signal.getsignal(sign)
    with pytest.raises(KeyboardInterrupt):
        be_asked_twice()
    assert signal.getsignal(sign) is before


def test_who_was_told_to_outlive_the_terminal_does() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
