"""What the rooms above hear of the catalogue."""

from dataclasses import FrozenInstanceError

import pytest

from chengzhi.catalogue.events import StandardAmended, StandardWithdrawn
from chengzhi.kernel import outbox
from chengzhi.kernel.models import OutboxEvent

EVENTS = {
    "catalogue.standard_amended": StandardAmended(old_id=1, new_id=2, number="0110-1"),
    "catalogue.standard_withdrawn": StandardWithdrawn(standard_id=1, number="0110-1"),
}


@pytest.mark.parametrize(("name", "event"), EVENTS.items())
def test_an_event_survives_the_outbox_under_its_name(db: None, name: str, event: outbox.Event) -> None:
    outbox.record(event)
    row = OutboxEvent.objects.get()
    assert row.name == event.event_name == name
    assert type(event)(**row.payload) == event


@pytest.mark.parametrize("event", EVENTS.values())
def test_an_event_cannot_be_altered(event: outbox.Event) -> None:
    with pytest.raises(FrozenInstanceError):
        event.number = "x"  # type: ignore[attr-defined]  # what must not work
