"""What the catalogue tells other rooms after it happened."""

from dataclasses import dataclass
from typing import ClassVar

from chengzhi.kernel.outbox import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAmended(Event):
    """A filing standard got a new version; cases filed under the old one keep it."""

    event_name: ClassVar[str] = "catalogue.standard_amended"

    old_id: int
    new_id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardWithdrawn(Event):
    """A filing standard went out of force."""

    event_name: ClassVar[str] = "catalogue.standard_withdrawn"

    standard_id: int
    number: str
