"""The embedded server: started by the first, stopped by the last, safe under a kill."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from chengzhi.config.database import SHORT_PLACE, socket_folder
from chengzhi.operations.cluster import EmbeddedServerError
from chengzhi.operations.embedded import DISPOSABLE, EmbeddedServer
from tests.support.database import VAR


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder of our own: as root, pytest shuts its own to the database's account at every new session."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VAR, prefix="test-embedded-") as folder:
        yield Path(folder)


@pytest.fixture
def data(place: Path) -> Path:
    return place / "pg"


@pytest.fixture
def server(data: Path) -> Iterator[EmbeddedServer]:
    one = EmbeddedServer(data, settings=DISPOSABLE)
    one.start()
    yield one
    one.stop()


def test_a_fresh_server_speaks_utf8_and_listens_on_no_network_address(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url("postgres")) as db:
        assert db.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_database_is_made_once(server: EmbeddedServer) -> None:
    assert server.ensure_database("city") is True
    assert server.ensure_database("city") is False


def test_the_second_to_come_joins_and_the_last_to_leave_stops(server: EmbeddedServer, data: Path) -> None:
    guest = EmbeddedServer(data)
    guest.start()
    assert guest.started_pid is None
    assert guest.pid() == server.started_pid
    server.stop()
    assert guest.answers()
    guest.stop()
    assert not guest.answers()
    assert guest.pid() is None


def test_a_killed_server_recovers_with_what_was_committed(data: Path) -> None:
    killed = EmbeddedServer(data)
    killed.start()
    with psycopg.connect(killed.url("postgres")) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(killed.started_pid or 0, signal.SIGKILL)
    killed.stop()
    with EmbeddedServer(data) as again, psycopg.connect(again.url("postgres")) as db:
        assert db.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_pid_file_that_names_another_server_does_not_endanger_it(server: EmbeddedServer, place: Path) -> None:
    other = EmbeddedServer(place / "other", settings=DISPOSABLE)
    other.data.mkdir()
    (other.data / "postmaster.pid").write_text(f"{server.started_pid}\n", encoding="utf-8")
    assert other.pid() is None
    assert server.pid() == server.started_pid


def test_a_stale_pid_file_of_a_process_that_is_no_server_is_cleared(server: EmbeddedServer, data: Path) -> None:
    server.stop()
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n\n\n0 0\nready\n", encoding="utf-8")
    server.start()
    assert server.answers()


def test_a_server_that_cannot_start_says_what_its_log_says(server: EmbeddedServer, data: Path) -> None:
    server.stop()
    broken = EmbeddedServer(data, settings={"shared_buffers": "nonsense"})
    with pytest.raises(EmbeddedServerError, match="shared_buffers"):
        broken.start()


def test_a_data_folder_too_deep_for_a_socket_gets_a_short_one(place: Path) -> None:
    deep = place / ("d" * 90) / "pg"
    with EmbeddedServer(deep, settings=DISPOSABLE) as server:
        assert server.answers()
        folder = socket_folder(deep)
        assert folder.is_dir()
        assert folder.parent == SHORT_PLACE.resolve()
    assert not folder.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_afterwards() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind ()")


@pytest.mark.django_db(transaction=True)
def test_what_another_test_commits_is_gone_afterwards() -> None:
    test_what_a_test_commits_is_gone_afterwards()
