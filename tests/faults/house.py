"""A whole house for faults: its own database that keeps what it acknowledges, the real web server and the worker.

Everything stands in one folder and under process groups of its own, so that whatever is killed is ours.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Self

import psycopg

from chengzhi.operations.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
READY_SECONDS = 90.0


class House:
    """Database, web and worker of one fault test; ``cast`` names the people, see cast.py."""

    def __init__(self, *, workers: int = 2, environment: Mapping[str, str] | None = None) -> None:
        (ROOT / "var").mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="faults-", dir=ROOT / "var"))
        self.workers = workers
        self.extra = dict(environment or {})
        self.servers: list[EmbeddedServer] = []
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.loops = 0
        self.cast: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.start_database()
        self.servers[0].ensure_database()
        self.cast = json.loads(self.module("tests.faults.cast"))
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.web, self.worker):
            end(process)
        for server in reversed(self.servers):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return self.servers[0].url()

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def environment(self) -> dict[str, str]:
        given = {
            "DATABASE_URL": self.url,
            "CHENGZHI_VAR": str(self.folder),
            "MEDIA_ROOT": str(self.media),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "HOST": LOOPBACK,
            "PORT": str(self.port),
            "WEB_WORKERS": str(self.workers),
            "WEB_THREADS": "4",
            "LOG_LEVEL": "WARNING",
            "SECRET_KEY": "a-secret-of-the-fault-tests-that-guards-nothing-at-all",
        }
        return {**os.environ, **given, **self.extra}

    def module(self, name: str, *words: str, code: int = 0) -> str:
        """Run a module to its end in the environment of the house and return what it printed."""
        done = subprocess.run(  # noqa: S603  our own modules
            [sys.executable, "-m", name, *words], env=self.environment, cwd=ROOT, check=False, capture_output=True
        )
        assert done.returncode == code, done.stderr.decode(errors="replace")[-3000:]
        return done.stdout.decode()

    def start_database(self) -> None:
        """Have the database running; after a killed one a fresh server takes over its files."""
        server = EmbeddedServer(self.folder / "pg", settings={"max_connections": "60"})
        server.start()
        self.servers.append(server)

    def stop_database(self) -> None:
        """Shut the database down at once, as an operator would who restarts it."""
        pid = self.postmaster()
        os.kill(pid, signal.SIGINT)
        with until(READY_SECONDS, step=0.02) as attempts:
            assert any(self.servers[-1].pid() is None for _ in attempts)

    def start_web(self) -> None:
        """Have the web server answering, on the same port as before if there was one."""
        for _attempt in range(3):
            self.port = self.port or free_port()
            self.web = self._run("serve", "web.log")
            if self._await_answer():
                return
            end(self.web)
            self.port = 0
        raise AssertionError(self.log("web.log"))

    def ends_itself(self, seconds: float = 0.5) -> bool:
        """Tell whether the web server gives up because its processes die too fast, and wait for its end if so."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.log("web.log", whole=True).count("crash loop") > self.loops and self.web is not None:
                self.loops += 1
                self.web.wait(timeout=READY_SECONDS)
                return True
            time.sleep(0.05)
        return False

    def start_worker(self) -> None:
        self.worker = self._run("worker", "worker.log")

    def log(self, name: str, *, whole: bool = False) -> str:
        """Return the end of a log, to be shown with a failure."""
        return (self.folder / name).read_text(encoding="utf-8", errors="replace")[0 if whole else -4000 :]

    def _run(self, word: str, log: str) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("ab") as out:
            return subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, "-m", "chengzhi.cli", word],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def _await_answer(self) -> bool:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self.web is not None and self.web.poll() is None:
            if self.get("/healthz")[0] == 200:
                return True
            time.sleep(0.05)
        return False

    def get(self, path: str, *, session: str = "", timeout: float = 20) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of a page; status 0 where nobody answers."""
        return ask(self.port, "GET", path, session=session, timeout=timeout)

    def ready(self) -> dict[str, bool]:
        """Return what /readyz says of each part."""
        status, _headers, text = self.get("/readyz")
        assert status in {200, 503}, text
        parts: dict[str, bool] = json.loads(text)["parts"]
        return parts

    def sql(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query, past the house."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement, given)
            return cursor.fetchall() if cursor.description else []

    def postmaster(self) -> int:
        pid = self.servers[-1].pid()
        assert pid is not None
        return pid


def ask(
    port: int,
    method: str,
    path: str,
    *,
    session: str = "",
    body: bytes | None = None,
    kind: str = "application/x-www-form-urlencoded",
    timeout: float = 20,
    more: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str], str]:
    """Ask the house once; status 0 where the answer did not arrive whole."""
    token = "c" * 32
    headers = {
        "Cookie": f"csrftoken={token}; sessionid={session}",
        "X-CSRFToken": token,
        "Content-Type": kind,
        **(more or {}),
    }
    connection = HTTPConnection(LOOPBACK, port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers if body is not None or session else {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    except (OSError, HTTPException):
        return 0, {}, ""
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> list[int]:
    """Return the processes that one has started and that still live."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(one) for one in text.split()]


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_group(process: subprocess.Popen[bytes] | None) -> None:
    """Kill a process with everything that it has started, and bury it."""
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end(process: subprocess.Popen[bytes] | None) -> None:
    """End a process, patiently first."""
    if process is not None and process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=8)
    kill_group(process)


@contextlib.contextmanager
def until(seconds: float, *, step: float = 0.1) -> Iterator[Iterator[int]]:
    """Give attempts for so many seconds; a loop that runs out of them has failed."""
    ending = time.monotonic() + seconds

    def attempts() -> Iterator[int]:
        number = 0
        while time.monotonic() < ending:
            yield number
            number += 1
            time.sleep(step)

    yield attempts()
