"""What doctor and /readyz find."""

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools, probes
from chengzhi.operations.probes import Level

pytestmark = pytest.mark.django_db


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def beat(seconds_ago: int = 0) -> None:
    sql(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{seconds_ago} s')")  # noqa: S608


def test_a_database_that_answers_tells_its_version() -> None:
    assert probes.database_answers().says.startswith("PostgreSQL 1")


def test_a_database_that_does_not_answer_is_a_fault_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgtools, "target", lambda: "host=/nowhere dbname=city")
    assert [one.level for one in probes.ready()] == [Level.FAULT]


def test_a_server_that_may_lose_data_is_a_fault() -> None:
    found = probes.database_fit()
    assert found.level is Level.FAULT
    assert "fsync" in found.says
    assert "postgresql.conf" in found.remedy


def test_applied_migrations_are_well_and_a_missing_one_is_named() -> None:
    assert probes.migrations_applied().level is Level.OK
    sql("DELETE FROM django_migrations WHERE app = 'kernel' AND name = '0001_initial'")
    found = probes.migrations_applied()
    assert found.level is Level.FAULT
    assert "kernel.0001_initial" in found.says


def test_a_media_folder_that_cannot_be_written_is_a_fault(tmp_path: Path, settings: Settings) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    settings.MEDIA_ROOT = blocked / "media"
    assert probes.media_writable().level is Level.FAULT
    settings.MEDIA_ROOT = tmp_path / "media"
    assert probes.media_writable().level is Level.OK
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.parametrize(("seconds_ago", "level"), [(5, Level.OK), (300, Level.FAULT)])
def test_a_worker_lives_by_its_heartbeat(seconds_ago: int, level: Level) -> None:
    beat(seconds_ago)
    assert probes.worker_alive().level is level


def test_waiting_jobs_are_told() -> None:
    assert probes.queue_flows().level is Level.OK
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
        " VALUES ('default', 'x', 'todo', now() - interval '1 hour')"
    )
    assert "1 个任务已等待" in probes.queue_flows().says


def test_failed_jobs_are_told() -> None:
    sql("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', 'failed')")
    assert "1 个任务失败" in probes.queue_flows().says


@pytest.mark.parametrize(
    ("free", "level"), [(50_000_000_000, Level.OK), (2_000_000_000, Level.WARNING), (1_000, Level.FAULT)]
)
def test_a_disk_that_fills_is_told_in_time(monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    assert probes.disk_roomy().level is level


def test_readyz_answers_200_when_every_part_is_well(client: Client) -> None:
    beat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert json.loads(answer.content)["parts"] == dict.fromkeys(("database", "migrations", "media", "worker"), True)


def test_readyz_answers_503_and_names_the_part_that_is_not(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "ready": False,
        "parts": {"database": True, "migrations": True, "media": True, "worker": False},
    }
    assert "no-store" in answer.headers["Cache-Control"]


def test_healthz_lives_without_a_worker(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_a_schema_without_migrations_is_a_fault_and_not_a_crash() -> None:
    sql("ALTER TABLE django_migrations RENAME TO django_migrations_away")
    found = probes.migrations_applied()
    assert found.level is Level.FAULT
    assert "chengzhi migrate" in found.remedy


def test_a_queue_without_tables_is_a_worker_that_does_not_live() -> None:
    sql("ALTER TABLE procrastinate_workers RENAME TO procrastinate_workers_away")
    assert probes.worker_alive().level is Level.FAULT


@pytest.mark.parametrize(
    ("facts", "part", "level"),
    [
        ((140000, "on", "on", "UTF8"), "太旧", Level.FAULT),
        ((180000, "off", "on", "UTF8"), "断电会丢数据", Level.FAULT),
        ((180000, "on", "off", "UTF8"), "断电会丢数据", Level.FAULT),
        ((180000, "on", "on", "LATIN1"), "LATIN1", Level.FAULT),
        ((150000, "on", "on", "UTF8"), "都合适", Level.OK),
    ],
)
def test_a_server_is_judged_by_age_durability_and_encoding(
    monkeypatch: pytest.MonkeyPatch, facts: tuple[object, ...], part: str, level: Level
) -> None:
    cursor = SimpleNamespace(execute=lambda _statement: None, fetchone=lambda: facts)
    opened = SimpleNamespace(cursor=lambda: nullcontext(cursor))
    monkeypatch.setattr(probes, "connection", opened)
    found = probes.database_fit()
    assert found.level is level
    assert part in found.says
    assert bool(found.remedy) is (level is not Level.OK)


def test_a_disk_that_is_not_there_yet_is_not_judged(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: pytest.fail("asked"))
    assert probes.disk_roomy().level is Level.OK


def test_the_tightest_disk_is_named(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("media", "var"):
        (tmp_path / name).mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setenv("CHENGZHI_VAR", str(tmp_path / "var"))
    room = {"media": 3_000_000_000, "var": 900_000_000}
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=room[folder.name]))
    found = probes.disk_roomy()
    assert found.level is Level.FAULT
    assert "var 所在磁盘只剩 0.9 GB" in found.says


def test_several_workers_are_counted() -> None:
    beat()
    beat(1)
    assert probes.worker_alive().says == "2 个在运行"


def test_a_job_that_may_wait_is_no_backlog() -> None:
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
        " VALUES ('default', 'x', 'todo', now() + interval '1 day')"
    )
    assert probes.queue_flows().level is Level.OK


@pytest.mark.parametrize("make", [probes.worrying, probes.faulty])
def test_every_worry_and_fault_has_a_remedy(make: Callable[[str, str, str], probes.Finding]) -> None:
    found = make("disk", "满了", "清理")
    assert (found.part, found.says, found.remedy) == ("disk", "满了", "清理")
    assert probes.well("disk", "空").remedy == ""


def test_findings_are_told_in_english_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    found = [probes.migrations_applied(), probes.worker_alive(), probes.database_fit(), probes.queue_flows()]
    assert all(one.says.isascii() and one.remedy.isascii() for one in found)
