"""Who acts, in which post, and how far their permissions reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Scope(StrEnum):
    """How far a permission reaches, from narrow to wide."""

    OWN = "own"
    UNIT = "unit"
    TERRITORY = "territory"
    CITY = "city"

    @property
    def width(self) -> int:
        return list(Scope).index(self)


class ActorKind(StrEnum):
    PERSON = "person"
    RESIDENT = "resident"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """One person acting in one post today: what they may do, and where.

    ``territory`` holds prefixes of division or cell codes; ``unit_ids`` the own unit and all below it.
    ``confines``, where set, are prefixes outside of which nothing is reached at all, whatever the scope.
    """

    kind: ActorKind = ActorKind.PERSON
    account_id: int | None = None
    person_id: int | None = None
    appointment_id: int | None = None
    person_name: str = ""
    post_name: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    unit_ids: frozenset[int] = frozenset()
    territory: tuple[str, ...] = ()
    confines: tuple[str, ...] = ()
    grants: Mapping[str, Scope] = field(default_factory=lambda: MappingProxyType({}))

    def may(self, permission: str) -> bool:
        return permission in self.grants

    def scope(self, permission: str) -> Scope | None:
        return self.grants.get(permission)

    def covers(self, code: str) -> bool:
        """Tell whether a division or cell code lies in the territory."""
        return any(code.startswith(prefix) for prefix in self.territory)

    def is_confined_from(self, code: str) -> bool:
        """Tell whether a code lies outside what the capacity is confined to."""
        return bool(self.confines) and not code.startswith(self.confines)


SYSTEM = Capacity(kind=ActorKind.SYSTEM)


def resident(name: str = "") -> Capacity:
    """Return the capacity of a member of the public: no permission but the public steps."""
    return Capacity(kind=ActorKind.RESIDENT, person_name=name)
