"""Starting the house: what it says when it cannot, and what it says when it can."""

import json
import socket
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chengzhi.config.env import SettingError
from chengzhi.operations import city
from chengzhi.operations.city import Address
from chengzhi.operations.cluster import EmbeddedServerError
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError
from chengzhi.operations.layout import Layout
from chengzhi.operations.supervisor import Part, Supervisor


class Quiet:
    """A supervisor with nothing to supervise."""

    def check(self) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    """Answers 503 twice, then 200."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        status = 200 if type(self).asked > 2 else 503
        body = json.dumps({"ready": status == 200, "parts": {"worker": status == 200}}).encode()
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        pass


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EnvironmentFault, match=f"端口 {port} 不能用.*make demo PORT=") as fault:
            city.ensure_free(Address("127.0.0.1", port))
    assert fault.value.returncode == Exit.ENVIRONMENT


def test_host_and_port_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104  nothing is bound
    monkeypatch.setenv("PORT", "8123")
    assert city.address().link == "http://127.0.0.1:8123"
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(SettingError, match="PORT='eight'"):
        city.address()


def test_a_second_start_in_the_same_place_is_refused(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with city._alone(layout), pytest.raises(EnvironmentFault, match="已经在运行"), city._alone(layout):
        pytest.fail("both are running")


def test_ready_is_waited_for() -> None:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        city.await_ready(Quiet(), Address("127.0.0.1", server.server_port))  # type: ignore[arg-type]  # a stand-in
        server.shutdown()
        thread.join()
    assert Handler.asked == 3


def test_never_ready_is_told_with_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "READY_SECONDS", 0.2)
    monkeypatch.setattr(city, "_ask_ready", lambda _where: (503, {"parts": {"worker": False}}))
    with pytest.raises(OperationError, match="worker"):
        city.await_ready(Quiet(), Address("127.0.0.1", 1))  # type: ignore[arg-type]  # a stand-in


def test_every_sign_in_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = Layout(tmp_path)
    one = {"role": "受理员", "name": "王芳", "username": "shouli", "password": "p-1", "door": "/console/"}
    layout.sign_ins.write_text(json.dumps([one]), encoding="utf-8")
    city.greet(layout, Address("127.0.0.1", 8000), 3.21)
    said = capsys.readouterr().out
    assert "已就绪（3.2 秒）" in said
    assert all(word in said for word in one.values())


@pytest.mark.parametrize("content", ["", "{", '"text"', "[1]"])
def test_unreadable_sign_ins_count_as_none(tmp_path: Path, content: str) -> None:
    layout = Layout(tmp_path)
    layout.sign_ins.write_text(content, encoding="utf-8")
    assert city.read_sign_ins(layout) == []


def test_the_database_of_the_environment_is_used_and_none_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/city")
    with city.database(Layout(tmp_path)) as url:
        assert url == "postgresql://db.example/city"
    assert list(tmp_path.iterdir()) == []


def test_a_preparation_that_fails_is_told(tmp_path: Path) -> None:
    supervisor = Supervisor()
    supervisor.begin([sys.executable, "-c", "raise SystemExit(1)"], environment={})
    with pytest.raises(OperationError, match="make reset"):
        city._see_prepared(Layout(tmp_path), "", supervisor, [])
    supervisor.close()


@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104  nothing is bound
        ("::", "http://127.0.0.1:8000"),
        ("", "http://127.0.0.1:8000"),
        ("cz.example.gov.cn", "http://cz.example.gov.cn:8000"),
    ],
)
def test_a_link_is_one_that_can_be_opened_here(host: str, link: str) -> None:
    assert Address(host, 8000).link == link


def test_without_settings_the_house_listens_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    assert city.address() == Address("127.0.0.1", 8000)


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    city.ensure_free(Address("127.0.0.1", port))


def test_an_address_that_is_not_of_this_machine_is_told() -> None:
    with pytest.raises(EnvironmentFault, match="不能用"):
        city.ensure_free(Address("203.0.113.7", 8000))


def test_the_processes_are_started_as_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"WEB_WORKERS": "3", "WEB_THREADS": "9", "WORKER_CONCURRENCY": "5"}.items():
        monkeypatch.setenv(name, value)
    web, worker = city.web(Layout(tmp_path), Address("127.0.0.1", 8123)), city.worker(Layout(tmp_path))
    assert (web.name, web.log, worker.name) == ("web", tmp_path / "log" / "web.log", "worker")
    words = " ".join(map(str, web.command))
    assert all(one in words for one in ("--port 8123", "--workers 3", "--blocking-threads 9", "chengzhi.config.wsgi"))
    assert list(worker.command)[-3:] == ["work", "--concurrency", "5"]


@pytest.mark.parametrize("name", ["WEB_WORKERS", "WEB_THREADS"])
def test_a_number_of_processes_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "all")
    with pytest.raises(SettingError, match=name):
        city.web(Layout(tmp_path), Address("127.0.0.1", 8000))


class Embedded:
    """An embedded server that starts nothing."""

    def __init__(self, data: Path, *, log: Path) -> None:
        self.data, self.log, self.started_pid = data, log, 4711
        self.widened = [data.parent]
        self.did: list[str] = []
        made.append(self)

    def start(self) -> None:
        if self.data.name == "broken":
            raise EmbeddedServerError("数据库没有启动。")
        self.did.append("start")

    def ensure_database(self) -> None:
        self.did.append("ensure")

    def url(self) -> str:
        return "postgresql:///embedded"

    def stop(self) -> None:
        self.did.append("stop")


class Watcher(Quiet):
    """Notes which processes it is told to guard."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def guard(self, pid: int, _sign: int) -> None:
        self.told.append(("guard", pid))

    def release(self, pid: int) -> None:
        self.told.append(("release", pid))


