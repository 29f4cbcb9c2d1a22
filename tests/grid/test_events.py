"""What the rooms above hear of the grid."""

from dataclasses import FrozenInstanceError

import pytest

from chengzhi.grid.events import CellChanged, DutyChanged, PartChanged
from chengzhi.kernel import outbox
from chengzhi.kernel.models import OutboxEvent

EVENTS = {
    "grid.cell_changed": CellChanged(cell_id=1, code="320613006001001", on="2026-11-23"),
    "grid.duty_changed": DutyChanged(cell_id=1, code="320613006001001", kind="cadre", person_id=None, on="2026-11-23"),
    "grid.part_changed": PartChanged(part_id=1, code="3206130137000001", kind="moved"),
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
        event.code = "x"  # type: ignore[attr-defined]  # what must not work
