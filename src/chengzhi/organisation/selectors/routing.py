"""Who answers for a place: units by territory, and people by permission and territory."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from chengzhi.kernel.access import Scope
from chengzhi.kernel.permissions import permission as declared
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, in_force
from chengzhi.organisation.selectors.trees import Snapshot, UnitRef, snapshot, today


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An appointment that holds a permission, and how far."""

    appointment_id: int
    person_id: int
    person_name: str
    account_id: int | None
    post_name: str
    kind: str
    unit_id: int
    unit_name: str
    scope: Scope
    territory: tuple[str, ...]

    def precision(self, code: str) -> int:
        """Return the length of the longest own prefix that covers the code; 0 when none does."""
        return covering(self.territory, code)


def covering(territory: tuple[str, ...], code: str) -> int:
    """Return the length of the longest prefix in the territory that covers the code, or 0."""
    return max((len(prefix) for prefix in territory if code.startswith(prefix)), default=0)


def holders(permission: str, code: str, on: date | None = None) -> list[Holder]:
    """Return who holds a permission where a division or cell code lies, the narrowest territory first.

    City scope reaches every code; any other scope reaches the territory of the unit. Closed accounts are left out.
    """
    found = [one for one in _holders(Q(), permission, on) if one.scope == Scope.CITY or one.precision(code)]
    return sorted(found, key=lambda one: (-one.precision(code), one.kind != AppointmentKind.REGULAR))


def holders_in_units(permission: str, unit_ids: Collection[int], on: date | None = None) -> list[Holder]:
    """Return who holds a permission in a post of exactly these units."""
    return _holders(Q(post__unit_id__in=unit_ids), permission, on)


def holders_everywhere(permission: str, on: date | None = None) -> list[Holder]:
    """Return who holds a permission anywhere."""
    return _holders(Q(), permission, on)


def responsible_units(code: str, on: date | None = None, kinds: Collection[str] = ()) -> list[UnitRef]:
    """Return the units whose own territory covers a code, the narrowest first; ``kinds`` narrows the choice."""
    units = [one for one in snapshot(on).units.values() if not kinds or one.kind in kinds]
    found = [(covering(one.territory, code), one) for one in units]
    return [one for reach, one in sorted(found, key=lambda pair: -pair[0]) if reach]


def _holders(which: Q, permission: str, on: date | None) -> list[Holder]:
    day = on or today()
    rows = (
        Appointment.objects.filter(which, in_force(day), in_force(day, "post__"))
        .filter(post__role__grants__permission=declared(permission))
        .exclude(person__account__is_active=False)
        .order_by("id")
        .values(
            "person_id",
            "kind",
            appointment_id=F("pk"),
            person_name=F("person__name"),
            account_id=F("person__account_id"),
            post_name=F("post__name"),
            unit_id=F("post__unit_id"),
            scope=F("post__role__grants__scope"),
        )
    )
    units = snapshot(day)
    return [_holder(dict(row), units) for row in rows if row["unit_id"] in units.units]


def _holder(row: dict[str, Any], units: Snapshot) -> Holder:
    unit = units.units[row["unit_id"]]
    row["scope"] = Scope(row["scope"])
    return Holder(**row, unit_name=unit.name, territory=units.territory(unit.id))
