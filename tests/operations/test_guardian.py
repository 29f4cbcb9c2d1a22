import io
import os
import signal
import subprocess
import sys

import pytest

from chengzhi.operations import guardian

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


def test_what_is_forgotten_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("10 2\n11 15\n10\n12 15\n"))
    assert guardian.read_watched() == {11: 15, 12: 15}


def test_processes_end_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, _sign: ended.append(pid))
    monkeypatch.setattr(guardian, "is_alive", lambda _pid: False)
    monkeypatch.setattr(os, "killpg", lambda *_: None)
    guardian.end({1000001: signal.SIGINT, 1000002: signal.SIGTERM})
    assert ended == [1000002, 1000001]


def test_a_dead_process_that_nobody_has_buried_is_not_alive() -> None:
    with subprocess.Popen(SLEEP) as process:
        assert guardian.is_alive(process.pid)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not guardian.is_alive(process.pid)
    assert not guardian.is_alive(process.pid)


def test_a_process_that_does_not_end_is_killed_with_its_group(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[tuple[int, int]] = []
    moments = iter([0.0, 0.0, 1.0, 99.0])
    monkeypatch.setattr(guardian.time, "monotonic", lambda: next(moments))
    monkeypatch.setattr(guardian.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(os, "kill", lambda _pid, _sign: None)
    monkeypatch.setattr(guardian, "is_alive", lambda _pid: True)
    monkeypatch.setattr(os, "killpg", lambda pid, sign: killed.append((pid, sign)))
    guardian.end({1000001: signal.SIGINT})
    assert killed == [(1000001, signal.SIGKILL)]


def test_a_process_that_is_gone_already_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: int) -> None:
        raise ProcessLookupError

    monkeypatch.setattr(os, "kill", gone)
    monkeypatch.setattr(os, "killpg", gone)
    guardian.end({1000001: signal.SIGINT})
    assert not guardian.is_alive(1000001)


def test_without_a_list_of_processes_a_number_that_answers_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_given: object, **_named: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("builtins.open", missing)
    assert guardian.is_alive(os.getpid())


@pytest.mark.parametrize("said", ["", "\n", "10 15\n10\n", "11\n"])
def test_nothing_watched_is_nothing_to_end(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(said.replace("\n\n", "\n").lstrip("\n")))
    assert guardian.read_watched() == {}


def test_run_as_a_file_it_ends_what_its_master_left_behind() -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as left:
        subprocess.run(
            [sys.executable, "-I", "-S", guardian.__file__], input=f"{left.pid} 15\n", text=True, check=True, timeout=20
        )
        assert left.wait(5) == -signal.SIGTERM
