"""Media by their own number: for whoever sees a case they belong to, and for the person who has handed them in."""

from chengzhi.cases.models import CaseMedia
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.evidence.models import Item
from chengzhi.evidence.selectors import item
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound


def seen_item(viewer: Capacity, pk: int) -> Item:
    """Return an item with its blob and thumbnails; raise NotFound where the viewer may not see it."""
    found = item(pk)
    is_own = found.uploaded_by_id is not None and found.uploaded_by_id == viewer.account_id
    if is_own and not viewer.confines:
        return found
    if not CaseMedia.objects.filter(item=pk, case__in=visible_cases(viewer)).exists():
        raise NotFound
    return found
