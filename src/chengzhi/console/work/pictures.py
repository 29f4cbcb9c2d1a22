"""Media of a case as the photo components want them."""

from dataclasses import dataclass
from datetime import datetime

from chengzhi.cases.models import Case, CaseMedia
from chengzhi.cases.selectors.casepage import CasePage
from chengzhi.console.errors import named
from chengzhi.evidence.enums import MediaKind, Variant
from chengzhi.evidence.models import Item
from chengzhi.evidence.selectors import items
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import distance_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One medium on a page: where its bytes are, who took it when, how far from the spot, its hash."""

    url: str
    thumb_url: str
    kind: str
    alt: str
    by: str
    at: datetime
    distance: float | None
    hash: str
    name: str

    @property
    def is_photo(self) -> bool:
        return self.kind == MediaKind.PHOTO


def picture(case: Case, one: CaseMedia) -> Picture:
    """Return a medium of a case for its page."""
    item = one.item
    url = named("media", case.number, item.pk)
    return Picture(
        url=url,
        thumb_url=f"{url}?size={Variant.LARGE}" if item.has_picture else url,
        kind=item.blob.kind,
        alt=f"{one.get_stage_display()} {case.summary}",
        by=item.uploader_name,
        at=item.taken_at or item.uploaded_at,
        distance=_distance(case, item),
        hash=item.blob.sha256,
        name=item.filename,
    )


def _distance(case: Case, item: Item) -> float | None:
    if case.lon is None or case.lat is None or item.lon is None or item.lat is None:
        return None
    return distance_m((case.lon, case.lat), (item.lon, item.lat))


def pictures(page: CasePage) -> dict[str, list[Picture]]:
    """Return photos by stage, and under "recordings" every sound and video."""
    found = {stage: [picture(page.case, one) for one in media] for stage, media in page.media.items()}
    recordings = [one for group in found.values() for one in group if not one.is_photo]
    return {
        **{stage: [one for one in group if one.is_photo] for stage, group in found.items()},
        "recordings": recordings,
    }


def own_items(capacity: Capacity, ids: list[int]) -> list[Item]:
    """Return the items among the ids that this person handed in: nobody attaches another's."""
    return [one for one in items(ids) if one.uploaded_by_id == capacity.account_id]


def kept_pictures(kept: list[Item]) -> list[dict[str, object]]:
    """Return what a refused attempt has stored already, for the form that comes back."""
    return [
        {
            "id": one.pk,
            "name": one.filename,
            "url": named("own_media", one.pk),
            "thumb_url": f"{named('own_media', one.pk)}?size={Variant.SMALL}" if one.has_picture else "",
        }
        for one in kept
    ]
