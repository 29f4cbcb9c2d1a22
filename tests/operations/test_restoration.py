"""Restoring: verified first, refused onto what is not empty, equal afterwards."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from chengzhi.kernel.models import Role
from chengzhi.operations import archive, pgtools, restoration
from chengzhi.operations.errors import EnvironmentFault, OperationError, Refused
from chengzhi.operations.restoration import Damaged
from tests.operations.conftest import EmptyPlace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(media: Path, tmp_path: Path, transactional_db: None) -> Path:
    Role.objects.create(code="clerk", name="受理员")
    return archive.backup(tmp_path / "city.tar")


def contents(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def rewritten(file: Path, change: dict[str, bytes]) -> Path:
    """Return a copy of the archive with some members replaced."""
    target = file.with_name("changed.tar")
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for info in old:
            content = change.get(info.name, (old.extractfile(info) or io.BytesIO()).read())
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return target


def test_a_city_comes_back_whole_in_an_empty_place(
    saved: Path, media: Path, empty_place: EmptyPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pgtools.row_counts()
    empty_place.enter()
    restoration.restore(saved)
    assert pgtools.row_counts() == rows
    assert Role.objects.get(code="clerk").name == "受理员"
    assert contents(empty_place.media) == contents(media)
    assert "恢复完成" in capsys.readouterr().out


def test_a_place_that_is_not_empty_is_refused_and_left_alone(saved: Path, media: Path) -> None:
    Role.objects.create(code="later", name="后来的")
    with pytest.raises(Refused, match="--overwrite-existing"):
        restoration.restore(saved)
    assert Role.objects.filter(code="later").exists()


def test_media_alone_make_a_place_not_empty(saved: Path, empty_place: EmptyPlace) -> None:
    empty_place.enter()
    empty_place.media.mkdir()
    (empty_place.media / "one.jpg").write_bytes(b"x")
    with pytest.raises(Refused, match="媒体目录有 1 个文件"):
        restoration.restore(saved)


def test_overwriting_replaces_everything_and_leaves_nothing_over(saved: Path, media: Path) -> None:
    before = contents(media)
    Role.objects.create(code="later", name="后来的")
    (media / "later.jpg").write_bytes(b"x")
    restoration.restore(saved, overwrite=True)
    assert not Role.objects.filter(code="later").exists()
    assert contents(media) == before
    assert [one.name for one in media.iterdir()] == ["ab"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_truncated_file_is_refused(saved: Path, empty_place: EmptyPlace, share: float) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    empty_place.enter()
    with pytest.raises(Damaged, match="没有恢复任何内容"):
        restoration.restore(saved)
    assert pgtools.tables() == []


def test_a_changed_byte_is_found(saved: Path) -> None:
    file = rewritten(saved, {"media/ab/记录.mp4": b"vide0"})
    with pytest.raises(Damaged, match=r"记录\.mp4"):
        restoration.verify(file)


def test_an_archive_that_reaches_elsewhere_is_refused(saved: Path) -> None:
    with tarfile.open(saved, "a") as tar:
        info = tarfile.TarInfo("media/../../etc/cron.d/evil")
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(Damaged, match="不该有的内容"):
        restoration.verify(saved)


def test_something_else_than_an_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "photo.tar"
    file.write_bytes(b"\xff\xd8 no archive" * 100)
    with pytest.raises(Damaged):
        restoration.verify(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="没有文件"):
        restoration.verify(tmp_path / "none.tar")


def test_a_backup_of_a_newer_version_is_refused(saved: Path, empty_place: EmptyPlace) -> None:
    with tarfile.open(saved) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or io.BytesIO())
    manifest["migrations"].append("kernel.9999_future")
    file = rewritten(saved, {"manifest.json": json.dumps(manifest).encode()})
    empty_place.enter()
    with pytest.raises(Refused, match="请先升级程序"):
        restoration.restore(file)


def test_a_database_that_cannot_be_restored_stays_as_it_was(saved: Path, media: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or io.BytesIO())
    dump = b"PGDMP and then nothing"
    manifest["members"]["database.dump"] = [len(dump), hashlib.sha256(dump).hexdigest()]
    file = rewritten(saved, {"database.dump": dump, "manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(OperationError, match="原有内容未动"):
        restoration.restore(file, overwrite=True)
    assert Role.objects.filter(code="clerk").exists()
    assert contents(media)


def test_a_server_that_refuses_the_script_is_left_as_it_was(
    saved: Path, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pg_restore").symlink_to(pgtools.program("pg_restore"))
    (programs / "psql").write_text("#!/bin/sh\necho 'no space left' >&2; exit 3\n", encoding="utf-8")
    (programs / "psql").chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(programs))
    with pytest.raises(OperationError, match="no space left"):
        restoration.restore(saved, overwrite=True)
    assert Role.objects.filter(code="clerk").exists()


def test_rows_that_do_not_agree_afterwards_are_told(saved: Path, empty_place: EmptyPlace) -> None:
    with tarfile.open(saved) as tar:
        manifest = json.load(tar.extractfile("manifest.json") or io.BytesIO())
    manifest["rows"]["kernel_role"] += 1
    file = rewritten(saved, {"manifest.json": json.dumps(manifest).encode()})
    empty_place.enter()
    with pytest.raises(OperationError, match="行数不符：kernel_role"):
        restoration.restore(file)
