"""The whole house on one machine: database, web and worker, ready to be looked at, gone on Ctrl-C."""

import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

import psycopg
from rich.table import Table

from chengzhi.config import env
from chengzhi.operations.cluster import EmbeddedServerError
from chengzhi.operations.embedded import EmbeddedServer
from chengzhi.operations.errors import EnvironmentFault, OperationError
from chengzhi.operations.layout import Layout
from chengzhi.operations.stamp import files_fit, fits
from chengzhi.operations.supervisor import Part, Supervisor, stoppable
from chengzhi.operations.words import console, say, two

READY_SECONDS = 60.0
LOOPBACK = "127.0.0.1"
PREPARE = (sys.executable, "-m", "django", "prepare", "--demo")
# A demo that a power cut interrupts is made again: its first load need not wait for the disk.
HASTY = {"PGOPTIONS": "-c synchronous_commit=off", "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    @property
    def link(self) -> str:
        shown = LOOPBACK if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  compared, not bound
        return f"http://{shown}:{self.port}"


def address() -> Address:
    """Return HOST and PORT from the environment."""
    return Address(env.text("HOST", "127.0.0.1"), env.number("PORT", 8000))


def ensure_free(where: Address) -> None:
    """Refuse a port that somebody listens on, and name the way out."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((where.host, where.port))
        except OSError as error:
            raise EnvironmentFault(
                two(
                    f"端口 {where.port} 不能用（{error.strerror}）。请换一个，例如：make demo PORT={where.port + 80}",
                    f"Port {where.port} cannot be used ({error.strerror}). "
                    f"Choose another one, for example: make demo PORT={where.port + 80}",
                )
            ) from error


@contextmanager
def database(layout: Layout, supervisor: Supervisor | None = None) -> Iterator[str]:
    """Have a database for the block, and give its address: DATABASE_URL, or the embedded server."""
    url = env.text("DATABASE_URL")
    if url:
        yield url
        return
    server = EmbeddedServer(layout.data, log=layout.log("postgres"))
    try:
        server.start()
    except EmbeddedServerError as error:
        raise EnvironmentFault(str(error)) from error
    try:
        if supervisor is not None and server.started_pid is not None:
            supervisor.guard(server.started_pid, signal.SIGINT)
        for folder in server.widened:
            say(f"  已允许数据库账号经过目录 {folder}", f"  The database account may now pass {folder}")
        server.ensure_database()
        yield server.url()
    finally:
        started = server.started_pid
        server.stop()
        if supervisor is not None and started is not None:
            supervisor.release(started)


def ensure_answers(url: str) -> None:
    """Refuse to go on without a database, and say where it was looked for; the password stays unsaid."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        where = url.rpartition("@")[2] if "@" in url else url
        reason = str(error).strip().splitlines()[0]
        raise EnvironmentFault(
            two(
                f"数据库没有应答（{where}）：{reason}。确认 PostgreSQL 在运行，DATABASE_URL 正确。",
                f"The database does not answer ({where}): {reason}. See that PostgreSQL runs and DATABASE_URL is right.",
            )
        ) from error


def web(layout: Layout, where: Address) -> Part:
    """Return the web process."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", where.host, "--port", str(where.port), "--backlog", "256"]
    command += ["--workers", str(env.number("WEB_WORKERS", 1)), "--workers-kill-timeout", "3s"]
    command += ["--blocking-threads", str(env.number("WEB_THREADS", 2)), "--respawn-failed-workers"]
    return Part(name="web", command=[*command, "chengzhi.config.wsgi:application"], log=layout.log("web"))


def worker(layout: Layout) -> Part:
    """Return the background worker."""
    command = [sys.executable, "-m", "django", "work", "--concurrency", str(env.number("WORKER_CONCURRENCY", 2))]
    return Part(name="worker", command=command, log=layout.log("worker"))


def run_demo(layout: Layout) -> None:
    """Start everything, say how to sign in, and stay until Ctrl-C."""
    began = time.monotonic()
    where = address()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengzhi.config.settings.local")
    with stoppable(), ExitStack() as stack, suppress(KeyboardInterrupt):
        stack.enter_context(_alone(layout))
        ensure_free(where)
        say("[bold]城治[/] 正在启动……", "[bold]Chengzhi[/] is starting …")
        supervisor = Supervisor()
        stack.callback(supervisor.close)
        stack.callback(supervisor.stop)
        is_early = not files_fit(layout.stamp)
        if is_early:
            supervisor.begin(PREPARE, environment=HASTY)  # it reads the program in while the database starts
        url = stack.enter_context(database(layout, supervisor))
        stack.callback(supervisor.stop)
        ensure_answers(url)
        if not is_early and not fits(layout.stamp, url, demo=True):
            supervisor.begin(PREPARE, environment=HASTY)
        parts = [web(layout, where), worker(layout)]
        _see_prepared(layout, url, supervisor, parts)
        supervisor.start_all(parts)
        await_ready(supervisor, where)
        greet(layout, where, time.monotonic() - began)
        supervisor.watch()
    say("已全部停止。", "Everything has stopped.")


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    layout.demo_lock.parent.mkdir(parents=True, exist_ok=True)
    with layout.demo_lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentFault(
                two(
                    f"这里已经在运行（{layout.var}）。请先在那个窗口按 Ctrl-C 停止。",
                    f"It is already running here ({layout.var}). Stop it first with Ctrl-C in its window.",
                )
            ) from None
        yield


def _see_prepared(layout: Layout, url: str, supervisor: Supervisor, parts: Sequence[Part]) -> None:
    """Wait for the preparation that was begun; the parts start while the demo city loads.

    The worker takes no job until it has loaded.
    """

    def start_early() -> bool:
        is_time = fits(layout.stamp, url, demo=False)
        if is_time:
            supervisor.start_all(parts)
        return is_time

    if supervisor.finish(start_early):
        raise OperationError(
            two(
                "准备没有完成，原因见上。改正后再运行 make demo；要从头开始请运行 make reset。",
                "Preparation did not finish; the reason stands above. Put it right and run make demo again, "
                "or start afresh with make reset.",
            )
        )


def await_ready(supervisor: Supervisor, where: Address) -> None:
    """Return when /readyz answers 200; say what is missing if it never does."""
    until = time.monotonic() + READY_SECONDS
    said: Mapping[str, Any] = {}
    while time.monotonic() < until:
        supervisor.check()
        status, said = _ask_ready(where)
        if status == HTTPStatus.OK:
            return
        time.sleep(0.05)
    raise OperationError(
        two(f"{READY_SECONDS:.0f} 秒后仍未就绪：{said}", f"Not ready after {READY_SECONDS:.0f} s: {said}")
    )


def _ask_ready(where: Address) -> tuple[int, Mapping[str, Any]]:
    connection = HTTPConnection(where.link.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    except (OSError, HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def greet(layout: Layout, where: Address, seconds: float) -> None:
    """Print addresses and sign-ins."""
    console.print(
        two(f"[bold green]已就绪[/]（{seconds:.1f} 秒）", f"[bold green]Ready[/] ({seconds:.1f} s)")
        + f"  [bold]{where.link}/[/]"
    )
    doors = {"/": ("市民通", "Residents"), "/console/": ("工作台", "Console"), "/field/": ("移动端", "Field")}
    for path, names in doors.items():
        console.print(f"  {two(*names)}: {where.link}{path}")
    if where.host != LOOPBACK:
        say(
            "  [yellow]网络上的其他人也能打开，演示口令是公开的：请勿录入真实信息。[/]",
            "  [yellow]Others on the network can open it, and the demo's passwords are known: enter nothing real.[/]",
        )
    table = _sign_in_table(layout)
    if table.row_count:
        console.print(table)
    say("按 Ctrl-C 停止。", "Press Ctrl-C to stop.")


def _sign_in_table(layout: Layout) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim")
    for heading in (("角色", "Role"), ("姓名", "Name"), ("账号", "Account"), ("密码", "Password"), ("入口", "Door")):
        table.add_column(two(*heading))
    for one in read_sign_ins(layout):
        role = two(str(one.get("role", "")), str(one.get("role_en") or one.get("role", "")))
        table.add_row(role, *(str(one.get(key, "")) for key in ("name", "username", "password", "door")))
    return table


def read_sign_ins(layout: Layout) -> list[dict[str, Any]]:
    """Return the sign-ins that the demo loader has written: role, role_en, name, username, password, door."""
    try:
        found = json.loads(layout.sign_ins.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in found if isinstance(one, dict)]
