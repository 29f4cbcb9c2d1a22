"""Starting the house: what it says when it cannot, and what it says when it can."""

import json
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chengzhi.config.env import SettingError
from chengzhi.operations import city
from chengzhi.operations.city import Address
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError
from chengzhi.operations.layout import Layout
from chengzhi.operations.supervisor import Supervisor


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
