"""Brings a backup back: verified before anything is touched, refused onto what is not empty, counted afterwards."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from chengzhi.operations import pgtools
from chengzhi.operations.archive import CHUNK, DUMP, FORMAT, MANIFEST, MEDIA, Manifest, media_files
from chengzhi.operations.errors import EnvironmentFault, OperationError, Refused
from chengzhi.operations.progress import bytes_progress
from chengzhi.operations.words import say, two

LOCK_TIMEOUT = "10s"
HEAD_LINES = 60
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout"
EMPTYING = """
DROP SCHEMA {schema} CASCADE;
CREATE SCHEMA {schema} AUTHORIZATION {owner};
GRANT USAGE ON SCHEMA {schema} TO PUBLIC;
"""


class Damaged(OperationError):
    """The archive is not what was written; nothing was restored from it."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            two(
                f"{file} 不完整或已损坏：{why}。没有恢复任何内容，请改用另一份备份。",
                f"{file} is incomplete or damaged: {why}. Nothing was restored; use another backup.",
            )
        )


def verify(file: Path) -> Manifest:
    """Return the manifest after reading every byte and comparing every digest; raises Damaged."""
    with _opened(file) as tar:
        found = _digests(file, tar)
        manifest = _manifest(file, tar)
    if manifest.members != found:
        different = sorted(set(manifest.members.items()) ^ set(found.items()))
        raise Damaged(file, two(f"与清单不符：{different[0][0]}", f"differs from its manifest: {different[0][0]}"))
    say(
        f"[green]✓[/] 备份完好：{manifest.made_at}，版本 {manifest.version}，{len(found)} 个文件与清单一致",
        f"[green]✓[/] The backup is whole: {manifest.made_at}, version {manifest.version}, {len(found)} files verified",
    )
    return manifest


def restore(file: Path, *, overwrite: bool = False) -> None:
    """Have database and media as the archive holds them; all or nothing for the database, media after it.

    Refused where anything is there already, unless ``overwrite`` says that it may go.
    """
    manifest = verify(file)
    _refuse_newer(manifest)
    if not overwrite:
        _refuse_non_empty()
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=root) as staging:
        _unpack(file, manifest, Path(staging))
        _restore_database(Path(staging) / DUMP, empty_first=overwrite)
        _place_media(Path(staging) / MEDIA, root)
    _compare(manifest)
    _verify_chains()
    _say_done(manifest)


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, mode="r:") as tar:
            yield tar
    except FileNotFoundError:
        raise EnvironmentFault(two(f"没有文件 {file}。", f"There is no file {file}.")) from None
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise Damaged(file, str(error)) from error


def _digests(file: Path, tar: tarfile.TarFile) -> dict[str, tuple[int, str]]:
    """Return size and digest of every member but the manifest."""
    found = {}
    with bytes_progress(two("核对备份", "Verifying"), file.stat().st_size) as advance:
        for info in tar:
            if info.name == MANIFEST:
                continue
            _refuse_strange(file, info)
            digest, size = hashlib.sha256(), 0
            source = tar.extractfile(info)
            while source and (block := source.read(CHUNK)):
                digest.update(block)
                size += len(block)
                advance(len(block))
            found[info.name] = (size, digest.hexdigest())
    return found


def _refuse_strange(file: Path, info: tarfile.TarInfo) -> None:
    """Accept only plain files at the places we write; an archive may have been made to reach elsewhere."""
    path = PurePosixPath(info.name)
    is_ours = info.name == DUMP or (info.name.startswith(MEDIA) and ".." not in path.parts)
    if not (info.isfile() and is_ours and not path.is_absolute()):
        raise Damaged(file, two(f"有不该有的内容 {info.name}", f"it holds something strange: {info.name}"))


def _manifest(file: Path, tar: tarfile.TarFile) -> Manifest:
    try:
        source = tar.extractfile(MANIFEST)
    except KeyError:
        source = None
    if source is None:
        raise Damaged(file, two("没有清单，可能没有写完", "it has no manifest and was perhaps never finished"))
    read: Any = json.loads(source.read())
    said: dict[str, Any] = read if isinstance(read, dict) else {}
    if said.get("format") != FORMAT:
        raise Damaged(file, two(f"格式 {said.get('format')} 不认识", f"unknown format {said.get('format')}"))
    try:
        said["members"] = {name: (size, digest) for name, (size, digest) in said["members"].items()}
        manifest = Manifest(**said)
        _refuse_misshapen(manifest)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise Damaged(file, two("清单读不出来", "its manifest cannot be read")) from None
    return manifest


def _refuse_misshapen(manifest: Manifest) -> None:
    """Raise TypeError where a part is not what a backup writes; found later, it would stop a restore half way."""
    parts: dict[type, list[object]] = {str: [*manifest.migrations], int: [*manifest.rows.values()]}
    parts[str] = [*parts[str], *(digest for _, digest in manifest.members.values())]
    parts[int] = [*parts[int], *(size for size, _ in manifest.members.values())]
    if not all(type(one) is kind for kind, values in parts.items() for one in values):
        raise TypeError


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise Refused(
            two(
                f"备份来自更新的版本 {manifest.version}（{unknown[0]} 等）。请先升级程序，再恢复。",
                f"The backup was made by a newer version {manifest.version} ({unknown[0]} …). "
                "Upgrade the program first, then restore.",
            )
        )


