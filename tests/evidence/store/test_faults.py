"""The store when something is wrong: disks, mounts, permissions, and the words people get."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import translation
from pytest_django import Settings

from chengzhi.evidence import selectors, store
from chengzhi.evidence.models import Blob
from chengzhi.evidence.store import FolderStore, MediaMissing, StorageStore, Store, StoreUnavailable, storing
from tests.factories import evidence as made

SHA, OTHER = "ab" * 32, "cd" * 32
FULL, SHUT = "文件没有保存：媒体库的磁盘满了。", "文件没有保存：媒体库现在不能写入。"


@pytest.fixture(params=["folder", "storage"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return FolderStore(tmp_path / "media") if request.param == "folder" else StorageStore(InMemoryStorage())


def put(place: Store, content: bytes = b"bytes", sha256: str = SHA) -> None:
    path = place.workspace() / f"incoming-{sha256[:4]}-{os.getpid()}"
    path.write_bytes(content)
    place.put(path, sha256)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EACCES, SHUT),
        (errno.EROFS, SHUT),
        (errno.EIO, SHUT),
        (errno.ENOENT, SHUT),
        (errno.ENOTCONN, SHUT),
        (None, SHUT),
    ],
)
def test_each_fault_of_a_disk_is_told_with_what_to_do(number: int | None, words: str) -> None:
    with pytest.raises(StoreUnavailable) as told, storing():
        raise OSError(number, "fault")
    assert told.value.message.startswith(words)
    assert "请稍后再传，并告诉管理员" in told.value.message
    assert told.value.status == 503


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), RuntimeError("x")])
def test_other_faults_are_not_dressed_up_as_the_disks(error: Exception) -> None:
    with pytest.raises(type(error)), storing():
        raise error


def test_faults_are_told_in_english_too() -> None:
    with translation.override("en"):
        for number in (errno.ENOSPC, errno.EIO):
            with pytest.raises(StoreUnavailable) as told, storing():
                raise OSError(number, "fault")
            assert told.value.message.isascii()
        assert MediaMissing(SHA).message.isascii()


def test_a_missing_file_is_gone_and_named() -> None:
    fault = MediaMissing(SHA)
    assert (fault.status, fault.sha256) == (410, SHA)
    assert fault.message == "文件不在媒体库里。请管理员运行 verify_store 核对媒体库，必要时从备份恢复。"


def test_two_files_lie_side_by_side(place: Store) -> None:
    put(place)
    put(place, b"others", OTHER)
    assert sorted(place.names()) == [SHA, OTHER]
    assert (place.size(SHA), place.size(OTHER)) == (5, 6)


def test_what_is_no_file_of_the_store_is_not_listed(tmp_path: Path) -> None:
    folder = FolderStore(tmp_path)
    put(folder)
    for name in ("notes.txt", "ab/notes.txt", "ZZ/ab/x", ".incoming/half", "lost+found/ab/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "ab" / "ab" / "folder").mkdir()
    assert list(folder.names()) == [SHA]


def test_a_file_lies_in_folders_of_its_first_digits() -> None:
    assert store._relative("0123456789") == "01/23/0123456789"


def test_a_file_appears_only_when_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.EIO, "fault")

    monkeypatch.setattr(store.os, "fsync", fail)
    folder = FolderStore(tmp_path)
    with pytest.raises(OSError, match="fault"):
        put(folder)
    assert folder.size(SHA) is None


def test_the_way_in_lies_on_the_disk_of_the_store(tmp_path: Path) -> None:
    folder = FolderStore(tmp_path / "deep" / "media")
    assert folder.workspace() == tmp_path / "deep" / "media" / ".incoming"
    assert folder.workspace().is_dir()


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_missing_file_and_a_missing_disk_are_told_apart(tmp_path: Path, *, is_marked: bool) -> None:
    folder = FolderStore(tmp_path)
    if is_marked:
        folder.mark()
    with pytest.raises(MediaMissing if is_marked else StoreUnavailable) as told:
        folder.open(SHA)
    assert ("verify_store" in str(told.value.message)) is is_marked


def test_marking_twice_is_marking_once(place: Store) -> None:
    place.mark()
    if isinstance(place, FolderStore):
        place.mark()
    assert place.is_marked()


@pytest.mark.parametrize(("size", "is_kept"), [(5, True), (4, False), (6, False)])
def test_a_copy_of_the_same_length_stays(tmp_path: Path, size: int, *, is_kept: bool) -> None:
    folder = FolderStore(tmp_path)
    put(folder, b"first")
    put(folder, b"x" * size)
    with folder.open(SHA) as file:
        assert (file.read() == b"first") is is_kept


@pytest.fixture
def unmounted(settings: Settings, tmp_path: Path) -> Path:
    """Return a folder that the settings name but that holds nothing."""
    settings.MEDIA_ROOT = tmp_path / "mnt"
    return tmp_path / "mnt"


@pytest.mark.django_db
def test_an_empty_new_store_is_the_right_one_and_is_marked(unmounted: Path) -> None:
    assert selectors.is_in_place()
    assert not unmounted.exists()
    selectors.ready_store()
    assert (unmounted / store.MARK).exists()
    assert selectors.is_in_place()


@pytest.mark.django_db
def test_an_empty_folder_where_media_are_on_record_is_an_unmounted_disk(unmounted: Path) -> None:
    Blob.objects.create(sha256=SHA, sm3=SHA, size=1, mime="image/jpeg", kind="photo", stored_at=made.NOON)
    assert not selectors.is_in_place()
    with pytest.raises(StoreUnavailable, match="媒体库现在不能写入"):
        selectors.ready_store()
    assert selectors.store_fault().startswith(SHUT)
    assert not (unmounted / store.MARK).exists()


@pytest.mark.django_db
def test_an_unmarked_folder_that_holds_the_newest_file_is_the_right_one(unmounted: Path) -> None:
    item = made.stored()
    (unmounted / store.MARK).unlink()
    assert selectors.is_in_place()
    assert selectors.is_present(item.blob)
    selectors.ready_store()
    assert (unmounted / store.MARK).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("free", "words"),
    [
        (selectors.SCARCE, ""),
        (selectors.SCARCE - 1, "媒体库所在磁盘只剩 1023 MB。请清理或扩大磁盘。"),
        (0, "只剩 0 MB"),
    ],
)
def test_scarce_room_is_told(unmounted: Path, monkeypatch: pytest.MonkeyPatch, free: int, words: str) -> None:
    monkeypatch.setattr(selectors, "free_bytes", lambda: free)
    assert words in selectors.store_fault()
    assert bool(selectors.store_fault()) is bool(words)


@pytest.mark.django_db
def test_a_file_of_another_length_is_not_present(unmounted: Path) -> None:
    blob: Any = made.stored().blob
    blob.size += 1
    assert not selectors.is_present(blob)
