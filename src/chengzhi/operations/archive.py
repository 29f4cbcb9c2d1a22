"""One file that holds a whole city: the database as a dump, the media, and a manifest with the digest of each.

The archive is a plain tar (the dump is compressed inside, photos and video are compressed already), written under
another name and renamed when it is whole. The manifest is its last member, so a truncated file has none.
"""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from chengzhi.operations import pgtools
from chengzhi.operations.errors import EnvironmentFault, Refused
from chengzhi.operations.progress import Advance, bytes_progress
from chengzhi.operations.words import say, two
from chengzhi.version import VERSION

MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media/"
FORMAT = 1
CHUNK = 1 << 20
PATTERN = "chengzhi-*.tar"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the archive says of itself: sizes in bytes and SHA-256 by member, rows by table, applied migrations."""

    format: int = FORMAT
    version: str = VERSION
    made_at: str = ""
    server: str = ""
    migrations: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(size for size, _ in self.members.values())


def backup(given: Path, *, keep: int = 0) -> Path:
    """Write the archive and return it; a folder gets a file named by the time, and keeps only the newest ``keep``."""
    folder = given if given.is_dir() else None
    file = folder / f"chengzhi-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar" if folder else given
    if file.exists():
        raise Refused(two(f"{file} 已经存在，没有覆盖。请换一个文件名。", f"{file} exists and was not overwritten."))
    if not file.parent.is_dir():
        raise EnvironmentFault(two(f"目录 {file.parent} 不存在，请先建立。", f"There is no folder {file.parent}."))
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    began = time.monotonic()
    try:
        manifest = _write(partial)
        partial.replace(file)
    except OSError as error:
        raise EnvironmentFault(two(f"备份没有写成：{error}", f"The backup could not be written: {error}")) from error
    finally:
        for left in (partial, _dump_beside(partial)):
            left.unlink(missing_ok=True)
    _say_done(file, manifest, time.monotonic() - began)
    if folder and keep:
        _forget_old(folder, keep)
    return file


def _write(partial: Path) -> Manifest:
    with pgtools.snapshot() as moment:
        rows, migrations, server = pgtools.row_counts(), applied_migrations(), _server_version()
        _dump(_dump_beside(partial), moment)
    members: dict[str, tuple[int, str]] = {}
    with _private(partial) as raw, tarfile.open(fileobj=raw, mode="w") as tar:
        files = [(DUMP, _dump_beside(partial)), *media_files()]
        total = sum(path.stat().st_size for _, path in files)
        with bytes_progress(two("写入备份", "Writing"), total) as advance:
            for name, path in files:
                members[name] = _add(tar, name, path, advance)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server=server,
            migrations=migrations,
            rows=rows,
            members=members,
        )
        _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False).encode())
        tar.close()
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def media_files() -> Iterator[tuple[str, Path]]:
    """Give every file of the media store with its name in the archive."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and not inside.parts[0].startswith("."):
            yield MEDIA + inside.as_posix(), path


def applied_migrations() -> list[str]:
    """Return the migrations that the database has, as app.name."""
    if "django_migrations" not in pgtools.tables():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def _dump(path: Path, moment: str) -> None:
    with _private(path) as output, bytes_progress(two("导出数据库", "Dumping the database")):
        pgtools.run(
            "pg_dump",
            [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={moment}",
                f"--dbname={pgtools.target()}",
            ],
            output,
        )


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner may read: it holds personal data."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _dump_beside(partial: Path) -> Path:
    return partial.with_name(partial.name + ".dump")


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


class _Counted(io.RawIOBase):
    """A file being read, with its digest and the bytes that have passed."""

    def __init__(self, source: IO[bytes], advance: Advance) -> None:
        self._source, self._advance = source, advance
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        self._advance(len(block))
        return block


def _add(tar: tarfile.TarFile, name: str, path: Path, advance: Advance) -> tuple[int, str]:
    """Add the file under the name and return its size and digest."""
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        known = os.fstat(source.fileno())
        info.size, info.mtime, info.mode = known.st_size, int(known.st_mtime), 0o600
        counted = _Counted(source, advance)
        tar.addfile(info, counted)
        return info.size, counted.digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(content), int(time.time()), 0o600
    tar.addfile(info, io.BytesIO(content))


def _say_done(file: Path, manifest: Manifest, seconds: float) -> None:
    size = file.stat().st_size / 1e6
    media, rows = len(manifest.members) - 1, sum(manifest.rows.values())
    say(
        f"[green]✓[/] 已备份到 {file}：{size:.1f} MB，{len(manifest.rows)} 张表 {rows} 行，媒体 {media} 个，用时 {seconds:.1f} 秒",
        f"[green]✓[/] Saved to {file}: {size:.1f} MB, {len(manifest.rows)} tables with {rows} rows, "
        f"{media} media files, in {seconds:.1f} s",
    )


def _forget_old(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(PATTERN))[:-keep]:
        with suppress(OSError):
            old.unlink()
            say(f"  已删除旧备份 {old.name}", f"  Removed the old backup {old.name}")
