"""The worker begins again when it loses its database, and ends when it is asked to."""

import asyncio
import os
import signal
from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools, worker
from chengzhi.operations.preparation import LOCK_KEY


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.01)


@pytest.fixture(autouse=True)
def _no_loop_of_a_browser() -> Iterator[None]:
    """Put away the loop that a browser test of this process has left waiting: only one may be the running one."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(waiting)


def turns(*endings: Exception | None) -> list[int]:
    """Return how often a worker began whose turns end like this, and that is asked to stop in the last one."""
    begun: list[int] = []

    async def once() -> None:
        begun.append(len(begun))
        if len(begun) > len(endings):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(60)
        ending = endings[len(begun) - 1]
        if ending is not None:
            raise ending

    asyncio.run(worker._until_asked(once))
    return begun


@pytest.mark.parametrize("ending", [None, ConnectorException(), psycopg.OperationalError("the connection is lost")])
def test_a_turn_that_loses_the_database_is_followed_by_another(ending: Exception | None) -> None:
    assert turns(ending, ending) == [0, 1, 2]


def test_a_worker_that_is_asked_ends_at_once() -> None:
    assert turns() == [0]


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        turns(KeyError("no such task"))


def test_a_worker_asked_during_the_pause_does_not_begin_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 60)
    begun: list[int] = []

    async def once() -> None:
        begun.append(1)
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)

    asyncio.run(worker._until_asked(once))
    assert begun == [1]


@pytest.fixture
def started(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    settings.DATABASE_URL = pgtools.target()
    calls: list[dict[str, object]] = []

    async def run(**given: object) -> None:
        calls.append(given)

    monkeypatch.setattr(app, "run_worker_async", run)
    yield calls
    connections.close_all()


def test_jobs_are_given_a_moment_before_they_are_asked_to_break_off(started: list[dict[str, object]]) -> None:
    asyncio.run(worker._work_once(3))
    assert started == [{"concurrency": 3, "install_signal_handlers": False, "shutdown_graceful_timeout": 1}]


def test_the_worker_waits_while_the_database_is_prepared(started: list[dict[str, object]]) -> None:
    with psycopg.connect(pgtools.target(), autocommit=True) as preparing:
        preparing.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        begun = Thread(target=lambda: asyncio.run(worker._work_once(2)))
        begun.start()
        begun.join(0.3)
        assert started == []
    begun.join(10)
    assert len(started) == 1
