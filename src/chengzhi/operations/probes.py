"""Single questions about the health of the house, each answered in words with what to do about a fault."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from chengzhi.evidence.selectors import is_in_place
from chengzhi.operations import pgtools
from chengzhi.operations.layout import here
from chengzhi.operations.words import two

HEARTBEAT_SECONDS = 45
"""Procrastinate's workers write one every 10 s and are given up after 30 s."""

OLDEST_SERVER = 150000
LOW_BYTES = 5_000_000_000
FULL_BYTES = 1_000_000_000


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one part, and what to do if it is not well."""

    part: str
    level: Level
    says: str
    remedy: str = ""


Probe = Callable[[], Finding]


def well(part: str, says: str) -> Finding:
    return Finding(part=part, level=Level.OK, says=says)


def worrying(part: str, says: str, remedy: str) -> Finding:
    return Finding(part=part, level=Level.WARNING, says=says, remedy=remedy)


def faulty(part: str, says: str, remedy: str) -> Finding:
    return Finding(part=part, level=Level.FAULT, says=says, remedy=remedy)


def database_answers() -> Finding:
    """The database takes a query."""
    try:
        version = pgtools.answer()
    except psycopg.Error:
        return faulty(
            "database",
            two("数据库没有应答", "The database does not answer"),
            two(
                "确认 PostgreSQL 在运行，DATABASE_URL 正确；查看它的日志。",
                "See that PostgreSQL runs and DATABASE_URL is right; read its log.",
            ),
        )
    return well("database", f"PostgreSQL {version}")


def migrations_applied() -> Finding:
    """Every migration that the code brings is in the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(row[0], row[1]) for row in cursor.fetchall()}
    except DatabaseError:
        applied = set()
    missing = _migrations_on_disk() - applied
    if missing:
        first = ", ".join(".".join(one) for one in sorted(missing)[:3])
        return faulty(
            "migrations",
            two(f"有 {len(missing)} 个数据库变更没有执行：{first}", f"{len(missing)} migrations missing: {first}"),
            two("先备份，再运行 chengzhi migrate。", "Make a backup, then run chengzhi migrate."),
        )
    return well("migrations", two(f"{len(applied)} 个变更都已执行", f"all {len(applied)} are applied"))


@lru_cache(maxsize=1)
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or {})


def media_writable() -> Finding:
    """The media store is where the records expect it, and a file can be written to it."""
    folder = Path(settings.MEDIA_ROOT)
    if not _is_media_in_place():
        return faulty(
            "media",
            two(f"{folder} 里没有登记过的媒体文件", f"{folder} does not hold the media on record"),
            two(
                "多半是磁盘没有挂载或目录被移走：挂回原处，或从备份恢复。在此之前不能上传，其他照常办理。",
                "The disk is probably not mounted or the folder was moved: put it back or restore a backup. "
                "Until then uploads are refused; everything else goes on.",
            ),
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-") as probe:
            probe.write(b"probe")
            probe.flush()
    except OSError as error:
        reason = error.strerror or str(error)
        return faulty(
            "media",
            two(f"不能写入媒体目录 {folder}：{reason}", f"Cannot write to the media folder {folder}: {reason}"),
            two(
                "检查磁盘空间、挂载和目录的属主，或改 MEDIA_ROOT。",
                "Look at disk space, mount and owner of the folder, or change MEDIA_ROOT.",
            ),
        )
    return well("media", str(folder))


def _is_media_in_place() -> bool:
    try:
        return is_in_place()
    except DatabaseError:  # what is on record is not known now, and the database has its own finding
        return True


def worker_alive() -> Finding:
    """A worker has written its heartbeat lately."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
                [HEARTBEAT_SECONDS],
            )
            alive = cursor.fetchone()[0]
    except DatabaseError:
        alive = 0
    if not alive:
        return faulty(
            "worker",
            two(
                "后台进程没有心跳：到期提醒和升级不会发出", "No worker heartbeat: warnings and escalations stand still"
            ),
            two(
                "启动它：chengzhi worker，或 systemctl start chengzhi-worker。",
                "Start it: chengzhi worker, or systemctl start chengzhi-worker.",
            ),
        )
    return well("worker", two(f"{alive} 个在运行", f"{alive} running"))


def ready() -> list[Finding]:
    """Answer the questions that decide whether requests can be served; later ones are left out without a database."""
    first = database_answers()
    if first.level is Level.FAULT:
        return [first]
    return [first, migrations_applied(), media_writable(), worker_alive()]


def database_fit() -> Finding:
    """The server is new enough, keeps what it has acknowledged, and speaks UTF-8."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('fsync'), "
            "current_setting('full_page_writes'), current_setting('server_encoding')"
        )
        number, fsync, full_pages, encoding = cursor.fetchone()
    if number < OLDEST_SERVER:
        return faulty(
            "server",
            two(f"PostgreSQL {number // 10000} 太旧", f"PostgreSQL {number // 10000} is too old"),
            two("请升级到 15 或更新。", "Upgrade to 15 or newer."),
        )
    if (fsync, full_pages) != ("on", "on"):
        return faulty(
            "server",
            two(
                "fsync 或 full_page_writes 关着：断电会丢数据",
                "fsync or full_page_writes is off: a power cut loses data",
            ),
            two("在 postgresql.conf 中打开两者并重新加载。", "Turn both on in postgresql.conf and reload."),
        )
    if encoding != "UTF8":
        return faulty(
            "server",
            two(f"数据库编码是 {encoding}", f"the database is encoded as {encoding}"),
            two("请用 UTF8 编码另建数据库，再恢复备份。", "Make a database with UTF8 and restore a backup into it."),
        )
    return well("server", two("版本、落盘和编码都合适", "version, durability and encoding are right"))


def queue_flows() -> Finding:
    """Background jobs are neither piling up nor failing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - interval '10 min'),"
            " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        waiting, failed = cursor.fetchone()
    if waiting:
        return worrying(
            "queue",
            two(f"{waiting} 个任务已等待超过 10 分钟", f"{waiting} jobs have waited for more than 10 minutes"),
            two(
                "确认后台进程在运行；必要时提高 WORKER_CONCURRENCY。",
                "See that the worker runs; raise WORKER_CONCURRENCY if need be.",
            ),
        )
    if failed:
        return worrying(
            "queue",
            two(f"{failed} 个任务失败", f"{failed} jobs have failed"),
            two(
                "查看后台进程日志（var/log/worker.log 或 journalctl -u chengzhi-worker）。",
                "Read the worker's log (var/log/worker.log or journalctl -u chengzhi-worker).",
            ),
        )
    return well("queue", two("没有积压", "no backlog"))


def disk_roomy() -> Finding:
    """Every disk we write to has room."""
    tight = []
    for folder in (Path(settings.MEDIA_ROOT), here().var):
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        if free < LOW_BYTES:
            tight.append((free, folder))
    if not tight:
        return well("disk", two("空间充足", "there is room"))
    free, folder = min(tight)
    return (faulty if free < FULL_BYTES else worrying)(
        "disk",
        two(f"{folder} 所在磁盘只剩 {free / 1e9:.1f} GB", f"only {free / 1e9:.1f} GB left for {folder}"),
        two(
            "清理旧日志和旧备份，或扩容；写满后照片会存不进来。",
            "Remove old logs and backups, or enlarge the disk; once full, photos are refused.",
        ),
    )
