"""Evidence items for tests of the loop, stored as rows only."""

import hashlib
from itertools import count

from django.utils import timezone

from chengzhi.evidence.models import Blob, Item

_numbers = count(1)


def photo() -> Item:
    """Return a photo that was handed in; its bytes are not in the store."""
    mark = str(next(_numbers)).encode()
    digest = hashlib.sha256(mark).hexdigest()
    blob = Blob.objects.create(
        sha256=digest, sm3=digest, size=1, mime="image/jpeg", kind="photo", stored_at=timezone.now()
    )
    return Item.objects.create(blob=blob, filename="现场.jpg", source="camera", uploaded_at=timezone.now())
