"""Batches of cells and parts that came in from files."""

from django.db.models import QuerySet

from chengzhi.grid.enums import ImportKind
from chengzhi.grid.models import ImportBatch
from chengzhi.grid.permissions import Permission
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound

MOST = 20
RIGHTS = {ImportKind.CELLS: Permission.MANAGE_CELLS, ImportKind.PARTS: Permission.MANAGE_PARTS}


def batches_for(viewer: Capacity) -> list[ImportBatch]:
    """Return the latest batches of what the viewer may import, newest first."""
    return list(every_batch(viewer)[:MOST])


def every_batch(viewer: Capacity) -> QuerySet[ImportBatch]:
    """Return every batch of what the viewer may import, newest first."""
    kinds = [kind for kind, right in RIGHTS.items() if viewer.may(right)]
    return ImportBatch.objects.filter(kind__in=kinds).defer("refused").order_by("-pk")


def access_batch(viewer: Capacity, pk: int) -> ImportBatch:
    """Return a batch the viewer may withdraw, or raise NotFound."""
    kinds = [kind for kind, right in RIGHTS.items() if viewer.may(right)]
    found = ImportBatch.objects.filter(pk=pk, kind__in=kinds).first()
    if found is None:
        raise NotFound
    return found
