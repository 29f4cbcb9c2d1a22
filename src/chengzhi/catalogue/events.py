"""What the catalogue tells other rooms after it happened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAmended:
    """A filing standard got a new version; cases filed under the old one keep it."""

    old_id: int
    new_id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardWithdrawn:
    """A filing standard went out of force."""

    standard_id: int
    number: str
