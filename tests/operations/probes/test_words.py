"""Every answer of the doctor in both languages, and what it tells people to do."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django.fixtures import Settings

from chengzhi.kernel import calendars
from chengzhi.operations import examination, pgtools, probes, time_probes
from chengzhi.operations.probes import Finding, Level

CHINESE, ENGLISH = "zh_CN.UTF-8", "en_GB.UTF-8"


def answering(monkeypatch: pytest.MonkeyPatch, module: object, *row: object) -> None:
    """Let the database of a module give one row to every question."""

    @contextmanager
    def cursor() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(execute=lambda *_: None, fetchone=lambda: row, fetchall=lambda: [row])

    monkeypatch.setattr(module, "connection", SimpleNamespace(cursor=cursor))


def failing(monkeypatch: pytest.MonkeyPatch, module: object) -> None:
    def cursor() -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(module, "connection", SimpleNamespace(cursor=cursor))


def told(monkeypatch: pytest.MonkeyPatch, probe: Callable[[], Finding], language: str) -> Finding:
    monkeypatch.setenv("LANG", language)
    return probe()


@pytest.mark.parametrize(
    ("language", "says", "remedy"),
    [
        (CHINESE, "数据库没有应答", "确认 PostgreSQL 在运行，DATABASE_URL 正确；查看它的日志。"),
        (ENGLISH, "The database does not answer", "See that PostgreSQL runs and DATABASE_URL is right; read its log."),
    ],
)
def test_a_silent_database_is_told(monkeypatch: pytest.MonkeyPatch, language: str, says: str, remedy: str) -> None:
    def refuse() -> str:
        raise psycopg.OperationalError("refused")

    monkeypatch.setattr(pgtools, "answer", refuse)
    found = told(monkeypatch, probes.database_answers, language)
    assert (found.part, found.level, found.says, found.remedy) == ("database", Level.FAULT, says, remedy)


@pytest.mark.parametrize(("language", "says"), [(CHINESE, "后台进程没有心跳"), (ENGLISH, "No worker heartbeat")])
@pytest.mark.parametrize("is_broken", [True, False])
def test_a_worker_without_heartbeat_is_told(
    monkeypatch: pytest.MonkeyPatch, language: str, says: str, *, is_broken: bool
) -> None:
    if is_broken:
        failing(monkeypatch, probes)
    else:
        answering(monkeypatch, probes, 0)
    found = told(monkeypatch, probes.worker_alive, language)
    assert found.says.startswith(says)
    assert "chengzhi worker" in found.remedy
    assert "systemctl start chengzhi-worker" in found.remedy


@pytest.mark.parametrize(("language", "says"), [(CHINESE, "2 个在运行"), (ENGLISH, "2 running")])
def test_living_workers_are_counted(monkeypatch: pytest.MonkeyPatch, language: str, says: str) -> None:
    answering(monkeypatch, probes, 2)
    assert told(monkeypatch, probes.worker_alive, language).says == says


@pytest.mark.parametrize(
    ("waiting", "failed", "language", "level", "says"),
    [
        (0, 0, CHINESE, Level.OK, "没有积压"),
        (0, 0, ENGLISH, Level.OK, "no backlog"),
        (3, 0, CHINESE, Level.WARNING, "3 个任务已等待超过 10 分钟"),
        (3, 9, ENGLISH, Level.WARNING, "3 jobs have waited for more than 10 minutes"),
        (0, 9, CHINESE, Level.WARNING, "9 个任务失败"),
        (0, 9, ENGLISH, Level.WARNING, "9 jobs have failed"),
    ],
)
def test_the_queue_is_told(
    monkeypatch: pytest.MonkeyPatch, waiting: int, failed: int, language: str, level: Level, says: str
) -> None:
    answering(monkeypatch, probes, waiting, failed)
    found = told(monkeypatch, probes.queue_flows, language)
    assert (found.level, found.says) == (level, says)
    assert bool(found.remedy) is (level is Level.WARNING)


@pytest.mark.parametrize(
    ("row", "language", "says"),
    [
        ((140005, "on", "on", "UTF8"), CHINESE, "PostgreSQL 14 太旧"),
        ((140005, "on", "on", "UTF8"), ENGLISH, "PostgreSQL 14 is too old"),
        ((150000, "off", "off", "UTF8"), ENGLISH, "fsync or full_page_writes is off: a power cut loses data"),
        ((150000, "on", "on", "GB18030"), CHINESE, "数据库编码是 GB18030"),
        ((150000, "on", "on", "SQL_ASCII"), ENGLISH, "the database is encoded as SQL_ASCII"),
        ((180001, "on", "on", "UTF8"), ENGLISH, "version, durability and encoding are right"),
    ],
)
def test_a_server_is_judged_in_words(
    monkeypatch: pytest.MonkeyPatch, row: tuple[object, ...], language: str, says: str
) -> None:
    answering(monkeypatch, probes, *row)
    assert told(monkeypatch, probes.database_fit, language).says == says


@pytest.mark.parametrize(
    ("missing", "language", "says"),
    [
        ([("a", "1")], CHINESE, "有 1 个数据库变更没有执行：a.1"),
        ([("a", "1"), ("b", "2")], ENGLISH, "2 migrations missing: a.1, b.2"),
        ([("a", str(at)) for at in range(5)], CHINESE, "有 5 个数据库变更没有执行：a.0, a.1, a.2"),
        ([], CHINESE, "1 个变更都已执行"),
        ([], ENGLISH, "all 1 are applied"),
    ],
)
def test_missing_migrations_are_named_three_at_most(
    monkeypatch: pytest.MonkeyPatch, missing: list[tuple[str, str]], language: str, says: str
) -> None:
    answering(monkeypatch, probes, "kernel", "0001_initial")
    monkeypatch.setattr(probes, "_migrations_on_disk", lambda: frozenset([*missing, ("kernel", "0001_initial")]))
    assert told(monkeypatch, probes.migrations_applied, language).says == says


def test_without_an_answer_every_migration_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, probes)
    monkeypatch.setattr(probes, "_migrations_on_disk", lambda: frozenset([("kernel", "0001_initial")]))
    found = told(monkeypatch, probes.migrations_applied, ENGLISH)
    assert (found.level, found.remedy) == (Level.FAULT, "Make a backup, then run chengzhi migrate.")


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (5_000_000_000, Level.OK),
        (4_999_999_999, Level.WARNING),
        (1_000_000_000, Level.WARNING),
        (999_999_999, Level.FAULT),
    ],
)
def test_room_on_disk_is_judged_at_its_edges(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings, free: int, level: Level
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    found = told(monkeypatch, probes.disk_roomy, ENGLISH)
    assert found.level is level
    assert found.says.startswith("there is room" if level is Level.OK else "only ")


@pytest.mark.parametrize(
    ("language", "says", "remedy"),
    [
        (CHINESE, "里没有登记过的媒体文件", "挂回原处，或从备份恢复"),
        (ENGLISH, "does not hold the media on record", "put it back"),
    ],
)
def test_a_store_that_is_not_mounted_is_told(
    monkeypatch: pytest.MonkeyPatch, language: str, says: str, remedy: str
) -> None:
    monkeypatch.setattr(probes, "_is_media_in_place", lambda: False)
    found = told(monkeypatch, probes.media_writable, language)
    assert found.level is Level.FAULT
    assert says in found.says
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("seconds", "language", "level", "says"),
    [
        (0, CHINESE, Level.OK, "本机与数据库时间一致"),
        (0, ENGLISH, Level.OK, "machine and database agree"),
        (30, CHINESE, Level.WARNING, "本机与数据库时间相差 30 秒"),
        (-30, ENGLISH, Level.WARNING, "machine and database differ by 30 s"),
        (90, ENGLISH, Level.FAULT, "machine and database differ by 90 s"),
    ],
)
def test_clocks_that_differ_are_told_by_the_second(
    monkeypatch: pytest.MonkeyPatch, seconds: int, language: str, level: Level, says: str
) -> None:
    answering(monkeypatch, time_probes, datetime.now(UTC) + timedelta(seconds=seconds))
    found = told(monkeypatch, time_probes.clocks_agree, language)
    assert (found.level, found.says) == (level, says)
    assert ("chrony" in found.remedy) is (level is not Level.OK)


def test_a_step_of_the_future_is_told_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2099, 1, 1, 1, 2, 3, tzinfo=UTC)
    model: Any = type(
        "Step", (time_probes.AbstractStep,), {"__module__": __name__, "Meta": type("M", (), {"abstract": True})}
    )
    model.objects = SimpleNamespace(aggregate=lambda **_: {"at": at})
    monkeypatch.setattr(time_probes, "apps", SimpleNamespace(get_models=lambda: [model, Finding]))
    chinese = told(monkeypatch, time_probes.clock_goes_forward, CHINESE)
    english = told(monkeypatch, time_probes.clock_goes_forward, ENGLISH)
    assert chinese.says == "最后一步记录于 2099-01-01 09:02:03，晚于本机现在的时间"
    assert english.says == "The last step was recorded at 2099-01-01 09:02:03, later than now"


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2025, 12, 31), Level.OK),
        (date(2026, 11, 30), Level.OK),
        (date(2026, 12, 1), Level.WARNING),
        (date(2027, 1, 1), Level.FAULT),
    ],
)
@pytest.mark.parametrize(
    ("language", "says"), [(CHINESE, "节假日安排到 2026 年"), (ENGLISH, "holidays are known up to 2026")]
)
def test_the_reach_of_the_calendar_is_told(
    monkeypatch: pytest.MonkeyPatch, today: date, level: Level, language: str, says: str
) -> None:
    monkeypatch.setattr(calendars, "coverage", lambda: 2026)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    found = told(monkeypatch, time_probes.calendar_reaches, language)
    assert (found.level, found.says) == (level, says)
    assert ("chengzhi import calendar" in found.remedy) is (level is not Level.OK)


@pytest.mark.parametrize(
    ("faults", "warnings", "language", "sum_of_it"),
    [
        (0, 0, CHINESE, "一切正常。"),
        (0, 0, ENGLISH, "All is well."),
        (2, 1, CHINESE, "故障 2 个，提醒 1 个。"),
        (0, 1, ENGLISH, "0 faults, 1 warnings."),
    ],
)
def test_the_doctor_sums_up(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    faults: int,
    warnings: int,
    language: str,
    sum_of_it: str,
) -> None:
    monkeypatch.setenv("LANG", language)
    findings = [probes.faulty("disk", "x", "y")] * faults + [probes.worrying("queue", "x", "y")] * warnings
    monkeypatch.setattr(examination, "examine", lambda: iter([probes.well("database", "x"), *findings]))
    assert examination.run(as_json=False) == faults
    assert capsys.readouterr().out.rstrip().endswith(sum_of_it)
