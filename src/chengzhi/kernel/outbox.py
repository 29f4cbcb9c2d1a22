"""Tell other rooms what has happened: once, in order, after commit, and again after a failure."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.utils import timezone

from chengzhi.kernel import clock
from chengzhi.kernel.models.outbox import OutboxDelivery, OutboxEvent

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: frozen, past tense, with JSON-friendly fields only."""

    event_name: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class StepTaken(Event):
    """A step was taken on a subject of some procedure."""

    event_name: ClassVar[str] = "kernel.step_taken"

    procedure: str
    subject_id: int
    number: str
    step: str
    seq: int
    from_state: str
    to_state: str


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]
_types: dict[str, type[Event]] = {}
_handlers: dict[str, list[tuple[str, Handler]]] = {}


def subscribe(kind: type[E], handler: Callable[[E], None]) -> None:
    """Let ``handler`` hear of every event of ``kind``; called from ``AppConfig.ready()``.

    Raises ValueError where another handler of the same name listens already: what was told is remembered by name, so
    the second would hear nothing. That is so of two methods of one class and of two lambdas of one module.
    """
    name = f"{handler.__module__}.{handler.__qualname__}"
    listening = _handlers.setdefault(kind.event_name, [])
    if any(known == name and other != handler for known, other in listening):
        fault = f"{kind.event_name} has another handler named {name}; give each a function with a name of its own"
        raise ValueError(fault)
    _types[kind.event_name] = kind
    listening.append((name, handler))


def row(event: Event) -> OutboxEvent:
    """Return the unsaved outbox row of an event."""
    return OutboxEvent(
        name=event.event_name,
        payload={one.name: getattr(event, one.name) for one in fields(event)},
        happened_at=clock.now(),
    )


def record(event: Event) -> None:
    """Write the event in the present transaction; it is told after commit."""
    row(event).save(force_insert=True)


def deliver(limit: int = 500) -> int:
    """Tell waiting events to their subscribers, oldest first, and return how many were dealt with.

    Each handler's work and the proof of it commit together, so a crash in between repeats nothing.
    """
    waiting = OutboxEvent.objects.filter(delivered_at=None, attempts__lt=MAX_ATTEMPTS)
    done = 0
    for event in waiting.order_by("happened_at", "id")[:limit]:  # keys come in stocks, so they tell no order
        done += _deliver_one(event)
    return done


def _deliver_one(event: OutboxEvent) -> bool:
    try:
        with transaction.atomic():
            held = OutboxEvent.objects.select_for_update(skip_locked=True).filter(pk=event.pk, delivered_at=None)
            if not held.exists():
                return False
            _tell(event)
            OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=timezone.now())
    except Exception as error:  # a failing handler must not hold up the others
        logger.exception("event %s %s was not delivered", event.pk, event.name)
        OutboxEvent.objects.filter(pk=event.pk).update(
            attempts=event.attempts + 1, last_error=f"{type(error).__name__}: {error}"[:300]
        )
        return False
    return True


def _tell(event: OutboxEvent) -> None:
    kind = _types.get(event.name)
    if kind is None:
        return
    fact = kind(**event.payload)
    for name, handler in _handlers[event.name]:
        _proof, is_first = OutboxDelivery.objects.get_or_create(event=event, handler=name)
        if is_first:
            handler(fact)
