"""Starts the processes of the house, watches them, and ends them all, whatever happens to itself (ADR-0004)."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from chengzhi.operations import guardian
from chengzhi.operations.errors import OperationError
from chengzhi.operations.words import say, two

STOP_SECONDS = 10.0
TAIL_LINES = 12
STEADY_SECONDS = 10.0
"""A part that ran for so long and then ended is started again; one that ends sooner would only end again."""

LOG_LIMIT = 5_000_000
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, kw_only=True)
class Part:
    """One process to run: its name, its command, and where its output goes."""

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)

    def tail(self) -> str:
        """Return the last lines of the log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-TAIL_LINES:])


class PartEnded(OperationError):
    """A process that should run for ever has ended."""

    def __init__(self, part: Part, code: int) -> None:
        self.part, self.code = part, code
        super().__init__(
            two(
                f"{part.name} 意外退出（代码 {code}），其余部分已停止。日志在 {part.log}，最后几行：\n{part.tail()}",
                f"{part.name} ended unexpectedly (code {code}); the rest was stopped. "
                f"Its log is {part.log}, the last lines:\n{part.tail()}",
            )
        )


class Supervisor:
    """Owns the processes it starts, and has them ended even if it is killed itself."""

    def __init__(self) -> None:
        _adopt_orphans()
        self._errand: subprocess.Popen[bytes] | None = None
        self._running: list[tuple[Part, subprocess.Popen[bytes]]] = []
        self._begun: dict[str, float] = {}
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", guardian.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start(self, part: Part) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only us."""
        part.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "ab" if part.log.exists() and part.log.stat().st_size < LOG_LIMIT else "wb"
        with part.log.open(mode) as log:
            process = subprocess.Popen(
                part.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **part.environment},
            )
        self.guard(process.pid, signal.SIGTERM)
        self._running.append((part, process))
        self._begun[part.name] = time.monotonic()

    def start_all(self, parts: Sequence[Part]) -> None:
        """Have every part running that is not yet."""
        running = {part.name for part, _ in self._running}
        for part in parts:
            if part.name not in running:
                self.start(part)

    def begin(self, command: Sequence[str], *, environment: dict[str, str]) -> None:
        """Start a command that speaks on this terminal and comes to an end; it is ended when we are stopped."""
        self._errand = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, env={**os.environ, **environment}
        )
        self.guard(self._errand.pid, signal.SIGKILL)

    def finish(self, meanwhile: Callable[[], bool]) -> int:
        """Return the code of the command that was begun, at its end; ask ``meanwhile`` until it says yes."""
        errand, is_done = self._errand, False
        while errand is not None and errand.poll() is None:
            is_done = is_done or meanwhile()
            time.sleep(0.05)
        self._give_up_errand()
        return errand.returncode if errand is not None else 0

    def _give_up_errand(self) -> None:
        errand, self._errand = self._errand, None
        if errand is not None:
            errand.kill()
            errand.wait()
            self.release(errand.pid)

    def guard(self, pid: int, sign: signal.Signals) -> None:
        """Have ``pid`` ended by ``sign`` if we are killed."""
        self._tell(f"{pid} {int(sign)}\n")

    def release(self, pid: int) -> None:
        """Have ``pid`` left alone from now on."""
        self._tell(f"{pid}\n")

    def check(self) -> None:
        """Raise PartEnded if any process has ended."""
        for part, process in self._running:
            if process.poll() is not None:
                raise PartEnded(part, process.returncode)

    def watch(self) -> None:
        """Keep every process running until somebody asks us to stop (KeyboardInterrupt).

        Raises PartEnded where one ends within STEADY_SECONDS of its start: starting it again would not help.
        """
        while True:
            self._revive()
            self.check()
            time.sleep(0.2)

    def _revive(self) -> None:
        """Start again what ended after running steadily, as when the system killed it for want of memory."""
        steady = time.monotonic() - STEADY_SECONDS
        ended = [one for one in self._running if one[1].poll() is not None and self._begun[one[0].name] < steady]
        for part, process in ended:
            self._running.remove((part, process))
            self.release(process.pid)
            say(
                f"[yellow]{part.name} 意外退出（代码 {process.returncode}），已重新启动。日志在 {part.log}。[/]",
                f"[yellow]{part.name} ended unexpectedly (code {process.returncode}) and was started again. Log: {part.log}.[/]",
            )
            self.start(part)

    def stop(self) -> None:
        """End every process, the newest first; none is left when this returns."""
        self._give_up_errand()
        running, self._running = self._running[::-1], []
        for _, process in running:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for _, process in running:
            self._await_end(process, until)
            self.release(process.pid)

    def close(self) -> None:
        """Let the guardian go: whatever it still watches is ended."""
        if self._guardian.stdin is not None:
            with suppress(OSError):
                self._guardian.stdin.close()
        self._guardian.wait()

    def _await_end(self, process: subprocess.Popen[bytes], until: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(until - time.monotonic(), 0.1))
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _tell(self, line: str) -> None:
        if self._guardian.stdin is not None:
            with suppress(OSError, ValueError):
                self._guardian.stdin.write(line.encode())
                self._guardian.stdin.flush()


def _adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends (Linux), so that none is left unburied.

    In a container nobody else may do it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the signals that ask a process to end into KeyboardInterrupt, once; further ones are ignored.

    Under nohup the end of the terminal stays without meaning.
    """

    def ask(_number: int, _frame: FrameType | None) -> None:
        for one in asking:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    asking = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        asking.append(signal.SIGHUP)
    before = {one: signal.signal(one, ask) for one in asking}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
