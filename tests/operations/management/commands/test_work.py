import pytest
from django.core.management import call_command

from chengzhi.operations.management.commands import work


@pytest.mark.parametrize(("words", "jobs"), [(["--concurrency=3"], 3), ([], 2)])
def test_the_worker_runs_with_so_many_jobs_at_once(
    words: list[str], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    monkeypatch.setattr(work, "work", started.append)
    call_command("work", *words)
    assert started == [jobs]
