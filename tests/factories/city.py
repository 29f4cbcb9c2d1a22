"""One city in miniature: a street with one cell, its units, and named people in the posts of the loop."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db.models import F

from chengzhi.cases.models import Channel, DispatchRule
from chengzhi.catalogue.models import Category, Edition, FilingStandard
from chengzhi.grid.models import Cell, CellDuty, CellVersion, Division, GridRevision
from chengzhi.grid.selectors.index import doubt_index
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account, Role, RoleGrant
from chengzhi.organisation.models import Appointment, Person, Post, RegisterVersion, Territory, Unit, UnitVersion
from chengzhi.organisation.selectors import capacities_on, capacity_of

SINCE = date(2020, 1, 1)
LON, LAT = 120.89, 32.01
STREET = "320613006"
LEAP = 1000
SECRET = make_password("a-demo-passphrase")
_numbers = count(1)

WATCHED = {"cases.case.read": Scope.CITY}
ROLES: dict[str, dict[str, Scope]] = {
    "acceptor": {
        **WATCHED,
        "cases.case.report": Scope.CITY,
        "cases.case.accept": Scope.CITY,
        "cases.case.call_back": Scope.CITY,
    },
    "duty": {**WATCHED, "cases.case.file": Scope.CITY},
    "dispatcher": {**WATCHED, "cases.case.dispatch": Scope.CITY},
    "department": {"cases.case.read": Scope.UNIT, "cases.case.handle": Scope.UNIT},
    "handler": {"cases.case.read": Scope.OWN, "cases.case.handle": Scope.OWN},
    "collector": {
        "cases.case.read": Scope.TERRITORY,
        "cases.case.patrol": Scope.OWN,
        "cases.case.report": Scope.TERRITORY,
    },
    "leader": {**WATCHED, "cases.case.supervise": Scope.CITY, "cases.case.confer": Scope.CITY},
}


@dataclass
class City:
    """What the miniature holds; people are capacities by first name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Capacity] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    standards: dict[str, FilingStandard] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Capacity:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def make_unit(code: str, kind: str, name: str, parent: Unit | None = None) -> Unit:
    unit = Unit.objects.create(code=code, kind=kind, name=name, parent=parent, valid_from=SINCE)
    UnitVersion.objects.create(unit=unit, name=name, kind=kind, parent=parent, valid_from=SINCE)
    return unit


def make_role(code: str, grants: dict[str, Scope]) -> Role:
    role = Role.objects.create(code=code, name=code)
    RoleGrant.objects.bulk_create([RoleGrant(role=role, permission=p, scope=s) for p, s in grants.items()])
    return role


def make_roles(wanted: dict[str, dict[str, Scope]]) -> dict[str, Role]:
    roles = {code: Role(code=code, name=code) for code in wanted}
    Role.objects.bulk_create(roles.values())
    rows = [
        RoleGrant(role=roles[code], permission=permission, scope=scope)
        for code, grants in wanted.items()
        for permission, scope in grants.items()
    ]
    RoleGrant.objects.bulk_create(rows)
    return roles


def make_person(name: str, unit: Unit, role: Role) -> Capacity:
    RegisterVersion.objects.update(number=F("number") + 1)
    account = Account.objects.create_user(f"{role.code}-{name}-{next(_numbers)}", "a-demo-passphrase")
    post = Post.objects.create(unit=unit, name=role.code, role=role, valid_from=SINCE)
    person = Person.objects.create(name=name, employment="civil_servant", account=account)
    appointment = Appointment.objects.create(person=person, post=post, valid_from=SINCE)
    capacity = capacity_of(appointment.pk)
    assert capacity is not None
    return capacity


def make_people(holders: list[tuple[str, Unit, Role]]) -> dict[str, Capacity]:
    """Return the capacities of people in fresh posts by name; the whole staff is written and read at once.

    The register's number leaps: what a test before has left in memory under the same number must not be read again.
    """
    RegisterVersion.objects.update(number=F("number") + LEAP * next(_numbers))
    accounts = [Account(username=f"{role.code}-{name}-{next(_numbers)}", password=SECRET) for name, _u, role in holders]
    Account.objects.bulk_create(accounts)
    posts = [Post(unit=unit, name=role.code, role=role, valid_from=SINCE) for _name, unit, role in holders]
    Post.objects.bulk_create(posts)
    people = [
        Person(name=name, employment="civil_servant", account=account)
        for (name, _unit, _role), account in zip(holders, accounts, strict=True)
    ]
    Person.objects.bulk_create(people)
    pairs = zip(people, posts, strict=True)
    Appointment.objects.bulk_create([Appointment(person=one, post=post, valid_from=SINCE) for one, post in pairs])
    return {one.person_name: one for one in capacities_on() if one.person_id in {each.pk for each in people}}


