from typing import Any

import pytest
from django.db import IntegrityError

from chengzhi.evidence.models import Blob, Item
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db
SHA = "a" * 64


def blob(**facts: Any) -> Blob:
    wanted = {"sha256": SHA, "sm3": SHA, "size": 1, "mime": "image/jpeg", "kind": "photo", "stored_at": made.NOON}
    return Blob.objects.create(**wanted | facts)


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


def test_item_knows_whether_it_has_a_picture() -> None:
    assert made.stored().has_picture
    assert not made.stored(made.wav(), "a.wav").has_picture
    assert made.stored().is_photo


def test_item_and_blob_read_as_words() -> None:
    item = made.stored()
    assert str(item) == "photo.jpg"
    assert str(item.blob).startswith("image/jpeg ")
