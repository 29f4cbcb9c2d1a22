"""Backing up: one whole file or none."""

import json
import tarfile
from pathlib import Path

import pytest

from chengzhi.kernel.models import Role
from chengzhi.operations import archive
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError, Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_archive_holds_dump_media_and_a_manifest_that_comes_last(tmp_path: Path, media: Path) -> None:
    Role.objects.create(code="clerk", name="受理员")
    with tarfile.open(archive.backup(tmp_path / "city.tar")) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json") or pytest.fail("no manifest"))
    assert names == ["database.dump", "media/ab/photo.jpg", "media/ab/记录.mp4", "manifest.json"]
    assert manifest["rows"]["kernel_role"] == Role.objects.count()
    assert "kernel.0001_initial" in manifest["migrations"]
    assert manifest["members"]["media/ab/记录.mp4"][0] == 5


def test_only_the_owner_may_read_it(tmp_path: Path, media: Path) -> None:
    assert archive.backup(tmp_path / "city.tar").stat().st_mode & 0o077 == 0


def test_an_existing_file_is_refused_and_kept(tmp_path: Path, media: Path) -> None:
    file = tmp_path / "city.tar"
    file.write_bytes(b"yesterday")
    with pytest.raises(Refused, match="已经存在") as refusal:
        archive.backup(file)
    assert refusal.value.returncode == Exit.REFUSED
    assert file.read_bytes() == b"yesterday"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="不存在"):
        archive.backup(tmp_path / "none" / "city.tar")


def test_a_folder_keeps_the_newest(tmp_path: Path, media: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101-000000", "20260102-000000"):
        (folder / f"chengzhi-{day}.tar").write_bytes(b"old")
    made = archive.backup(folder, keep=2)
    assert sorted(one.name for one in folder.iterdir()) == ["chengzhi-20260102-000000.tar", made.name]


def test_a_failure_leaves_no_file_behind(tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'server version mismatch' >&2; exit 1\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(OperationError, match="server version mismatch"):
        archive.backup(tmp_path / "city.tar")
    assert [one.name for one in tmp_path.glob("*city*")] == []
