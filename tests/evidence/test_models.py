from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from tests.factories import evidence as made

from chengzhi.evidence.models import Blob, Item, Thumbnail

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


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"lon": 120.0}, "item_place_whole_and_on_earth"),
        ({"lon": 120.0, "lat": 99.0}, "item_place_whole_and_on_earth"),
        ({"filename": ""}, "item_filename_present"),
        ({"source": "dream"}, "item_source_known"),
        ({"datum": "mars"}, "item_datum_known"),
    ],
)
def test_item_that_cannot_be_is_refused(facts: dict[str, Any], constraint: str) -> None:
    wanted = {"blob": blob(), "filename": "a.jpg", "source": "upload", "uploaded_at": made.NOON}
    with pytest.raises(IntegrityError, match=constraint):
        Item.objects.create(**wanted | facts)


def test_thumbnail_of_unknown_size_is_refused() -> None:
    with pytest.raises(IntegrityError, match="thumbnail_edge_known"):
        Thumbnail.objects.create(blob=blob(), edge=50, sha256=SHA, size=1, mime="image/jpeg", width=1, height=1)


@pytest.mark.parametrize("table", ["evidence_blob", "evidence_thumbnail", "evidence_item"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_refuses_to_change_or_remove_evidence(table: str, act: str) -> None:
    made.stored()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="never changed or removed"):
        cursor.execute(act.format(table))


def test_replacing_the_hash_is_refused() -> None:
    item = made.stored()
    with pytest.raises(IntegrityError, match="never changed"):
        Blob.objects.filter(pk=item.blob_id).update(sha256=SHA)


def test_blob_in_use_is_protected() -> None:
    item = made.stored()
    with pytest.raises(ProtectedError):
        item.blob.delete()


def test_item_knows_whether_it_has_a_picture() -> None:
    assert made.stored().has_picture
    assert not made.stored(made.wav(), "a.wav").has_picture
    assert made.stored().is_photo


def test_item_and_blob_read_as_words() -> None:
    item = made.stored()
    assert str(item) == "photo.jpg"
    assert str(item.blob).startswith("image/jpeg ")