made: list[Embedded] = []


@pytest.fixture
def _no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(city, "EmbeddedServer", Embedded)
    made.clear()


@pytest.mark.usefixtures("_no_address")
def test_the_embedded_database_is_guarded_while_it_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watcher = Watcher()
    with city.database(Layout(tmp_path), watcher) as url:  # type: ignore[arg-type]  # a stand-in
        assert url == "postgresql:///embedded"
        assert watcher.told == [("guard", 4711)]
    assert watcher.told[-1] == ("release", 4711)
    assert made[0].did == ["start", "ensure", "stop"]
    assert f"已允许数据库账号经过目录 {tmp_path}" in capsys.readouterr().out


@pytest.mark.usefixtures("_no_address")
def test_the_database_is_left_also_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), city.database(Layout(tmp_path)):
        raise ZeroDivisionError
    assert made[0].did[-1] == "stop"


@pytest.mark.usefixtures("_no_address")
def test_a_database_that_cannot_start_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Layout, "data", tmp_path / "broken")
    with pytest.raises(EnvironmentFault, match="数据库没有启动"), city.database(Layout(tmp_path)):
        pytest.fail("it runs")


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("postgresql://cz:s3cret@/city?host=/nowhere", "（/city?host=/nowhere）"),
        ("postgresql:///city?host=/nowhere", "（postgresql:///city?host=/nowhere）"),
    ],
)
def test_a_database_that_does_not_answer_is_told_without_its_password(url: str, where: str) -> None:
    with pytest.raises(EnvironmentFault, match="没有应答") as fault:
        city.ensure_answers(url)
    assert where in str(fault.value)
    assert "s3cret" not in str(fault.value)


def test_somebody_who_opens_the_demo_to_the_network_is_warned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city.greet(Layout(tmp_path), Address("0.0.0.0", 8000), 1)  # noqa: S104  nothing is bound
    assert "网络上的其他人也能打开" in capsys.readouterr().out
    city.greet(Layout(tmp_path), Address("127.0.0.1", 8000), 1)
    assert "其他人" not in capsys.readouterr().out


def test_sign_ins_are_shown_in_english_to_who_reads_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    one = {"role": "受理员", "role_en": "Acceptor", "name": "王芳", "username": "shouli", "password": "p", "door": "/"}
    Layout(tmp_path).sign_ins.write_text(json.dumps([one, {"role": "值班长"}]), encoding="utf-8")
    city.greet(Layout(tmp_path), Address("127.0.0.1", 8000), 1)
    said = capsys.readouterr().out
    assert "Acceptor" in said
    assert "受理员" not in said
    assert "值班长" in said


def test_nobody_answers_where_nobody_listens() -> None:
    assert city._ask_ready(Address("127.0.0.1", 1)) == (0, {})


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what a start of the demo does, in order, instead of doing it."""
    did: list[str] = []

    class Noted(Watcher):
        def begin(self, command: Sequence[str], *, environment: dict[str, str]) -> None:
            did.append(f"begin {command[-2]} {environment['LOG_LEVEL']}")

        def start_all(self, parts: Sequence[Part]) -> None:
            did.append("start " + " ".join(one.name for one in parts))

        def finish(self, _meanwhile: object) -> int:
            did.append("finish")
            return 0

        def watch(self) -> None:
            did.append("watch")
            raise KeyboardInterrupt

        def stop(self) -> None:
            did.append("stop")

        def close(self) -> None:
            did.append("close")

    monkeypatch.setenv("DATABASE_URL", "postgresql:///unused")
    monkeypatch.setattr(city, "Supervisor", Noted)
    monkeypatch.setattr(city, "ensure_free", lambda _where: None)
    monkeypatch.setattr(city, "ensure_answers", lambda _url: None)
    monkeypatch.setattr(city, "await_ready", lambda *_given: did.append("ready"))
    return did


@pytest.mark.parametrize(
    ("files", "database", "begun"),
    [(False, False, ["begin prepare WARNING"]), (True, False, ["begin prepare WARNING"]), (True, True, [])],
)
def test_the_demo_prepares_what_does_not_fit_and_ends_everything(
    demo: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, files: bool, database: bool, begun: list[str]
) -> None:
    monkeypatch.setattr(city, "files_fit", lambda _stamp: files)
    monkeypatch.setattr(city, "fits", lambda _stamp, _url, **_given: database)
    city.run_demo(Layout(tmp_path))
    assert demo[: len(begun)] == begun
    assert demo[len(begun) :][:4] == ["finish", "start web worker", "ready", "watch"]
    assert demo[-1] == "close"
    assert "stop" in demo
