"""What every act leaves behind: who did it, and the news that the register changed."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction

from chengzhi.grid.models import GridRevision
from chengzhi.grid.selectors.index import doubt_index
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.outbox import Event, row


def signature(capacity: Capacity) -> dict[str, Any]:
    """Return the fields of a Recorded row for who acts now."""
    post = f"（{capacity.post_name}）" if capacity.post_name else ""
    return {"recorded_by": f"{capacity.person_name}{post}"[:80], "appointment_id": capacity.appointment_id}


def take_no_notice() -> None:
    """Stand in where nobody watches the progress."""


def record_all(events: Iterable[Event]) -> None:
    """Write many events in the present transaction; they are told after commit."""
    OutboxEvent.objects.bulk_create((row(event) for event in events), batch_size=2_000)


def hold_register() -> None:
    """Nobody else redraws cells until this transaction ends, so that two cannot take the same ground."""
    GridRevision.objects.get_or_create(pk=1)
    GridRevision.objects.select_for_update().get(pk=1)


def mark_revision() -> None:
    """Every process learns within two seconds that divisions or cells changed; this one at once after commit."""
    GridRevision.objects.update_or_create(pk=1, defaults={"mark": uuid4()})
    doubt_index()
    transaction.on_commit(doubt_index)
