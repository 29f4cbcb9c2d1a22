from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools
from chengzhi.operations.management.commands import work
from chengzhi.operations.preparation import LOCK_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, ...]]]:
    settings.DATABASE_URL = pgtools.target()
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(work, "call_command", lambda *words: calls.append(words))
    yield calls
    connections.close_all()


def test_the_worker_runs_with_so_many_jobs_at_once(started: list[tuple[str, ...]]) -> None:
    call_command("work", "--concurrency=3")
    assert started == [("procrastinate", "worker", "--concurrency=3", "--shutdown-graceful-timeout=8")]


def test_the_worker_waits_while_the_database_is_prepared(started: list[tuple[str, ...]]) -> None:
    with psycopg.connect(pgtools.target(), autocommit=True) as preparing:
        preparing.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        worker = Thread(target=call_command, args=("work",))
        worker.start()
        worker.join(0.3)
        assert started == []
    worker.join(10)
    assert len(started) == 1