def make_grid(collector: Capacity) -> None:
    district = make_division("320613", "district", "崇川区", None)
    street = make_division(STREET, "street", "学田街道", district)
    community = make_division(f"{STREET}001", "community", "学田社区居委会", street)
    edge = 0.01
    ring = [
        [LON - edge, LAT - edge], [LON + edge, LAT - edge], [LON + edge, LAT + edge], [LON - edge, LAT + edge],
        [LON - edge, LAT - edge],
    ]  # fmt: skip
    facts = {"name": "学田一号网格", "area_m2": 4e6, "grade": "B", "valid_from": SINCE}
    facts["boundary"] = {"type": "Polygon", "coordinates": [ring]}
    cell = Cell.objects.create(code=f"{STREET}001001", community=community, **facts)
    CellVersion.objects.create(cell=cell, **facts)
    GridRevision.objects.update_or_create(pk=1, defaults={"mark": uuid4()})
    doubt_index()
    CellDuty.objects.create(cell=cell, kind="collector", person_id=collector.person_id, name="陈红", valid_from=SINCE)


def make_division(code: str, level: str, name: str, parent: Division | None) -> Division:
    return Division.objects.create(
        code=code, level=level, name=name, short_name=name, parent=parent, edition="2023", valid_from=SINCE
    )


def make_catalogue(city: City) -> None:
    edition = Edition.objects.create(code="test", name="试用版", valid_from=SINCE, is_adopted=True)
    for code, name, handler in (("0301", "暴露垃圾", "sanitation"), ("0502", "占道经营", "street")):
        category = Category.objects.create(
            edition=edition,
            kind="event",
            big_code=code[:2],
            big_name="市容环境",
            code=code,
            name=name,
            key=name,
            handler=handler,
        )
        city.categories[name] = category
        city.standards[name] = FilingStandard.objects.create(
            category=category, condition_no=1, number=f"{code}-1", condition=f"{name}影响市容", closing_rule="现场清理干净",
            limit_value=4, limit_unit="working_hour", valid_from=SINCE,
        )  # fmt: skip


def make_city() -> City:
    """Return the miniature: alice accepts, bob files, carol dispatches, dave's unit handles, erin patrols, frank leads."""
    city = City()
    centre = make_unit("centre", "centre", "监督指挥中心")
    cleaning = make_unit("cleaning", "department", "环卫处")
    crew = make_unit("crew", "crew", "城东环卫队", cleaning)
    street = make_unit("street", "street_office", "学田街道办事处")
    city.units = {"centre": centre, "cleaning": cleaning, "crew": crew, "street": street}
    Territory.objects.create(unit=street, division_code=STREET, valid_from=SINCE)
    roles = make_roles(ROLES)
    posts = [
        ("alice", centre, "acceptor"), ("bob", centre, "duty"), ("carol", centre, "dispatcher"),
        ("dave", cleaning, "department"), ("hank", crew, "handler"), ("erin", street, "collector"),
        ("frank", centre, "leader"), ("grace", street, "department"), ("carl", centre, "dispatcher"),
    ]  # fmt: skip
    city.people = make_people([(name, unit, roles[role]) for name, unit, role in posts])
    make_grid(city.people["erin"])
    make_catalogue(city)
    for code, kind, is_public in (
        ("hotline", "hotline", True),
        ("collector", "collector", False),
        ("resident", "resident", True),
    ):
        Channel.objects.create(code=code, name=code, kind=kind, is_public=is_public)
    DispatchRule.objects.create(handler="sanitation", unit=cleaning, ground="三定方案", valid_from=SINCE)
    DispatchRule.objects.create(
        handler="street", division_code=STREET, unit=street, ground="属地管理", valid_from=SINCE
    )
    return city
