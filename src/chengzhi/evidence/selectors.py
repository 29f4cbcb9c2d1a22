"""Reading evidence. Who may see an item is decided by the room that uses it; here one fetches what one may fetch."""

from collections.abc import Iterable
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chengzhi.evidence.enums import Variant
from chengzhi.evidence.models import Blob, Item, Thumbnail
from chengzhi.evidence.store import ALIAS, Store, current_store, free_bytes, storing
from chengzhi.kernel.errors import ChengzhiError, NotFound

SCARCE = 1024 * 1024 * 1024


def items(ids: Iterable[int]) -> QuerySet[Item]:
    """Return items with their blobs and thumbnails, oldest first."""
    found = Item.objects.filter(pk__in=ids).select_related("blob")
    return found.prefetch_related("blob__thumbnails").order_by("pk")


def item(pk: int) -> Item:
    """Return one item with its blob; raise NotFound if there is none."""
    found = items([pk]).first()
    if found is None:
        raise NotFound
    return found


def thumbnail(item: Item, variant: Variant) -> Thumbnail | None:
    """Return the derived picture of an item, or None where it has none (sound, documents)."""
    return next((one for one in item.blob.thumbnails.all() if str(one.edge) == variant.value), None)


def open_media(item: Item, variant: Variant = Variant.ORIGINAL) -> IO[bytes]:
    """Return the bytes of an item, opened for reading; raise NotFound or MediaMissing."""
    return current_store().open(named(item, variant).sha256)


def named(item: Item, variant: Variant) -> Blob | Thumbnail:
    """Return the row that names the bytes of a variant; raise NotFound where there is none."""
    found = item.blob if variant == Variant.ORIGINAL else thumbnail(item, variant)
    if found is None:
        raise NotFound
    return found


def is_present(blob: Blob) -> bool:
    """Tell whether the bytes of a blob are in the store at their full length."""
    return current_store().size(blob.sha256) == blob.size


def ready_store() -> Store:
    """Return the store, known to be the right place; raise StoreUnavailable if it is an unmounted disk.

    An unmarked folder is the right one if nothing was ever stored, or if the newest file on record lies in it.
    """
    store = current_store()
    with storing():
        if not store.is_marked():
            if not is_in_place():
                raise FileNotFoundError(ALIAS)
            store.mark()
    return store


def is_in_place() -> bool:
    """Tell whether the store is where the records expect it, changing nothing; an empty new one is."""
    store = current_store()
    newest = None if store.is_marked() else Blob.objects.order_by("-pk").first()
    return newest is None or store.size(newest.sha256) is not None


def store_fault() -> str:
    """Return what is wrong with the store in words, or "": for the readiness probe and doctor."""
    try:
        ready_store()
        with storing():
            room = free_bytes()
    except ChengzhiError as fault:
        return fault.message
    if room < SCARCE:
        return _("媒体库所在磁盘只剩 %(megabytes)d MB。请清理或扩大磁盘。") % {"megabytes": room // (1024 * 1024)}
    return ""
