"""Photos that residents hand in, kept even when the rest of the form is not right yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from django.core import signing
from django.core.files import File
from django.utils.translation import gettext as _

from chengzhi.evidence.enums import MediaKind, Source
from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_media
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import ChengzhiError

MOST_PHOTOS = 9
SALT = "portal.photos"


@dataclass(slots=True)
class Uploads:
    """What became of the files of one request: those kept, and why others were not."""

    kept: list[Item] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def store_photos(files: "Iterable[File[bytes]]", already: int = 0) -> Uploads:
    """Keep every file that is fit and say of each other one why it is not; the good ones are never lost."""
    found = Uploads()
    for number, file in enumerate(files, start=already):
        if number >= MOST_PHOTOS:
            found.refused.append(_("照片最多 %(most)s 张，多出的没有收下。") % {"most": MOST_PHOTOS})
            break
        try:
            item = store_media(upload=file, capacity=resident(), source=Source.ALBUM)
        except ChengzhiError as fault:  # unfit, or the store is away: either way the words stay
            found.refused.append(fault.message)
            continue
        if item.blob.kind in {MediaKind.PHOTO, MediaKind.VIDEO}:
            found.kept.append(item)
        else:
            found.refused.append(_("“%(name)s”不是照片或视频，没有收下。请改拍照片。") % {"name": item.filename})
    return found


def sealed(ids: list[int]) -> str:
    """Return the ids of kept photos as a value that a form may carry but nobody can forge."""
    return signing.dumps(ids, salt=SALT) if ids else ""


def opened(value: str) -> list[int]:
    """Return the ids a form carried; none when the value was tampered with or is a day old."""
    try:
        return cast("list[int]", signing.loads(value, salt=SALT, max_age=86_400)) if value else []
    except signing.BadSignature:
        return []
