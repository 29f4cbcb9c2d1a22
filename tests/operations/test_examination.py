import json

import pytest
from django.core.management import call_command
from rich.console import Console

from chengzhi.operations import examination, probes
from chengzhi.operations.errors import Exit, OperationError
from chengzhi.operations.probes import faulty, well, worrying


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "database_answers", lambda: well("database", "PostgreSQL 18"))
    monkeypatch.setattr(probes, "migrations_applied", lambda: well("migrations", "都已执行"))
    monkeypatch.setattr(examination, "WITH_DATABASE", ())
    monkeypatch.setattr(examination, "WITH_TABLES", (lambda: worrying("queue", "慢", "加进程"),))
    monkeypatch.setattr(examination, "WITHOUT_DATABASE", (lambda: faulty("disk", "满了", "清理"),))


@pytest.mark.usefixtures("found")
def test_each_fault_comes_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert examination.run(as_json=False) == 1
    said = capsys.readouterr().out
    assert "满了" in said
    assert "→ 清理" in said
    assert "故障 1 个，提醒 1 个" in said


@pytest.mark.usefixtures("found")
def test_a_long_remedy_is_said_to_its_end_on_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    remedy = "多半是磁盘没有挂载或目录被移走：挂回原处，或从备份恢复。" * 3 + "在此之前不要清理。"
    monkeypatch.setattr(examination, "console", Console(highlight=False, width=80))
    monkeypatch.setattr(examination, "WITHOUT_DATABASE", (lambda: faulty("media", "没有", remedy),))
    examination.run(as_json=False)
    assert remedy in "".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("found")
def test_monitoring_reads_json(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OperationError) as failure:
        call_command("doctor", "--json")
    assert failure.value.returncode == Exit.PROBLEM
    parts = {one["part"]: one["level"] for one in json.loads(capsys.readouterr().out)}
    assert parts == {"database": "ok", "migrations": "ok", "queue": "warning", "disk": "fault"}


@pytest.mark.usefixtures("found")
def test_without_a_database_the_rest_is_still_examined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "database_answers", lambda: faulty("database", "没有应答", "启动它"))
    assert [one.part for one in examination.examine()] == ["database", "disk"]


@pytest.mark.usefixtures("found")
def test_a_database_that_was_not_prepared_is_not_asked_for_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "migrations_applied", lambda: faulty("migrations", "没有执行", "运行 migrate"))
    assert [one.part for one in examination.examine()] == ["database", "migrations", "disk"]


def test_a_house_without_faults_is_said_to_be_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(examination, "examine", lambda: iter([well("database", "好")]))
    assert examination.run(as_json=False) == 0
    assert "一切正常" in capsys.readouterr().out
