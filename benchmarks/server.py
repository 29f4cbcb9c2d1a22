"""The web server as production runs it, and what its workers hold in memory."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

WORKERS = 2
READY_SECONDS = 60.0
LOOPBACK = "127.0.0.1"
MIB = 1024.0
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--backlog", "256", "--blocking-threads", "3")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of one process in MiB: its own and shared pages, and its fair share of them."""

    rss: float
    pss: float


@dataclass(frozen=True, slots=True)
class Web:
    """A running web server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def memory(self) -> list[Memory]:
        """Return what each worker holds."""
        return [_memory(pid) for pid in _children(self.process.pid)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def house(port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command and settings of the house's own server: ``chengzhi serve`` with production settings."""
    words = {"HOST": LOOPBACK, "PORT": str(port), "WEB_WORKERS": str(WORKERS)}
    return [sys.executable, "-m", "chengzhi.cli", "serve"], {
        **words,
        "DJANGO_SETTINGS_MODULE": "chengzhi.config.settings.production",
    }


def skeleton(port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command and settings of the skeleton: the same server, as many workers and threads."""
    command = [sys.executable, *GRANIAN, "--host", LOOPBACK, "--port", str(port), "--workers", str(WORKERS)]
    return [*command, "benchmarks.skeleton.wsgi:application"], {
        "DJANGO_SETTINGS_MODULE": "benchmarks.skeleton.settings"
    }


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], *, port: int, log: Path, ready: str
) -> Iterator[Web]:
    """Have a server answer on the port for the block; it and its workers are gone afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own program, as a list
            list(command), env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )
    try:
        _await(process, port, ready, log)
        yield Web(process, port)
    finally:
        _end(process)


def _await(process: subprocess.Popen[bytes], port: int, ready: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", ready)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
    raise RuntimeError(f"the server did not answer {ready} with 200:\n{tail}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _children(pid: int) -> list[int]:
    """Return the workers: the children, without the one that only tidies up after them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(one) for one in listed if b"tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def _memory(pid: int) -> Memory:
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        name, _colon, value = line.partition(":")
        if value.endswith("kB"):
            found[name] = int(value.split()[0])
    return Memory(round(found["Rss"] / MIB, 1), round(found["Pss"] / MIB, 1))
