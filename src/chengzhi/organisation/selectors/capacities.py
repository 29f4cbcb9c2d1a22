"""In what capacities somebody may act on a day."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, When
from django.db.models.functions import JSONObject

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account, RoleGrant
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, in_force
from chengzhi.organisation.selectors.trees import Snapshot, register_state, snapshot, today

KEPT_CAPACITIES = 2000
_held: dict[tuple[int | None, date], tuple[int, Capacity | None]] = {}
_of_accounts: dict[tuple[int, date], tuple[int, list[Capacity]]] = {}


def capacities_of(account: Account, on: date | None = None) -> list[Capacity]:
    """Return every capacity of the account's holder on a day, regular posts first; none if it is closed.

    Held in memory until the register's number moves; then one query tells that nothing changed.
    """
    if not account.is_active:
        return []
    day, number = on or today(), register_state()[0]
    held = _of_accounts.get((account.pk, day))
    if held and held[0] == number and number:
        return list(held[1])
    found = _capacities(Q(person__account=account), day, number)
    for one in found:
        _hold(one.appointment_id, day, number, one)
    if len(_of_accounts) >= KEPT_CAPACITIES:
        _of_accounts.clear()
    _of_accounts[account.pk, day] = (number, found)
    return list(found)


def capacity_of(appointment_id: int, on: date | None = None, number: int | None = None) -> Capacity | None:
    """Return the capacity of an appointment, or None when it has no power on that day.

    Held in memory until the register's number moves; then one query tells that nothing changed, or none at all
    when the caller has read the number.
    """
    day = on or today()
    present = register_state()[0] if number is None else number
    held = _held.get((appointment_id, day))
    if held and held[0] == present and present:
        return held[1]
    fresh = next(iter(_capacities(Q(pk=appointment_id), day, present)), None)
    _hold(appointment_id, day, present, fresh)
    return fresh


def capacities_of_person(person_id: int, on: date | None = None) -> list[Capacity]:
    """Return every capacity of a person on a day, account or not."""
    return _capacities(Q(person=person_id), on or today(), register_state()[0])


def capacities_on(on: date | None = None) -> list[Capacity]:
    """Return the capacities of everybody who can sign in on a day, for callers that need the whole staff at once."""
    return _capacities(Q(person__account__isnull=False), on or today(), register_state()[0])


def _hold(appointment_id: int | None, on: date, number: int, capacity: Capacity | None) -> None:
    if len(_held) >= KEPT_CAPACITIES:
        _held.clear()
    _held[appointment_id, on] = (number, capacity)


def _capacities(which: Q, on: date, number: int) -> list[Capacity]:
    grants = RoleGrant.objects.filter(role=OuterRef("post__role")).order_by()
    rows = list(
        Appointment.objects.filter(which, in_force(on), in_force(on, "post__"))
        .exclude(person__account__is_active=False)
        .select_related("person", "post")
        .annotate(granted=ArraySubquery(grants.values(one=JSONObject(permission="permission", scope="scope"))))
        .order_by(Case(When(kind=AppointmentKind.REGULAR, then=0), default=1), "valid_from", "id")
    )
    if not rows:
        return []
    units = snapshot(on, number)
    return [_capacity(row, units) for row in rows if row.post.unit_id in units.units]


def _capacity(row: Any, units: Snapshot) -> Capacity:
    unit = units.units[row.post.unit_id]
    return Capacity(
        account_id=row.person.account_id,
        person_id=row.person_id,
        appointment_id=row.pk,
        person_name=row.person.name,
        post_name=row.post.name,
        unit_id=unit.id,
        unit_name=unit.name,
        unit_ids=units.tree(unit.id),
        territory=units.territory(unit.id),
        grants=_grants(row.granted),
    )


def _grants(rows: list[dict[str, str]]) -> Mapping[str, Scope]:
    return MappingProxyType({row["permission"]: Scope(row["scope"]) for row in rows})
