"""附件：上传、下载."""

import datetime as dt
import hashlib
from typing import Annotated, Any, cast

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from ninja import File, Form, Path, Query, Router
from ninja.files import UploadedFile

from chengzhi.api import answers, keys
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.schemas.media import MediaIn, MediaOut, Size
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.seenmedia import seen_item
from chengzhi.evidence.enums import Source, Variant
from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_media
from chengzhi.evidence.serving import media_response
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.token_scopes import TokenScope
from chengzhi.organisation.selectors import answer_given
from chengzhi.organisation.services import keep_answer

router = Router(tags=["附件 media"])
CHUNK = 256 * 1024


@router.post("", summary="上传", operation_id="upload_media", response={201: MediaOut})
@needs(TokenScope.MEDIA_WRITE, Permission.REPORT, Permission.PATROL, Permission.HANDLE, Permission.ACCEPT)
def upload_media(request: ApiRequest, file: File[UploadedFile], given: Form[MediaIn]) -> HttpResponse:
    """上传一张照片、一段录音或录像，得到 id，再在上报或办理时附上。要带 Idempotency-Key。"""
    capacity = request.auth.capacity
    key = keys.idempotency_key(request, capacity.account_id)
    account = capacity.account_id or 0
    said = _fingerprint(file, given)
    try:
        with transaction.atomic():
            known = answer_given(account, key)
            if known is None:
                facts = _facts(_stored(request, file, given))
                keep_answer(account_id=account, key=key, fingerprint=said, status=201, body=facts)
                return answers.data(facts, status=201, headers={"Location": facts["url"]})
    except IntegrityError:
        known = answer_given(account, key)
    if known is None or known.fingerprint != said:
        raise keys.told_otherwise()
    return keys.replayed(answers.data(known.body, status=known.status, headers={"Location": known.body["url"]}))


def _stored(request: ApiRequest, file: UploadedFile, given: MediaIn) -> Item:
    return store_media(
        upload=file,
        capacity=request.auth.capacity,
        source=Source.UPLOAD,
        taken_at=given.taken_at,
        lon=given.lon,
        lat=given.lat,
        datum=Datum(given.datum),
        device=given.device,
        note=given.note,
    )


def _fingerprint(file: UploadedFile, given: MediaIn) -> str:
    digest = hashlib.sha256(given.model_dump_json().encode())
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _facts(item: Item) -> dict[str, Any]:
    return {
        "id": item.pk,
        "kind": item.blob.kind,
        "mime": item.blob.mime,
        "size": item.blob.size,
        "sha256": item.blob.sha256,
        "taken_at": item.taken_at.astimezone(dt.UTC).isoformat() if item.taken_at else None,
        "uploaded_at": item.uploaded_at.astimezone(dt.UTC).isoformat(),
        "url": f"/api/v1/media/{item.pk}",
    }


@router.get("/{item}", summary="下载", operation_id="get_media", response={200: bytes, 206: bytes})
@needs(TokenScope.CASES_READ, Permission.READ)
def get_media(
    request: ApiRequest, item: Annotated[int, Path(ge=1, le=2**62, description="附件的 id")], given: Query[Size]
) -> HttpResponse:
    """读一个附件的原件或缩略图，可用 Range 分段。只给看得见那件案卷的人，和上传的人自己。"""
    found = seen_item(request.auth.capacity, item)
    return cast("HttpResponse", media_response(request, found, Variant(given.size)))
