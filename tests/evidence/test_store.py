import stat
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage
from pytest_django import Settings

from chengzhi.evidence.store import (
    FolderStore,
    MediaMissing,
    StorageStore,
    Store,
    StoreUnavailable,
    current_store,
    free_bytes,
    storing,
)

SHA = "ab" * 32


@pytest.fixture(params=["folder", "storage"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return FolderStore(tmp_path / "media") if request.param == "folder" else StorageStore(InMemoryStorage())


def incoming(store: Store, content: bytes = b"bytes") -> Path:
    path = store.workspace() / "incoming-test"
    path.write_bytes(content)
    return path


def test_what_was_put_can_be_opened_and_measured(store: Store) -> None:
    path = incoming(store)
    store.put(path, SHA)
    with store.open(SHA) as file:
        assert file.read() == b"bytes"
    assert store.size(SHA) == 5
    assert list(store.names()) == [SHA]
    assert not path.exists()


def test_putting_twice_changes_nothing(store: Store) -> None:
    store.put(incoming(store), SHA)
    store.put(incoming(store), SHA)
    assert list(store.names()) == [SHA]


def test_what_was_never_put_is_missing(store: Store) -> None:
    store.mark()
    assert store.size(SHA) is None
    with pytest.raises(MediaMissing, match="verify_store"):
        store.open(SHA)


def test_a_folder_that_is_not_the_store_is_told_from_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="不在原来的位置"):
        FolderStore(tmp_path / "elsewhere").open(SHA)


def test_store_is_known_once_marked(store: Store) -> None:
    assert not store.is_marked()
    store.mark()
    assert store.is_marked()
    assert list(store.names()) == []


def test_stored_file_is_read_only_and_nested(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(incoming(store), SHA)
    mode = (tmp_path / "ab" / "ab" / SHA).stat().st_mode
    assert not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_broken_copy_of_another_length_is_put_right(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(incoming(store, b"cut"), SHA)
    store.put(incoming(store, b"whole"), SHA)
    with store.open(SHA) as file:
        assert file.read() == b"whole"


@pytest.mark.parametrize(("number", "words"), [(28, "磁盘满了"), (122, "磁盘满了"), (13, "不能写入"), (5, "不能写入")])
def test_faults_of_the_disk_become_words(number: int, words: str) -> None:
    with pytest.raises(StoreUnavailable, match=words), storing():
        raise OSError(number, "fault")


def test_settings_choose_the_store(settings: Settings) -> None:
    assert isinstance(current_store(), FolderStore)
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    assert isinstance(current_store(), StorageStore)


def test_room_on_the_disk_is_known(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert free_bytes() > 0