def _refuse_non_empty() -> None:
    full = len(pgtools.tables())
    media = sum(1 for _ in media_files())
    if full or media:
        raise Refused(
            two(
                f"这里不是空的：数据库有 {full} 张表，媒体目录有 {media} 个文件。没有恢复。"
                "确实要用备份替换它们，请加 --overwrite-existing（不可撤销，请先备份现状）。",
                f"This place is not empty: {full} tables, {media} media files. Nothing was restored. To replace them, "
                "say --overwrite-existing (it cannot be undone: make a backup of what is there first).",
            )
        )


def _unpack(file: Path, manifest: Manifest, staging: Path) -> None:
    with _opened(file) as tar, bytes_progress(two("展开文件", "Unpacking"), manifest.size) as advance:
        (staging / MEDIA).mkdir()
        for info in tar:
            source = tar.extractfile(info) if info.name in manifest.members else None
            if source is None:
                continue
            path = staging / info.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
            os.utime(path, (info.mtime, info.mtime))
            advance(info.size)


def _restore_database(dump: Path, *, empty_first: bool) -> None:
    """Run the dump as one transaction: either all of it stands, or what was there before."""
    reading = [pgtools.program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    writing = [pgtools.program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    writing += ["--output", os.devnull, f"--dbname={pgtools.target()}"]
    prelude = _prelude(empty_first=empty_first)
    with tempfile.TemporaryFile() as said:
        with (
            subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said, env=pgtools.environment()) as source,
            subprocess.Popen(writing, stdin=subprocess.PIPE, stderr=said, env=pgtools.environment()) as target,
        ):
            is_whole = _feed(source, target, prelude)
        if not is_whole or target.returncode:
            said.seek(0)
            complaint = said.read().decode(errors="replace").strip()[-1500:]
            raise OperationError(
                two(
                    f"数据库没有恢复，原有内容未动：{complaint}",
                    f"The database was not restored and is as it was: {complaint}",
                )
            )


def _prelude(*, empty_first: bool) -> bytes:
    words = f"BEGIN;\nSET LOCAL lock_timeout = '{LOCK_TIMEOUT}';\n"
    if empty_first:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT quote_ident(nspname), nspowner::regrole FROM pg_namespace WHERE nspname = current_schema()"
            )
            schema, owner = cursor.fetchone()
            words += EMPTYING.format(schema=schema, owner=owner)
    connection.close()
    return words.encode()


def _feed(source: subprocess.Popen[bytes], target: subprocess.Popen[bytes], prelude: bytes) -> bool:
    """Pass the script on and commit it only if it came whole; return whether it did.

    The settings at its head that servers before 17 do not know are left out.
    """
    script, sink = _pipes(source, target)
    try:
        with bytes_progress(two("恢复数据库", "Restoring the database")) as advance:
            sink.write(prelude)
            for _ in range(HEAD_LINES):
                line = script.readline()
                if not line.startswith(UNKNOWN_TO_OLDER_SERVERS):
                    sink.write(line)
            while block := script.read(CHUNK):
                sink.write(block)
                advance(len(block))
        is_whole = source.wait() == 0
        sink.write(b"COMMIT;\n" if is_whole else b"ROLLBACK;\n")
        sink.close()
    except BrokenPipeError:
        source.kill()
        with suppress(BrokenPipeError):
            sink.close()
        return False
    return is_whole


def _pipes(source: subprocess.Popen[bytes], target: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if source.stdout is None or target.stdin is None:
        raise OperationError("pg_restore")
    return source.stdout, target.stdin


def _place_media(staged: Path, root: Path) -> None:
    """Put the restored files in place of what the store held."""
    with tempfile.TemporaryDirectory(prefix=".before-restore-", dir=root) as before:
        for old in list(root.iterdir()):
            if not old.name.startswith("."):
                old.rename(Path(before) / old.name)
        for new in list(staged.iterdir()):
            new.rename(root / new.name)


def _compare(manifest: Manifest) -> None:
    found = pgtools.row_counts()
    different = [
        f"{table}: {count} → {found.get(table)}" for table, count in manifest.rows.items() if found.get(table) != count
    ]
    if different:
        raise OperationError(
            two(f"恢复后行数不符：{'；'.join(different[:5])}", f"Row counts differ: {'; '.join(different[:5])}")
        )
    say(
        f"[green]✓[/] {len(found)} 张表行数一致，共 {sum(found.values())} 行",
        f"[green]✓[/] {len(found)} tables agree, {sum(found.values())} rows",
    )


def _verify_chains() -> None:
    """Have the chains of step hashes recomputed, where this version can."""
    if "verify_steps" not in get_commands():
        return
    try:
        call_command("verify_steps")
    except CommandError as error:
        raise OperationError(
            two(f"恢复后步骤链核对未通过：{error}", f"The step chains do not verify: {error}")
        ) from error


def _say_done(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    say("[green]✓[/] 恢复完成。", "[green]✓[/] Restored.")
    if known - set(manifest.migrations):
        say(
            "备份来自较早的版本：请接着运行 chengzhi migrate。",
            "The backup is of an earlier version: run chengzhi migrate next.",
        )
