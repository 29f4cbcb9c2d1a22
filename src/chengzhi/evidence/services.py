"""Handing in evidence: the only way a file gets into the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.evidence.documents import inspect_pdf
from chengzhi.evidence.enums import MediaKind, Source
from chengzhi.evidence.intake import Received, received
from chengzhi.evidence.limits import Limits, limits
from chengzhi.evidence.metadata import CHINA, FIRST_YEAR, Claims, on_earth
from chengzhi.evidence.models import Blob, Item, Thumbnail
from chengzhi.evidence.models.blobs import EDGES
from chengzhi.evidence.photos import Facts, inspect_photo, shrink
from chengzhi.evidence.recordings import inspect_recording
from chengzhi.evidence.selectors import ready_store
from chengzhi.evidence.sniffing import JPEG, FileType, UnfitFile, refuse_disguise
from chengzhi.evidence.store import Store, storing
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Datum, Point, to_wgs84
from chengzhi.kernel.errors import BadInput

FIELD = "media"
LONGEST_NAME = 120
CLOCK_SLACK = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the sender says about a file; empty where nothing is said, then the file's own metadata speaks."""

    taken_at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None
    datum: Datum = Datum.WGS84
    device: str = ""
    note: str = ""


def store_media(
    *,
    upload: File[bytes],
    capacity: Capacity,
    source: Source | str,
    taken_at: dt.datetime | None = None,
    lon: float | None = None,
    lat: float | None = None,
    datum: Datum = Datum.WGS84,
    device: str = "",
    note: str = "",
) -> Item:
    """A file is kept byte for byte, with its thumbnails, as an item handed in by this person now.

    ``lon`` and ``lat`` are in ``datum`` and stored in WGS-84. Raises BadInput (key "media") for a file that is empty,
    broken, disguised or too big, and StoreUnavailable when the disk cannot take it; then nothing is kept.
    """
    said = Statement(taken_at=taken_at, lon=lon, lat=lat, datum=datum, device=device, note=note)
    return _store(upload, capacity, Source(source), said)


@transaction.atomic
def store_many(
    *, uploads: Sequence[File[bytes]], capacity: Capacity, source: Source | str, said: Statement | None = None
) -> list[Item]:
    """All the files are kept, or none: the refusal names every file that cannot be kept, with its reason."""
    most = limits().files_at_once
    if len(uploads) > most:
        raise BadInput(
            {
                FIELD: _("一次最多 %(most)d 个文件，您选了 %(count)d 个。请分几次上传。")
                % {"most": most, "count": len(uploads)}
            }
        )
    kept: list[Item] = []
    refused: list[str] = []
    for upload in uploads:
        try:
            kept.append(_store(upload, capacity, Source(source), said or Statement()))
        except BadInput as fault:
            refused += fault.errors[FIELD]
    if refused:
        raise BadInput({FIELD: refused})
    return kept


def shown_name(given: str | None) -> str:
    """Return a file name that is safe to show and to offer for download: no folders, no control characters."""
    base = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(char for char in base if unicodedata.category(char)[0] != "C")
    plain = visible.strip().strip(".")
    if len(plain) > LONGEST_NAME:
        stem, suffix = Path(plain).stem, Path(plain).suffix[:10]
        plain = stem[: LONGEST_NAME - len(suffix)] + suffix
    return plain or _("未命名文件")


def _store(upload: File[bytes], capacity: Capacity, source: Source, said: Statement) -> Item:
    name = shown_name(upload.name)
    place = _stated_place(said)
    store = ready_store()
    bounds = limits()
    try:
        with received(upload, store, bounds) as file:
            blob, claims = _kept(file, store, bounds)
    except UnfitFile as unfit:
        words = _("没有收下“%(name)s”：%(reason)s%(advice)s")
        raise BadInput({FIELD: words % {"name": name, "reason": unfit.reason, "advice": unfit.advice}}) from unfit
    return _hand_in(blob, claims, name, capacity, source, said, place)


def _stated_place(said: Statement) -> Point | None:
    if said.lon is None or said.lat is None:
        return None
    if not on_earth(said.lon, said.lat):
        raise BadInput({FIELD: _("拍摄位置不对：经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间。请重新定位。")})
    return to_wgs84(said.lon, said.lat, said.datum)


def _kept(file: Received, store: Store, bounds: Limits) -> tuple[Blob, Claims]:
    """Return the blob of the bytes, stored on first sight, and the claims of its metadata."""
    kind, facts = _inspect(file, bounds)
    refuse_disguise(file.path, file.ends)
    pictures = {edge: shrink(facts.picture, edge) for edge in EDGES} if facts.picture else {}
    with storing():
        store.put(file.path, file.sha256)
    with transaction.atomic():
        blob, is_new = Blob.objects.get_or_create(
            sha256=file.sha256,
            defaults={
                "sm3": file.sm3,
                "size": file.size,
                "mime": kind.mime,
                "kind": kind.kind,
                "width": facts.width,
                "height": facts.height,
                "duration_ms": facts.duration_ms,
                "stored_at": clock.now(),
            },
        )
        if is_new:
            Thumbnail.objects.bulk_create(_thumbnail(blob, edge, *one, store) for edge, one in pictures.items())
    return blob, facts.claims


def _inspect(file: Received, bounds: Limits) -> tuple[FileType, Facts]:
    if file.type.kind == MediaKind.PHOTO:
        return file.type, inspect_photo(file.path, file.type.mime, bounds)
    if file.type.kind == MediaKind.DOCUMENT:
        return file.type, inspect_pdf(file.path)
    return inspect_recording(file.path, file.type, bounds)


def _thumbnail(blob: Blob, edge: int, content: bytes, size: tuple[int, int], store: Store) -> Thumbnail:
    """Return the unsaved row of a derived picture whose bytes are in the store."""
    with storing():
        descriptor, name = tempfile.mkstemp(dir=store.workspace())
        path = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
            digest = hashlib.sha256(content).hexdigest()
            store.put(path, digest)
        finally:
            path.unlink(missing_ok=True)
    width, height = size
    return Thumbnail(blob=blob, edge=edge, sha256=digest, size=len(content), mime=JPEG.mime, width=width, height=height)


def _hand_in(
    blob: Blob,
    claims: Claims,
    name: str,
    capacity: Capacity,
    source: Source,
    said: Statement,
    place: Point | None,
) -> Item:
    """Return the new item: what the sender said goes before what the file claims."""
    now = clock.now()
    where = place or (Point(claims.lon, claims.lat) if claims.lon is not None and claims.lat is not None else None)
    return Item.objects.create(
        blob=blob,
        filename=name,
        taken_at=_plausible(said.taken_at, now) or _plausible(claims.taken_at, now),
        lon=where.lon if where else None,
        lat=where.lat if where else None,
        datum=said.datum if place else Datum.WGS84,
        device=(said.device or claims.device)[:120],
        source=source,
        note=said.note.strip()[:500],
        exif=claims.exif,
        uploaded_by_id=capacity.account_id,
        uploader_name=capacity.person_name[:60],
        appointment_ref=capacity.appointment_id,
        uploaded_at=now,
    )


def _plausible(moment: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Return the moment as an aware time, or None if no camera's clock explains it: before 1990, or in the future."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return aware if aware.year >= FIRST_YEAR and aware <= now + CLOCK_SLACK else None
