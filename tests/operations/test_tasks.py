"""The queue keeps house: what a dead worker held is taken up, what is old is forgotten."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django import app

from chengzhi.operations import tasks


class Manager:
    """Notes what it is asked to do."""

    def __init__(self) -> None:
        self.retried: list[str] = []
        self.deleted: dict[str, Any] = {}

    async def get_stalled_jobs(self) -> list[str]:
        return ["one", "two"]

    async def retry_job(self, job: str) -> None:
        self.retried.append(job)

    async def delete_old_jobs(self, **wanted: Any) -> None:
        self.deleted = wanted


def run(task: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: a browser's loop may be running in this one."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, task).result()


@pytest.fixture
def context() -> Any:
    return SimpleNamespace(app=SimpleNamespace(job_manager=Manager()))


def test_what_a_dead_worker_held_is_begun_again(context: Any) -> None:
    run(tasks.take_up_stalled.func(context, 0))
    assert context.app.job_manager.retried == ["one", "two"]


def test_what_ended_three_months_ago_is_forgotten(context: Any) -> None:
    run(tasks.remove_old.func(context, 0))
    assert context.app.job_manager.deleted["nb_hours"] == 2160
    assert context.app.job_manager.deleted["include_failed"]


@pytest.mark.parametrize("name", ["take_up_stalled", "remove_old"])
def test_both_run_by_the_clock(name: str) -> None:
    planned = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert f"chengzhi.operations.tasks.{name}" in planned
