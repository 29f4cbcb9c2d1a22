"""Receiving an upload: hashed and measured while it is written beside the store, typed by its first bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives import hashes
from django.core.files import File
from django.utils.translation import gettext as _

from chengzhi.evidence.limits import MEGABYTE, Limits
from chengzhi.evidence.sniffing import ENDS, HEAD, FileType, UnfitFile, sniff
from chengzhi.evidence.store import Store, storing

CHUNK = 256 * 1024


class Digests:
    """SHA-256 (GB/T 18238.3) and SM3 (GB/T 32905-2016) of a stream, taken together."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())  # hashlib has SM3 only where OpenSSL was built with it

    def update(self, data: bytes) -> None:
        self._sha256.update(data)
        self._sm3.update(data)

    def finish(self) -> tuple[str, str]:
        """Return both digests in hexadecimal; nothing can be added afterwards."""
        return self._sha256.hexdigest(), self._sm3.finalize().hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An upload lying whole beside the store: its hashes, length, type, and the bytes at both ends."""

    path: Path
    sha256: str
    sm3: str
    size: int
    type: FileType
    ends: bytes


@contextmanager
def received(upload: File[bytes], store: Store, limits: Limits) -> Iterator[Received]:
    """Give the upload as a file of our own for as long as the block lasts; raise UnfitFile if it is refused."""
    with storing():
        descriptor, name = tempfile.mkstemp(dir=store.workspace())
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            taken = _take(upload, out, limits)
        sha256, sm3 = taken.digests.finish()
        ends = taken.head + _tail(path)
        yield Received(path=path, sha256=sha256, sm3=sm3, size=taken.size, type=taken.type, ends=ends)
    finally:
        path.unlink(missing_ok=True)


@dataclass(slots=True)
class _Taken:
    type: FileType
    head: bytes
    digests: Digests
    size: int = 0


def _take(upload: File[bytes], out: IO[bytes], limits: Limits) -> _Taken:
    chunks = iter(upload.chunks(CHUNK))
    first = next(chunks, b"")
    if not first:
        raise UnfitFile(_("文件是空的。"), _("请检查文件能否打开，再重新上传。"))
    taken = _Taken(sniff(first[:HEAD]), first[:ENDS], Digests())
    allowed = limits.bytes_for(taken.type.kind)
    for chunk in _with_first(first, chunks):
        taken.size += len(chunk)
        if taken.size > allowed:
            raise UnfitFile(
                _("文件超过 %(megabytes)d MB 的上限。") % {"megabytes": allowed // MEGABYTE},
                _("请缩小、剪短或分成几个再上传。"),
            )
        taken.digests.update(chunk)
        with storing():
            out.write(chunk)
    with storing():
        out.flush()
    return taken


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - ENDS))
        return file.read()
