"""An embedded PostgreSQL 18 from a wheel: a private server on a Unix socket, shared by every process that needs it.

The server listens on no network address; whoever may enter its folder may connect. The first process that needs it
starts it, the last one to leave stops it, and the kernel's file locks tell who is there, so a killed process is never
counted. ADR-0003 says why the wheel's own launcher is not used.
"""

import fcntl
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self

import psycopg
from psycopg import sql

from chengzhi.config.database import SOCKET_NAME, embedded_url, socket_folder
from chengzhi.operations.account import can_read_all, open_tree, open_way, server_account
from chengzhi.operations.cluster import (
    EmbeddedServerError,
    as_account,
    binaries,
    make_cluster,
    program_trees,
    sync_cluster,
)

DISPOSABLE: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",
}
"""Settings for data that may be lost with the machine: tests only."""

# The server must be nobody's child: whoever has started it may leave while others still use it.
DETACHED = '"$@" </dev/null >&2 & echo $!'
START_SECONDS = 60.0
STOP_SECONDS = 30.0


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file alone; other processes wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class EmbeddedServer:
    """The server over one data folder, seen by one process that uses it.

    ``settings`` are server settings for the case that this process is the one that starts it; ``programs`` is the
    folder of another PostgreSQL than the wheel's.
    """

    def __init__(
        self,
        data: Path,
        *,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
        programs: Path | None = None,
    ) -> None:
        self.data = data.resolve()
        self.programs = programs or binaries()
        self.settings = dict(settings or {})
        self.log = log or self.data.with_suffix(".log")
        self.widened: list[Path] = []
        self._account: pwd.struct_passwd | None = None
        self._presence: IO[str] | None = None
        self.started_pid: int | None = None
        """The server's process, if this one has started it."""
        self._syncing: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, name: str = "chengzhi") -> str:
        """Return the address of a database on this server."""
        return embedded_url(self.data, name)

    def start(self) -> None:
        """Have the server running and answering, starting it if nobody has yet."""
        with exclusive(self._beside(".lock")):
            self._prepare()
            if not self.answers():
                self._end_leftover()
                self._launch_patiently()
            self._presence = self._beside(".users").open("a")
            fcntl.flock(self._presence, fcntl.LOCK_SH)

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it."""
        if self._presence is None:
            return
        with exclusive(self._beside(".lock")), self._presence as presence:
            self._presence = None
            try:
                fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._shut_down()

    def answers(self) -> bool:
        """Tell whether a server takes connections on the socket."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        """Return the process id of a living server over this data folder."""
        try:
            first = (self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
            number = int(first)
        except (OSError, ValueError):
            return None
        return number if self._is_ours(number) else None

    def ensure_database(self, name: str = "chengzhi") -> bool:
        """Have a database of that name; return whether it was made now."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return known is None

    def _beside(self, suffix: str) -> Path:
        return self.data.with_name(self.data.name + suffix)

    def _prepare(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self._account = server_account(self.data)
        if self._account is not None:
            self._open_for(self._account)
        self._make_socket_folder()
        if not (self.data / "PG_VERSION").exists():
            make_cluster(self.data, programs=self.programs, account=self._account)
            if self.settings.get("fsync") != "off":
                self._syncing = sync_cluster(self.data, programs=self.programs, account=self._account)

    def _open_for(self, account: pwd.struct_passwd) -> None:
        self.widened = open_way(self.data, account) + open_way(self.programs / "postgres", account)
        for tree in program_trees(self.programs):
            if not can_read_all(tree, account):
                open_tree(tree)

    def _make_socket_folder(self) -> None:
        folder = socket_folder(self.data)
        if folder == self.data:
            return
        owner = self._account.pw_uid if self._account else os.geteuid()
        if not folder.exists():
            folder.mkdir(mode=0o700)
            os.chown(folder, owner, -1)
        if folder.stat().st_uid != owner:
            message = f"{folder} 属于别的用户，数据库不能在那里开接口。请删除它，或把项目放到路径更短的目录。"
            raise EmbeddedServerError(message)

    def _launch_patiently(self) -> None:
        """Launch, once more if the children of a killed server were still on their way out."""
        try:
            self._launch()
        except EmbeddedServerError:
            time.sleep(1)
            self._end_leftover()
            self._launch()

    def _launch(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        wanted = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket_folder(self.data)),
            "unix_socket_permissions": "0700",
            **self.settings,
        }
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        for name, value in wanted.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            done = subprocess.run(
                ["/bin/sh", "-c", DETACHED, "sh", *command],
                check=True,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                **as_account(self._account, self.data),
            )
        self.started_pid = int(done.stdout)
        self._await_answer(self.started_pid)

    def _await_answer(self, pid: int) -> None:
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if not self._is_ours(pid) or time.monotonic() > until:
                tail = "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
                message = f"数据库没有启动，日志在 {self.log}：\n{tail}"
                raise EmbeddedServerError(message)
            time.sleep(0.02)

    def _end_leftover(self) -> None:
        """End a server that runs over our data without answering, and clear what a killed one has left.

        PostgreSQL clears it itself unless the number in it is in use again, or belongs to a process that nobody has
        buried, as happens in containers.
        """
        if self.pid() is not None and not self._answers_soon():
            self._shut_down()
        if self.pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (socket_folder(self.data) / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _answers_soon(self) -> bool:
        until = time.monotonic() + START_SECONDS
        while self.pid() is not None and time.monotonic() < until:
            if self.answers():
                return True
            time.sleep(0.1)
        return False

    def _shut_down(self) -> None:
        """Stop the server at once but cleanly (fast); after half a minute, hard: it recovers at the next start."""
        if self._syncing is not None:
            self._syncing.wait()
        for sign in (signal.SIGINT, signal.SIGQUIT):
            number = self.pid()
            if number is None:
                break
            os.kill(number, sign)
            self._await_end(number)
            with suppress(ChildProcessError):  # buried here only where it has become our child
                os.waitpid(number, os.WNOHANG if self._is_ours(number) else 0)

        folder = socket_folder(self.data)
        if folder != self.data:
            with suppress(OSError):
                folder.rmdir()

    def _await_end(self, number: int) -> None:
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and self._is_ours(number):
            time.sleep(0.02)

    def _is_ours(self, number: int) -> bool:
        """Tell whether the process is a server over this data folder; numbers are used again after a restart."""
        command = _command_of(number)
        return "postgres" in command and f" {self.data} " in command


def _command_of(pid: int) -> str:
    """Return the command line of a living process, or nothing."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    done = subprocess.run(["/bin/ps", "-p", str(pid), "-o", "command="], check=False, capture_output=True, text=True)
    return done.stdout
