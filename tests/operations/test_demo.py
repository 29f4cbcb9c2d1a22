"""``make demo`` from nothing: ready, safe under a kill, gone on Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.database import ROOT, VAR

PATIENCE_SECONDS = 120


class Demo:
    """The demo in one place, started and stopped as a person would."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, "CHENGZHI_VAR": str(self.var), "PORT": str(self.port), "LANG": "zh_CN.UTF-8"}
        environment |= {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "chengzhi.config.settings.local"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "chengzhi.cli", "demo"]
        return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def await_ready(self, process: "subprocess.Popen[str]") -> str:
        said = ""
        for line in process.stdout or ():
            said += line
            if "Ctrl-C" in line:
                return said
        pytest.fail(said)

    def ask(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return int(answer.status)

    def left_over(self) -> list[str]:
        """Return the command lines of processes that still work in this place."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if command and (str(self.var).encode() in environment or str(self.var) in command):
                found.append(command)
        return found

    def await_silence(self) -> list[str]:
        until = time.monotonic() + PATIENCE_SECONDS
        while self.left_over() and time.monotonic() < until:
            time.sleep(0.1)
        return self.left_over()


@pytest.fixture
def demo() -> Iterator[Demo]:
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="test-demo-") as folder:
        yield Demo(Path(folder))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_the_demo_starts_from_nothing_survives_a_kill_and_leaves_nothing_running(demo: Demo) -> None:
    with demo.start() as first:
        assert f"http://127.0.0.1:{demo.port}/" in demo.await_ready(first)
        assert demo.ask("/readyz") == demo.ask("/healthz") == 200
        first.kill()
    assert demo.await_silence() == []
    with demo.start() as second:
        demo.await_ready(second)
        assert demo.ask("/readyz") == 200
        second.send_signal(signal.SIGINT)
        assert "已全部停止" in (second.stdout.read() if second.stdout else "")
    assert second.returncode == 0
    assert demo.left_over() == []
