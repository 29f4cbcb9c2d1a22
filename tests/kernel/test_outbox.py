"""Events are told after commit, in order, once; a failing subscriber is asked again and holds up nobody."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from chengzhi.kernel import clock, outbox
from chengzhi.kernel.models.outbox import OutboxDelivery, OutboxEvent
from chengzhi.kernel.outbox import Event

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class BellRung(Event):
    event_name: ClassVar[str] = "test.bell_rung"

    tower: str


class Ear:
    """Remembers what it heard; deaf, it fails."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.is_deaf = False

    def listen(self, event: BellRung) -> None:
        if self.is_deaf:
            raise ValueError("too loud")
        self.heard.append(event.tower)


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    outbox.subscribe(BellRung, ear.listen)
    yield ear
    outbox._types.pop(BellRung.event_name)
    outbox._handlers.pop(BellRung.event_name)


@pytest.fixture
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_events_are_told_once_and_in_order(ear: Ear) -> None:
    for tower in ("north", "south"):
        outbox.record(BellRung(tower))
    assert outbox.deliver() == 2
    assert outbox.deliver() == 0
    assert ear.heard == ["north", "south"]


def test_an_event_of_what_was_rolled_back_is_never_told(ear: Ear) -> None:
    with transaction.atomic():
        outbox.record(BellRung("north"))
        transaction.set_rollback(True)
    assert outbox.deliver() == 0


@pytest.mark.usefixtures("_quiet")
def test_a_failure_is_noted_and_tried_again(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    ear.is_deaf = True
    assert outbox.deliver() == 0
    event = OutboxEvent.objects.get()
    assert (event.attempts, event.last_error) == (1, "ValueError: too loud")
    ear.is_deaf = False
    assert outbox.deliver() == 1
    assert ear.heard == ["north"]


@pytest.mark.usefixtures("_quiet")
def test_a_failure_holds_up_nobody_else(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    ear.is_deaf = True
    outbox.subscribe(StoneLaid, print)
    outbox.record(StoneLaid())
    assert outbox.deliver() == 1
    outbox._handlers.pop(StoneLaid.event_name)
    outbox._types.pop(StoneLaid.event_name)


@dataclass(frozen=True, slots=True)
class StoneLaid(Event):
    event_name: ClassVar[str] = "test.stone_laid"


def test_an_event_that_failed_too_often_rests(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    OutboxEvent.objects.update(attempts=outbox.MAX_ATTEMPTS)
    assert outbox.deliver() == 0


def test_a_subscriber_that_has_heard_is_not_told_again(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    name = outbox._handlers[BellRung.event_name][0][0]
    OutboxDelivery.objects.create(event=OutboxEvent.objects.get(), handler=name)
    assert outbox.deliver() == 1
    assert ear.heard == []


def test_an_event_nobody_waits_for_is_dealt_with() -> None:
    outbox.record(StoneLaid())
    assert outbox.deliver() == 1


def test_an_event_told_by_another_worker_meanwhile_is_left_alone(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    event = OutboxEvent.objects.get()
    assert outbox.deliver() == 1
    assert outbox._deliver_one(event) is False
    assert ear.heard == ["north"]


def test_the_row_of_an_event_carries_its_facts_and_its_moment() -> None:
    at = clock.now() - timedelta(days=1)
    with clock.at(at):
        row = outbox.row(BellRung("north"))
    assert (row.name, row.payload, row.happened_at, row.pk) == ("test.bell_rung", {"tower": "north"}, at, None)


def test_no_more_are_told_at_once_than_asked(ear: Ear) -> None:
    for tower in "abc":
        outbox.record(BellRung(tower))
    assert [outbox.deliver(limit=2), outbox.deliver(limit=2), outbox.deliver(limit=2)] == [2, 1, 0]
    assert ear.heard == ["a", "b", "c"]


def subscribe_also(ear: Ear) -> None:
    """Let another ear listen, under a name of its own: proofs of delivery are kept by the name of the handler."""

    def listen(event: BellRung) -> None:
        ear.listen(event)

    outbox.subscribe(BellRung, listen)


def test_every_subscriber_hears_of_it(ear: Ear) -> None:
    second = Ear()
    subscribe_also(second)
    outbox.record(BellRung("north"))
    outbox.deliver()
    assert (ear.heard, second.heard) == (["north"], ["north"])
    assert OutboxDelivery.objects.count() == 2


@pytest.mark.usefixtures("_quiet")
def test_a_subscriber_that_fails_undoes_what_others_did_so_that_all_hear_again(ear: Ear) -> None:
    second = Ear()
    second.is_deaf = True
    subscribe_also(second)
    outbox.record(BellRung("north"))
    assert outbox.deliver() == 0
    assert not OutboxDelivery.objects.exists()
    second.is_deaf = False
    assert outbox.deliver() == 1
    assert second.heard == ["north"]


@pytest.mark.usefixtures("_quiet")
def test_what_went_wrong_is_kept_short(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    def shout(_event: BellRung) -> None:
        raise RuntimeError("x" * 1000)

    outbox.subscribe(BellRung, shout)
    outbox.record(BellRung("north"))
    outbox.deliver()
    assert len(OutboxEvent.objects.get().last_error) == 300


@pytest.mark.usefixtures("_quiet")
def test_an_event_whose_shape_has_changed_waits_and_does_not_stop_the_others(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    OutboxEvent.objects.update(payload={"spire": "north"})
    outbox.record(BellRung("south"))
    assert outbox.deliver() == 1
    assert ear.heard == ["south"]
    assert "TypeError" in OutboxEvent.objects.get(delivered_at=None).last_error


def test_what_was_delivered_is_marked_with_its_time(ear: Ear) -> None:
    outbox.record(BellRung("north"))
    outbox.deliver()
    assert OutboxEvent.objects.get().delivered_at is not None


def test_a_second_handler_of_the_same_name_is_refused_as_it_would_hear_nothing(ear: Ear) -> None:
    second = Ear()
    with pytest.raises(ValueError, match=r"test\.bell_rung has another handler named .*Ear\.listen"):
        outbox.subscribe(BellRung, second.listen)
    outbox.record(BellRung("north"))
    assert outbox.deliver() == 1
    assert (ear.heard, second.heard) == (["north"], [])


def test_a_handler_that_subscribes_again_still_hears_once(ear: Ear) -> None:
    outbox.subscribe(BellRung, ear.listen)
    outbox.record(BellRung("north"))
    outbox.deliver()
    assert ear.heard == ["north"]
