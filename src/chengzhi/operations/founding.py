"""The first day of a real city: its roles, channels and catalogue, one unit, and the people who set up the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from chengzhi.cases.starter.roles import ROLES
from chengzhi.cases.starter.settings import load_channels
from chengzhi.catalogue.services import load_starter_catalogue
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import Role
from chengzhi.operations.errors import Refused
from chengzhi.operations.words import two
from chengzhi.organisation.enums import EmploymentKind, UnitKind
from chengzhi.organisation.models import Unit
from chengzhi.organisation.services import (
    appoint,
    create_post,
    establish_unit,
    open_account,
    register_person,
    sync_roles,
)

ACCOUNTS: Mapping[str, str] = {
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
    "personnel": "renshi",
}
"""The first four roles and their account names; the three administrators are three people (GB/T 22239-2019, 8.1.5)."""


@dataclass(frozen=True, kw_only=True)
class FirstAccount:
    """One of the first people, with a password that is shown once and must be changed."""

    role: str
    name: str
    username: str
    password: str


@transaction.atomic
def found_city(*, name: str, document: str, people: Mapping[str, str]) -> list[FirstAccount]:
    """The first unit stands with its administrators and a personnel officer; ``people`` names them by role code.

    Refused where any unit stands already, and where one person is named for two of the roles.
    """
    if Unit.objects.exists():
        raise Refused(two("这里已有机构登记，没有再建。", "There are units already; nothing was founded."))
    if len(set(people.values())) < len(people):
        raise Refused(
            two(
                "系统、安全、审计管理员和组织人事必须是不同的人。",
                "The three administrators and the personnel officer must be different people.",
            )
        )
    roles = sync_roles(ROLES, capacity=SYSTEM)
    load_channels()
    load_starter_catalogue()
    today = clock.now().date()
    unit = establish_unit(
        code="root", name=name, kind=UnitKind.DISTRICT, parent=None, on=today, document=document, capacity=SYSTEM
    )
    return [_first_account(unit, roles[code], people[code], today, document) for code in ACCOUNTS]


def _first_account(unit: Unit, role: Role, name: str, on: date, document: str) -> FirstAccount:
    post = create_post(unit=unit, name=role.name, role=role, on=on, document=document, capacity=SYSTEM)
    person = register_person(name=name, employment=EmploymentKind.INSTITUTION, capacity=SYSTEM)
    appoint(person=person, post=post, on=on, document=document, capacity=SYSTEM)
    opened = open_account(person=person, username=ACCOUNTS[role.code], capacity=SYSTEM)
    return FirstAccount(role=role.name, name=name, username=opened.account.username, password=opened.password)
