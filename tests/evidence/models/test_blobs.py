from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from chengzhi.evidence.models import Blob, Thumbnail
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db
SHA = "a" * 64


def blob(**facts: Any) -> Blob:
    wanted = {"sha256": SHA, "sm3": SHA, "size": 1, "mime": "image/jpeg", "kind": "photo", "stored_at": made.NOON}
    return Blob.objects.create(**wanted | facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"sha256": "A" * 64}, "blob_sha256_shape"),
        ({"sha256": "ab"}, "blob_sha256_shape"),
        ({"sm3": "x" * 64}, "blob_sm3_shape"),
        ({"size": 0}, "blob_not_empty"),
        ({"kind": "poem"}, "blob_kind_known"),
        ({"width": 3}, "blob_width_with_height"),
    ],
)
def test_blob_that_cannot_be_is_refused(facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        blob(**facts)


def test_same_bytes_have_one_blob() -> None:
    blob()
    with pytest.raises(IntegrityError, match="sha256"):
        blob()


def test_thumbnail_of_unknown_size_is_refused() -> None:
    with pytest.raises(IntegrityError, match="thumbnail_edge_known"):
        Thumbnail.objects.create(blob=blob(), edge=50, sha256=SHA, size=1, mime="image/jpeg", width=1, height=1)


def test_blob_in_use_is_protected() -> None:
    item = made.stored()
    with pytest.raises(ProtectedError):
        item.blob.delete()
