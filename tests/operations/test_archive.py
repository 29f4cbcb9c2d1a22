"""Backing up: one whole file or none."""

import json
import tarfile
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

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


@pytest.mark.parametrize("keep", [1, 2])
def test_only_the_newest_of_a_folder_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"chengzhi-2026110{day}-000000.tar").write_bytes(b"x")
    (tmp_path / "of-somebody.tar").write_bytes(b"x")
    archive._forget_old(tmp_path, keep)
    left = sorted(one.name for one in tmp_path.glob("chengzhi-*"))
    assert left == [f"chengzhi-2026110{day}-000000.tar" for day in (1, 2, 3)][-keep:]
    assert (tmp_path / "of-somebody.tar").exists()
    assert "已删除旧备份 chengzhi-20261101" in capsys.readouterr().out


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(partial: Path) -> None:
        partial.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_write", fail)
    with pytest.raises(EnvironmentFault, match=r"没有写成.*No space left"):
        archive.backup(tmp_path / "city.tar")
    assert list(tmp_path.iterdir()) == []


def test_what_is_hidden_or_linked_is_not_of_the_store(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    for name in ("a/one.jpg", ".incoming/half", ".chengzhi-store", "b/two.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b" / "link").symlink_to(tmp_path / "a" / "one.jpg")
    assert [name for name, _path in archive.media_files()] == ["media/a/one.jpg", "media/b/two.jpg"]


def test_a_manifest_knows_its_size() -> None:
    assert archive.Manifest(members={"a": (3, "x"), "b": (4, "y")}).size == 7
    assert archive.Manifest().size == 0
