"""Checking the store against the records: every file there, whole, and the same as on the day it was stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chengzhi.evidence.intake import CHUNK, Digests
from chengzhi.evidence.models import Blob, Thumbnail
from chengzhi.evidence.store import MediaMissing, Store, current_store


@dataclass(frozen=True, slots=True)
class Fault:
    """One file that is not as recorded."""

    sha256: str
    words: str | Promise


def count_files() -> int:
    """Return how many files the records name."""
    return Blob.objects.count() + Thumbnail.objects.count()


def check_files() -> Iterator[Fault | None]:
    """Read every recorded file again and yield its fault, or None where it is as recorded."""
    store = current_store()
    for sha256, sm3, size in Blob.objects.order_by("pk").values_list("sha256", "sm3", "size").iterator():
        yield _check(store, sha256, sm3, size)
    for sha256, size in Thumbnail.objects.order_by("pk").values_list("sha256", "size").iterator():
        yield _check(store, sha256, "", size)


def unrecorded_files() -> Iterator[str]:
    """Yield names in the store that no record names: left by uploads that were rolled back, harmless."""
    known = set(Blob.objects.values_list("sha256", flat=True))
    known |= set(Thumbnail.objects.values_list("sha256", flat=True))
    return (name for name in current_store().names() if name not in known)


def digests_of(file: IO[bytes]) -> tuple[str, str, int]:
    """Return SHA-256, SM3 and length of a stream."""
    digests, length = Digests(), 0
    chunks: Iterable[bytes] = iter(lambda: file.read(CHUNK), b"")
    for chunk in chunks:
        digests.update(chunk)
        length += len(chunk)
    return *digests.finish(), length


def _check(store: Store, sha256: str, sm3: str, size: int) -> Fault | None:
    try:
        with store.open(sha256) as file:
            found = digests_of(file)
    except MediaMissing:
        return Fault(sha256, _("文件不见了"))
    if found[2] != size:
        return Fault(sha256, _("长度与记录不符"))
    if found[0] != sha256 or (sm3 and found[1] != sm3):
        return Fault(sha256, _("内容与记录不符"))
    return None
