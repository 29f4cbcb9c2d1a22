"""What other rooms hear of: told on the day it takes effect, dates as ISO text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from chengzhi.kernel.outbox import Event


@dataclass(frozen=True, slots=True)
class UnitsSucceeded(Event):
    """Base: from ``on``, the work of ``predecessors`` is carried on by ``successors`` (ids of units)."""

    succession_id: int
    on: str
    predecessors: Sequence[int]
    successors: Sequence[int]


@dataclass(frozen=True, slots=True)
class UnitRenamed(UnitsSucceeded):
    """A unit bears another name; predecessor and successor are the same unit."""

    event_name: ClassVar[str] = "organisation.unit_renamed"


@dataclass(frozen=True, slots=True)
class UnitMoved(UnitsSucceeded):
    """A unit, or posts of it, came under another unit."""

    event_name: ClassVar[str] = "organisation.unit_moved"


@dataclass(frozen=True, slots=True)
class UnitsMerged(UnitsSucceeded):
    """Units were merged into one."""

    event_name: ClassVar[str] = "organisation.units_merged"


@dataclass(frozen=True, slots=True)
class UnitSplit(UnitsSucceeded):
    """A unit was split over several."""

    event_name: ClassVar[str] = "organisation.unit_split"


@dataclass(frozen=True, slots=True)
class UnitAbolished(UnitsSucceeded):
    """A unit was abolished; ``successors`` is empty when nobody carries on."""

    event_name: ClassVar[str] = "organisation.unit_abolished"


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Event):
    """An appointment has no power any more; ``followed_by`` is the one that carries it on, if any."""

    event_name: ClassVar[str] = "organisation.appointment_ended"

    appointment_id: int
    person_id: int
    unit_id: int
    on: str
    followed_by: int | None = None
