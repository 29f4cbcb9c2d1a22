"""A district in miniature: units, posts, people and capacities, written straight into the register."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account, Role, RoleGrant
from chengzhi.organisation.enums import AppointmentKind, EmploymentKind, UnitKind
from chengzhi.organisation.models import Appointment, Person, Post, Territory, Unit, UnitVersion
from chengzhi.organisation.selectors import capacity_of

LONG_AGO = date(2015, 1, 1)
PASSWORD = "chengzhi-test-password"
_numbers = count(1)


def make_unit(  # each fact a test may care about
    name: str = "城东街道城综办",
    *,
    kind: str = UnitKind.URBAN_OFFICE,
    parent: Unit | None = None,
    code: str = "",
    since: date = LONG_AGO,
    until: date | None = None,
    codes: tuple[str, ...] = (),
    short_name: str = "",
) -> Unit:
    """Return a unit with its one version and its territories."""
    unit = Unit.objects.create(
        code=code or f"u{next(_numbers)}",
        kind=kind,
        name=name,
        short_name=short_name,
        parent=parent,
        valid_from=since,
        valid_to=until,
    )
    UnitVersion.objects.create(
        unit=unit, kind=kind, name=name, short_name=short_name, parent=parent, valid_from=since, valid_to=until
    )
    for division in codes:
        Territory.objects.create(unit=unit, division_code=division, valid_from=since, valid_to=until)
    return unit


def make_role(
    code: str = "", grants: Mapping[str, Scope] | None = None, *, name: str = "", exclusive_group: str = ""
) -> Role:
    """Return a role with its grants; permission strings are taken as they come."""
    code = code or f"role{next(_numbers)}"
    role = Role.objects.create(code=code, name=name or code, exclusive_group=exclusive_group)
    rows = [RoleGrant(role=role, permission=str(right), scope=scope) for right, scope in (grants or {}).items()]
    RoleGrant.objects.bulk_create(rows)
    return role


def make_post(unit: Unit, role: Role | None = None, *, name: str = "经办人", **fields: Any) -> Post:
    fields.setdefault("valid_from", unit.valid_from)
    return Post.objects.create(unit=unit, role=role or make_role(), name=name, **{"headcount": 9, **fields})


def make_person(name: str = "王敏", *, username: str = "", **fields: Any) -> Person:
    """Return a person; with a user name also their account, whose password is ``PASSWORD``."""
    account = Account.objects.create_user(username, PASSWORD) if username else None
    fields.setdefault("employment", EmploymentKind.INSTITUTION)
    return Person.objects.create(name=name, account=account, **fields)


def make_appointment(
    person: Person,
    post: Post,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: str = AppointmentKind.REGULAR,
) -> Appointment:
    return Appointment.objects.create(
        person=person, post=post, kind=kind, valid_from=since or post.valid_from, valid_to=until
    )


def make_capacity(
    grants: Mapping[str, Scope] | None = None,
    *,
    unit: Unit | None = None,
    name: str = "王敏",
    post_name: str = "经办人",
    username: str = "",
    on: date | None = None,
) -> Capacity:
    """Return the capacity of a fresh person in a fresh post of the unit (a new one by default) with these grants."""
    unit = unit or make_unit(f"机构{next(_numbers)}")
    person = make_person(name, username=username)
    held = make_appointment(person, make_post(unit, make_role(grants=grants), name=post_name))
    capacity = capacity_of(held.pk, on)
    assert capacity is not None
    return capacity
