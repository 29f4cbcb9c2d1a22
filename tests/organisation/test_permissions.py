"""The rights of this room: what each of them opens, how far, and what it refuses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from chengzhi.kernel.access import SYSTEM, Capacity, Scope, resident
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation import selectors, services
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Appointment, Person, Post, Territory, Unit
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Register:
    """One of everything, all inside one unit."""

    unit: Unit
    below: Unit
    post: Post
    free: Post
    person: Person
    spare: Person
    held: Appointment
    territory: Territory


@pytest.fixture
def register(street: Unit) -> Register:
    below = make_unit("城东保洁班", kind=UnitKind.TEAM, parent=street)
    post = make_post(street, name="办事员")
    person = make_person("李军", username="lijun")
    held = make_appointment(person, post)
    free = make_post(street, name="空岗")
    return Register(street, below, post, free, person, make_person("赵强"), held, street.territories.get())


Act = Callable[[Register, Capacity], Any]


def facts(capacity: Capacity) -> dict[str, Any]:
    return {"on": TODAY, "document": DOCUMENT, "capacity": capacity}


# Acts upon something that lies in a unit: the right must reach that unit.
IN_A_UNIT: dict[str, tuple[Permission, Act]] = {
    "establish": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.establish_unit(
            code="new", name="新班组", kind=UnitKind.TEAM, parent=one.unit, **facts(by)
        ),
    ),
    "rename": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.rename_unit(unit=one.unit, name="新名字", **facts(by)),
    ),
    "correct": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.correct_unit(
            version=one.unit.versions.get(), name="更正后", reason="错字", capacity=by
        ),
    ),
    "move": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.move_unit(
            unit=one.below, parent=make_unit("城东二班", parent=one.unit), **facts(_widened(by, one))
        ),
    ),
    "assign a territory": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.assign_territory(unit=one.unit, code="320613009", **facts(by)),
    ),
    "withdraw a territory": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.withdraw_territory(territory=one.territory, **facts(by)),
    ),
    "abolish an empty unit": (
        Permission.MANAGE_UNITS,
        lambda one, by: services.abolish_unit(unit=one.below, **facts(by)),
    ),
    "create a post": (
        Permission.MANAGE_POSTS,
        lambda one, by: services.create_post(unit=one.unit, name="采集员", role=make_role(), **facts(by)),
    ),
    "close a post": (
        Permission.MANAGE_POSTS,
        lambda one, by: services.close_post(post=one.free, **facts(by)),
    ),
    "transfer posts": (
        Permission.MANAGE_POSTS,
        lambda one, by: services.transfer_posts(posts=[one.free], to=one.below, **facts(by)),
    ),
    "appoint": (
        Permission.MANAGE_APPOINTMENTS,
        lambda one, by: services.appoint(person=one.spare, post=one.post, **facts(by)),
    ),
    "cross-appoint": (
        Permission.MANAGE_APPOINTMENTS,
        lambda one, by: services.cross_appoint(person=one.person, post=one.free, **facts(by)),
    ),
    "second": (
        Permission.MANAGE_APPOINTMENTS,
        lambda one, by: services.second(person=one.person, post=one.free, until=date(2027, 1, 1), **facts(by)),
    ),
    "end an appointment": (
        Permission.MANAGE_APPOINTMENTS,
        lambda one, by: services.end_appointment(appointment=one.held, **facts(by)),
    ),
    "look at the unit": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.access_unit(by, one.unit.pk),
    ),
    "look at the post": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.access_post(by, one.post.pk),
    ),
    "look at the person": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.access_person(by, one.person.pk),
    ),
    "look at the appointment": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.access_appointment(by, one.held.pk),
    ),
    "read the history": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.unit_history(by, one.unit),
    ),
    "preview a change": (
        Permission.READ_REGISTER,
        lambda one, by: selectors.preview_change(units=[one.unit], on=TODAY, capacity=by),
    ),
}

# Acts that concern everybody: the right must reach the whole district.
EVERYWHERE: dict[str, tuple[Permission, Act]] = {
    "found a root": (
        Permission.MANAGE_UNITS,
        lambda _one, by: services.establish_unit(
            code="root", name="新区", kind=UnitKind.DISTRICT, parent=None, **facts(by)
        ),
    ),
    "recode territories": (
        Permission.MANAGE_UNITS,
        lambda _one, by: services.recode_territories(codes={"320602": "320613"}, **facts(by)),
    ),
    "bring in roles": (
        Permission.MANAGE_ROLES,
        lambda _one, by: services.sync_roles([services.RoleSpec(code="clerk", name="办事员")], capacity=by),
    ),
    "grant": (
        Permission.MANAGE_ROLES,
        lambda one, by: services.assign_role_grant(
            role=one.post.role, permission=Permission.READ_REGISTER, scope=Scope.UNIT, capacity=by
        ),
    ),
}

# Acts upon people and accounts: whoever holds the right at all may do them.
HELD_AT_ALL: dict[str, tuple[Permission, Act]] = {
    "register a person": (
        Permission.MANAGE_PEOPLE,
        lambda _one, by: services.register_person(name="孙芳", employment="cadre", capacity=by),  # type: ignore[arg-type]  # as a form hands it in
    ),
    "open an account": (
        Permission.MANAGE_ACCOUNTS,
        lambda one, by: services.open_account(person=one.spare, username="zhaoqiang", capacity=by),
    ),
    "reset a password": (
        Permission.MANAGE_ACCOUNTS,
        lambda one, by: services.reset_password(account=one.person.account, capacity=by),  # type: ignore[arg-type]  # it has one
    ),
    "read all acts": (
        Permission.READ_ACTS,
        lambda _one, by: selectors.register_acts(by),
    ),
}
EVERY_ACT = {**IN_A_UNIT, **EVERYWHERE, **HELD_AT_ALL}


def _widened(capacity: Capacity, register: Register) -> Capacity:
    """Return the capacity with units that were made after it."""
    if not capacity.unit_ids & {register.unit.pk}:
        return capacity
    return make_capacity(dict(capacity.grants), unit=register.unit)


def holder(grants: Mapping[Any, Scope], unit: Unit | None = None) -> Capacity:
    return make_capacity(dict(grants), unit=unit, name="经办")


def test_every_right_of_the_room_is_declared() -> None:
    assert set(Permission) <= set(all_permissions())


@pytest.mark.parametrize("name", EVERY_ACT)
def test_nothing_is_done_without_its_right(register: Register, name: str) -> None:
    right, act = EVERY_ACT[name]
    others = {one: Scope.CITY for one in Permission if one is not right}
    with pytest.raises(Forbidden, match=str(right.label)):
        act(register, holder(others, register.unit))


@pytest.mark.parametrize("name", EVERY_ACT)
def test_the_right_over_the_whole_district_opens_every_act(register: Register, name: str) -> None:
    right, act = EVERY_ACT[name]
    act(register, holder({right: Scope.CITY}))


@pytest.mark.parametrize("name", EVERY_ACT)
def test_the_system_itself_may_do_every_act(register: Register, name: str) -> None:
    EVERY_ACT[name][1](register, SYSTEM)


@pytest.mark.parametrize("name", EVERY_ACT)
def test_a_resident_may_do_none(register: Register, name: str) -> None:
    with pytest.raises(Forbidden):
        EVERY_ACT[name][1](register, resident("某人"))


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
@pytest.mark.parametrize("name", IN_A_UNIT)
def test_a_narrower_right_reaches_what_lies_in_the_own_unit(register: Register, name: str, scope: Scope) -> None:
    right, act = IN_A_UNIT[name]
    act(register, holder({right: scope}, register.unit))


@pytest.mark.parametrize("name", IN_A_UNIT)
def test_what_lies_in_another_unit_does_not_exist(register: Register, district: Unit, name: str) -> None:
    right, act = IN_A_UNIT[name]
    elsewhere = make_unit("学田街道办事处", parent=district)
    with pytest.raises(NotFound):
        act(register, holder({right: Scope.UNIT}, elsewhere))


@pytest.mark.parametrize("name", sorted(IN_A_UNIT.keys() - {"abolish an empty unit", "move"}))
def test_a_subordinate_does_not_reach_up(register: Register, name: str) -> None:
    right, act = IN_A_UNIT[name]
    with pytest.raises(NotFound):
        act(register, holder({right: Scope.UNIT}, register.below))


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
@pytest.mark.parametrize("name", EVERYWHERE)
def test_what_concerns_everybody_needs_the_right_everywhere(register: Register, name: str, scope: Scope) -> None:
    right, act = EVERYWHERE[name]
    with pytest.raises(Forbidden, match="全区范围"):
        act(register, holder({right: scope}, register.unit))


def test_changing_the_role_of_a_post_takes_two_rights(register: Register) -> None:
    wanted = {"post": register.post, "role": make_role()}
    for single in (Permission.MANAGE_POSTS, Permission.MANAGE_ROLES):
        with pytest.raises(Forbidden):
            services.change_post_role(**wanted, **facts(holder({single: Scope.CITY})))
    both = dict.fromkeys((Permission.MANAGE_POSTS, Permission.MANAGE_ROLES), Scope.CITY)
    assert services.change_post_role(**wanted, **facts(holder(both))).role == wanted["role"]


@pytest.mark.parametrize("right", list(Permission))
def test_a_right_is_named_and_explained_in_both_languages(right: Permission) -> None:
    assert CHINESE.search(str(right.label))
    assert CHINESE.search(str(right.plain))
    with translation.override("en"):
        assert not CHINESE.search(str(right.label).split("(")[0])
        assert not CHINESE.search(str(right.plain))


@pytest.mark.parametrize("right", list(Permission))
def test_a_right_reads_as_room_thing_and_act(right: Permission) -> None:
    assert re.fullmatch(r"organisation\.[a-z]+\.(read|manage)", right.value)


def test_accounts_roles_and_the_book_rest_on_the_standard_of_level_three() -> None:
    grounded = {right for right in Permission if right.ground}
    assert grounded == {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_ROLES, Permission.READ_ACTS}
