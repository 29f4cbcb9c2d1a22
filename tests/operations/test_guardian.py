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
