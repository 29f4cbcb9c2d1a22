"""Where the bytes lie: a folder named by settings.MEDIA_ROOT, or any Django storage under STORAGES["evidence"].

Every file is named by its SHA-256 (``ab/cd/abcd…``), so writing the same bytes twice is harmless, and a name once
written never gets other bytes.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import ChengzhiError

MARK = ".chengzhi-store"
INCOMING = ".incoming"
ALIAS = "evidence"


class StoreUnavailable(ChengzhiError):
    """The media store cannot be written or read now; nothing was half stored."""

    status = 503


class MediaMissing(ChengzhiError):
    """A file on record is not in the store."""

    status = 410

    def __init__(self, sha256: str) -> None:
        super().__init__(_("文件不在媒体库里。请管理员运行 verify_store 核对媒体库，必要时从备份恢复。"))
        self.sha256 = sha256


class Store(Protocol):
    """What the rest of the room needs of a place for bytes."""

    def workspace(self) -> Path: ...
    def put(self, path: Path, sha256: str) -> None: ...
    def open(self, sha256: str) -> IO[bytes]: ...
    def size(self, sha256: str) -> int | None: ...
    def names(self) -> Iterator[str]: ...
    def is_marked(self) -> bool: ...
    def mark(self) -> None: ...


def current_store() -> Store:
    """Return the store that the settings name."""
    if ALIAS in settings.STORAGES:
        return StorageStore(storages[ALIAS])
    return FolderStore(Path(settings.MEDIA_ROOT))


@contextmanager
def storing() -> Iterator[None]:
    """Turn faults of the disk into words; what was not finished leaves nothing behind."""
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            words = _("文件没有保存：媒体库的磁盘满了。请稍后再传，并告诉管理员清理或扩大磁盘。")
        else:
            words = _("文件没有保存：媒体库现在不能写入。请稍后再传，并告诉管理员检查媒体库的位置和权限。")
        raise StoreUnavailable(words) from fault


def _relative(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class FolderStore:
    """A folder on a local or mounted disk; a file appears under its name only when it is whole and on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def workspace(self) -> Path:
        """Return the folder for files on their way in, on the same disk as the store."""
        folder = self.root / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def put(self, path: Path, sha256: str) -> None:
        """Move a finished file to its name; a whole copy already there stays."""
        target = self.root / _relative(sha256)
        if self.size(sha256) == path.stat().st_size:
            path.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.chmod(0o440)
        path.replace(target)
        _sync_folder(target.parent)

    def open(self, sha256: str) -> IO[bytes]:
        """Return the stored bytes, opened for reading; one file may be missing, or the whole store."""
        try:
            return (self.root / _relative(sha256)).open("rb")
        except OSError as fault:
            if not self.is_marked():
                raise StoreUnavailable(_("照片和录像暂时打不开：媒体库不在原来的位置。其他内容照常办理。")) from fault
            raise MediaMissing(sha256) from fault

    def size(self, sha256: str) -> int | None:
        """Return the length in bytes of what is stored, or None."""
        try:
            return (self.root / _relative(sha256)).stat().st_size
        except OSError:
            return None

    def names(self) -> Iterator[str]:
        """Yield the name of every stored file."""
        return (path.name for path in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*") if path.is_file())

    def is_marked(self) -> bool:
        """Tell whether this folder is known as a store; an unmounted disk shows an unmarked folder."""
        return (self.root / MARK).exists()

    def mark(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / MARK).write_text("chengzhi evidence store\n", encoding="ascii")


class StorageStore:
    """Any storage that speaks Django's storage interface, such as S3 through django-storages."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def workspace(self) -> Path:
        return Path(tempfile.gettempdir())

    def put(self, path: Path, sha256: str) -> None:
        if self.size(sha256) != path.stat().st_size:
            with path.open("rb") as file:
                self.storage.save(_relative(sha256), File(file))
        path.unlink()

    def open(self, sha256: str) -> IO[bytes]:
        try:
            return self.storage.open(_relative(sha256), "rb")
        except OSError as fault:
            raise MediaMissing(sha256) from fault

    def size(self, sha256: str) -> int | None:
        name = _relative(sha256)
        return self.storage.size(name) if self.storage.exists(name) else None

    def names(self) -> Iterator[str]:
        for first in self.storage.listdir("")[0]:
            for second in self.storage.listdir(first)[0]:
                yield from self.storage.listdir(f"{first}/{second}")[1]

    def is_marked(self) -> bool:
        return self.storage.exists(MARK)

    def mark(self) -> None:
        with tempfile.TemporaryFile() as empty:
            self.storage.save(MARK, File(empty))


def free_bytes() -> int:
    """Return the room left on the disk of the folder store."""
    return shutil.disk_usage(Path(settings.MEDIA_ROOT)).free


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
