"""Photos taken on the spot: kept at once, whatever else is wrong with the form they came with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files import File

from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Item
from chengzhi.evidence.selectors import items
from chengzhi.evidence.services import store_media
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import ChengzhiError

LARGEST_ID = 2**63 - 1


@dataclass(slots=True)
class Kept:
    """What a form holds of evidence: items stored now or before, and why some files were not."""

    items: list[Item] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [one.pk for one in self.items]


def keep_media(
    files: "Iterable[File[bytes]]",
    *,
    capacity: Capacity,
    before: Iterable[int] = (),
    lon: float | None = None,
    lat: float | None = None,
) -> Kept:
    """The files are stored as this person's evidence, beside what they stored with an earlier attempt.

    Of the ids kept before only the person's own count: nobody attaches another's photo.
    """
    kept = Kept(
        [one for one in items(one for one in before if one <= LARGEST_ID) if one.uploaded_by_id == capacity.account_id]
    )
    for file in files:
        try:
            kept.items.append(store_media(upload=file, capacity=capacity, source=Source.CAMERA, lon=lon, lat=lat))
        except ChengzhiError as fault:  # unfit, or the store is away: either way the words stay
            kept.refused.append(fault.message)
    return kept


def degrees(text: str, most: float) -> float | None:
    """Read a coordinate that the device filled in; None when there is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= most else None
