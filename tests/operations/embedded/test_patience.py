"""The embedded server's patience: launched once more, waited for, stopped hard, without a real server."""

import os
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from chengzhi.config.database import SOCKET_NAME
from chengzhi.operations import embedded
from chengzhi.operations.cluster import EmbeddedServerError
from chengzhi.operations.embedded import EmbeddedServer, exclusive


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    monkeypatch.setattr(embedded, "time", one)
    return one


@pytest.fixture
def server(tmp_path: Path) -> EmbeddedServer:
    one = EmbeddedServer(tmp_path / "pg", programs=tmp_path / "bin")
    one.data.mkdir()
    return one


def answers_in_turn(monkeypatch: pytest.MonkeyPatch, name: str, *given: object) -> None:
    """Let a method of the server give these answers, the last one for ever."""
    left = list(given)
    monkeypatch.setattr(EmbeddedServer, name, lambda *_: left.pop(0) if len(left) > 1 else left[0])


def claim(server: EmbeddedServer, text: str) -> Path:
    file = server.data / "postmaster.pid"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_launch_that_fails_once_is_tried_again_a_second_later(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    tried: list[str] = []

    def launch(_self: EmbeddedServer) -> None:
        tried.append("launch")
        if len(tried) == 1:
            raise EmbeddedServerError("children of the killed one are still there")

    monkeypatch.setattr(EmbeddedServer, "_launch", launch)
    server._launch_patiently()
    assert (tried, clock.slept) == (["launch"] * 2, [1])


def test_a_launch_that_fails_twice_is_told(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def launch(_self: EmbeddedServer) -> None:
        raise EmbeddedServerError("no room for shared memory")

    monkeypatch.setattr(EmbeddedServer, "_launch", launch)
    with pytest.raises(EmbeddedServerError, match="no room for shared memory"):
        server._launch_patiently()


def test_a_server_that_starts_slowly_is_waited_for(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    answers_in_turn(monkeypatch, "answers", False, False, True)
    answers_in_turn(monkeypatch, "_is_ours", True)
    server._await_answer(4711)
    assert clock.slept == [0.02, 0.02]


@pytest.mark.parametrize(("is_ours", "waited"), [(False, 0), (True, embedded.START_SECONDS)])
def test_a_server_that_never_answers_is_given_up_with_the_end_of_its_log(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, clock: Clock, *, is_ours: bool, waited: float
) -> None:
    server.log.write_text("\n".join(f"line {number}" for number in range(1, 20)), encoding="utf-8")
    answers_in_turn(monkeypatch, "answers", False)
    answers_in_turn(monkeypatch, "_is_ours", is_ours)
    with pytest.raises(EmbeddedServerError, match="数据库没有启动，日志在") as told:
        server._await_answer(4711)
    assert "line 12\n" in str(told.value)
    assert "line 11\n" not in str(told.value)
    assert clock.now == pytest.approx(waited, abs=0.05)


@pytest.mark.parametrize("text", ["", "\n", "no number\n", "-\n", "0x1f\n"])
def test_a_pid_file_of_no_number_names_nobody(server: EmbeddedServer, text: str) -> None:
    claim(server, text)
    assert server.pid() is None


def test_without_a_pid_file_nobody_runs(server: EmbeddedServer) -> None:
    assert server.pid() is None


@pytest.mark.parametrize(
    ("command", "is_ours"),
    [
        ("{programs}/postgres -D {data} -c fsync=off", True),
        ("{programs}/postgres -D {data}-other -c fsync=off", False),
        ("vim {data} ", False),
        ("", False),
    ],
)
def test_a_process_is_the_server_only_by_its_own_words(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, command: str, *, is_ours: bool
) -> None:
    said = command.format(programs=server.programs, data=server.data)
    monkeypatch.setattr(embedded, "_command_of", lambda _pid: said)
    claim(server, "4711\n")
    assert server.pid() == (4711 if is_ours else None)


def test_what_a_killed_server_left_is_cleared(server: EmbeddedServer) -> None:
    left = [claim(server, "999999999\n"), server.data / f"{SOCKET_NAME}.lock"]
    left[1].touch()
    server._end_leftover()
    assert not [one for one in left if one.exists()]


def test_a_server_that_runs_but_never_answers_is_ended(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    ended: list[bool] = []
    answers_in_turn(monkeypatch, "pid", 4711)
    answers_in_turn(monkeypatch, "answers", False)
    monkeypatch.setattr(EmbeddedServer, "_shut_down", lambda _self: ended.append(True))
    kept = claim(server, "4711\n")
    server._end_leftover()
    assert ended == [True]
    assert kept.exists()
    assert clock.now >= embedded.START_SECONDS


def test_a_server_that_answers_after_a_while_is_left_alone(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in_turn(monkeypatch, "pid", 4711)
    answers_in_turn(monkeypatch, "answers", False, True)
    monkeypatch.setattr(EmbeddedServer, "_shut_down", lambda _self: pytest.fail("ended"))
    server._end_leftover()


def test_a_server_that_goes_while_it_is_asked_does_not_answer(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in_turn(monkeypatch, "pid", 4711, None)
    answers_in_turn(monkeypatch, "answers", False)
    assert server._answers_soon() is False


@pytest.fixture
def signs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return the signals that are sent, none of which arrives anywhere."""
    sent: list[tuple[int, int]] = []
    told = SimpleNamespace(kill=lambda pid, sign: sent.append((pid, sign)), waitpid=_no_child, WNOHANG=os.WNOHANG)
    monkeypatch.setattr(embedded, "os", told)
    return sent


def _no_child(_pid: int, _options: int) -> tuple[int, int]:
    raise ChildProcessError


def test_a_server_that_ends_at_once_is_asked_once(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, signs: list[tuple[int, int]]
) -> None:
    answers_in_turn(monkeypatch, "pid", 4711, None)
    answers_in_turn(monkeypatch, "_is_ours", False)
    server._shut_down()
    assert signs == [(4711, signal.SIGINT)]


def test_a_server_that_does_not_end_is_stopped_hard(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, signs: list[tuple[int, int]], clock: Clock
) -> None:
    answers_in_turn(monkeypatch, "pid", 4711)
    answers_in_turn(monkeypatch, "_is_ours", True)
    server._shut_down()
    assert signs == [(4711, signal.SIGINT), (4711, signal.SIGQUIT)]
    assert clock.now >= 2 * embedded.STOP_SECONDS


def test_files_are_on_disk_before_a_fresh_server_is_stopped(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[bool] = []
    monkeypatch.setattr(server, "_syncing", SimpleNamespace(wait=lambda: waited.append(True)))
    server._shut_down()
    assert waited == [True]


def test_leaving_what_was_never_joined_changes_nothing(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedServer, "_shut_down", lambda _self: pytest.fail("ended"))
    server.stop()
    assert list(server.data.parent.glob("*.lock")) == []


def test_a_socket_folder_of_somebody_else_is_refused(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    short = tmp_path / "short"
    short.mkdir()
    monkeypatch.setattr(embedded, "socket_folder", lambda _data: short)
    monkeypatch.setattr(server, "_account", SimpleNamespace(pw_uid=os.geteuid() + 1))
    with pytest.raises(EmbeddedServerError, match="属于别的用户，数据库不能在那里开接口。请删除它"):
        server._make_socket_folder()


def test_an_empty_socket_folder_goes_with_the_server(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    short = tmp_path / "short"
    monkeypatch.setattr(embedded, "socket_folder", lambda _data: short)
    server._make_socket_folder()
    assert short.stat().st_mode & 0o077 == 0
    server._shut_down()
    assert not short.exists()


def test_a_lock_is_held_for_the_block_and_its_folder_made(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "pg.lock"
    taken = ["flock", "--nonblock", str(file), "true"]
    with exclusive(file):
        assert subprocess.run(taken, check=False).returncode == 1
    assert subprocess.run(taken, check=False).returncode == 0


def test_the_words_of_a_living_process_are_read() -> None:
    assert "python" in embedded._command_of(os.getpid())


def test_a_process_that_is_gone_says_nothing() -> None:
    assert embedded._command_of(999_999_999) == ""


def test_where_there_is_no_proc_the_words_are_asked_of_ps(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_given: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(stdout="/usr/bin/postgres -D /data")

    monkeypatch.setattr(Path, "exists", lambda _self: False)
    monkeypatch.setattr(embedded, "subprocess", SimpleNamespace(run=run))
    assert embedded._command_of(4711) == "/usr/bin/postgres -D /data"
    assert asked == [["/bin/ps", "-p", "4711", "-o", "command="]]
