"""What other rooms hear: names that never change, and payloads that survive the outbox."""

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import date

import pytest

from chengzhi.kernel import outbox
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation import events
from chengzhi.organisation.enums import SuccessionKind
from chengzhi.organisation.services.refresh import TOLD

NAMES = {
    events.UnitRenamed: "organisation.unit_renamed",
    events.UnitMoved: "organisation.unit_moved",
    events.UnitsMerged: "organisation.units_merged",
    events.UnitSplit: "organisation.unit_split",
    events.UnitAbolished: "organisation.unit_abolished",
    events.AppointmentEnded: "organisation.appointment_ended",
}
SUCCESSION = {"succession_id": 7, "on": "2026-11-23", "predecessors": [1, 2], "successors": [3]}


@pytest.mark.parametrize(("event", "name"), NAMES.items())
def test_an_event_keeps_the_name_that_is_stored(event: type[outbox.Event], name: str) -> None:
    assert event.event_name == name


@pytest.mark.parametrize("kind", SuccessionKind)
def test_every_kind_of_succession_is_told_as_an_event_of_its_own(kind: SuccessionKind) -> None:
    assert TOLD[kind].event_name.startswith("organisation.unit")
    assert len(set(TOLD.values())) == len(SuccessionKind)


@pytest.mark.parametrize("event", sorted(set(NAMES) - {events.AppointmentEnded}, key=lambda one: one.event_name))
def test_a_succession_survives_the_outbox(db: None, event: type[events.UnitsSucceeded]) -> None:
    outbox.record(event(**SUCCESSION))  # type: ignore[arg-type]  # as the register writes them
    row = OutboxEvent.objects.get()
    assert (row.name, row.payload) == (event.event_name, SUCCESSION)


def test_the_end_of_an_appointment_names_who_carries_on_if_anybody() -> None:
    ended = events.AppointmentEnded(appointment_id=1, person_id=2, unit_id=3, on=date(2026, 11, 23).isoformat())
    assert ended.followed_by is None
    assert json.loads(json.dumps(asdict(ended)))["on"] == "2026-11-23"


@pytest.mark.parametrize("event", NAMES)
def test_an_event_cannot_be_altered_and_holds_plain_facts_only(event: type[outbox.Event]) -> None:
    assert is_dataclass(event)
    assert event.__dataclass_params__.frozen  # type: ignore[attr-defined]  # dataclasses publish no better name
    assert all("Model" not in str(one.type) for one in fields(event))
