import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.server import LOOPBACK, WORKERS, Web, free_port, house, serving, skeleton

PARENT = """
import subprocess, sys
worker = "print('up', flush=True); import sys; sys.stdin.read()"
child = subprocess.Popen([sys.executable, "-c", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print("ready", flush=True)
input()
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    """Have a process with one worker."""
    command = [sys.executable, "-c", PARENT]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  our own program
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.communicate(b"\n")


def test_the_memory_of_each_worker_is_read(parent: subprocess.Popen[bytes]) -> None:
    (worker,) = Web(parent, 1).memory()
    assert 1 < worker.pss <= worker.rss < 200


def test_the_house_is_served_as_production_serves_it() -> None:
    command, settings = house(8123)
    assert command[-2:] == ["chengzhi.cli", "serve"]
    assert settings["DJANGO_SETTINGS_MODULE"] == "chengzhi.config.settings.production"
    assert (settings["HOST"], settings["WEB_WORKERS"]) == (LOOPBACK, str(WORKERS))


def test_the_skeleton_has_as_many_workers_as_the_house() -> None:
    command, _settings = skeleton(8123)
    assert command[command.index("--workers") + 1] == str(WORKERS)
    assert command[command.index("--host") + 1] == LOOPBACK


def test_a_free_port_can_be_had() -> None:
    assert 1024 < free_port() < 65_536


@pytest.fixture
def answering() -> list[str]:
    return [
        sys.executable,
        "-c",
        "import http.server as h, sys; h.test(h.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind='127.0.0.1')",
    ]


def test_a_server_answers_for_the_block_and_is_gone_afterwards(tmp_path: Path, answering: list[str]) -> None:
    port = free_port()
    with serving([*answering, str(port)], os.environ, port=port, log=tmp_path / "log", ready="/") as web:
        assert web.address == f"http://127.0.0.1:{port}"
        assert web.process.poll() is None
    assert web.process.poll() is not None


def test_a_server_that_ends_at_once_is_said_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no database')"]
    with (
        pytest.raises(RuntimeError, match="no database"),
        serving(command, os.environ, port=free_port(), log=tmp_path / "log", ready="/"),
    ):
        pytest.fail("it never answers")
