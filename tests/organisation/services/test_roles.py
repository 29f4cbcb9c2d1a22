"""Roles are data; the three administrators' powers never meet in one of them."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.kernel.permissions import UnknownPermissionError
from chengzhi.organisation.models import RegisterAct, Unit
from chengzhi.organisation.selectors import capacity_of
from chengzhi.organisation.services import RoleSpec, assign_role_grant, sync_roles, withdraw_role_grant
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role

READ, UNITS = "organisation.register.read", "organisation.unit.manage"
SYSTEM_RIGHT, ACCOUNTS, AUDIT = "kernel.system.manage", "organisation.account.manage", "kernel.audit.read"


def spec(grants: Mapping[str, Scope], *, code: str = "clerk", name: str = "办事员", group: str = "") -> RoleSpec:
    return RoleSpec(code=code, name=name, name_en="Clerk", exclusive_group=group, grants=grants)


def grants(role: Role) -> dict[str, str]:
    return dict(role.grants.values_list("permission", "scope"))


def test_a_table_makes_roles_with_their_grants(db: None) -> None:
    roles = sync_roles([spec({READ: Scope.UNIT, UNITS: Scope.CITY})], capacity=SYSTEM)
    assert grants(roles["clerk"]) == {READ: "unit", UNITS: "city"}
    assert roles["clerk"].name_en == "Clerk"


def test_a_table_brought_in_again_changes_and_withdraws(db: None) -> None:
    sync_roles([spec({READ: Scope.UNIT, UNITS: Scope.CITY})], capacity=SYSTEM)
    roles = sync_roles([spec({READ: Scope.CITY}, name="文员")], capacity=SYSTEM)
    assert grants(roles["clerk"]) == {READ: "city"}
    assert Role.objects.get().name == "文员"


def test_roles_beside_the_table_stay(db: None) -> None:
    other = make_role("other", {READ: Scope.OWN})
    sync_roles([spec({READ: Scope.UNIT})], capacity=SYSTEM)
    assert grants(other) == {READ: "own"}


def test_a_permission_nobody_declared_is_refused(db: None) -> None:
    with pytest.raises(UnknownPermissionError):
        sync_roles([spec({"organisation.unit.mange": Scope.UNIT})], capacity=SYSTEM)
    assert not Role.objects.exists()


@pytest.mark.parametrize("pair", [(SYSTEM_RIGHT, ACCOUNTS), (ACCOUNTS, AUDIT), (AUDIT, SYSTEM_RIGHT)])
def test_powers_of_two_administrators_in_one_role_are_refused(db: None, pair: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="三员分立"):
        sync_roles([spec(dict.fromkeys(pair, Scope.CITY), group="admin3")], capacity=SYSTEM)


def test_the_audit_administrator_only_reads(db: None) -> None:
    sync_roles([spec({AUDIT: Scope.CITY, READ: Scope.CITY}, group="admin3")], capacity=SYSTEM)
    with pytest.raises(BadInput, match="只能查阅"):
        sync_roles([spec({AUDIT: Scope.CITY, UNITS: Scope.CITY}, group="admin3")], capacity=SYSTEM)


@pytest.mark.parametrize("right", [SYSTEM_RIGHT, ACCOUNTS, AUDIT])
def test_an_administrators_role_must_be_in_the_exclusive_group(db: None, right: str) -> None:
    with pytest.raises(BadInput, match="互斥组要填 admin3"):
        sync_roles([spec({right: Scope.CITY})], capacity=SYSTEM)


def test_a_new_grant_is_in_force_at_once(db: None) -> None:
    capacity = make_capacity({READ: Scope.OWN})
    role = Role.objects.get(posts__appointments=capacity.appointment_id)
    assign_role_grant(role=role, permission=UNITS, scope=Scope.CITY, capacity=SYSTEM)
    changed = capacity_of(capacity.appointment_id or 0)
    assert changed is not None
    assert changed.scope(UNITS) == Scope.CITY


def test_a_withdrawn_grant_is_gone_at_once(db: None) -> None:
    capacity = make_capacity({READ: Scope.OWN})
    role = Role.objects.get(posts__appointments=capacity.appointment_id)
    withdraw_role_grant(role=role, permission=READ, capacity=SYSTEM)
    changed = capacity_of(capacity.appointment_id or 0)
    assert changed is not None
    assert not changed.may(READ)


def test_a_grant_can_be_widened(db: None) -> None:
    role = make_role(grants={READ: Scope.OWN})
    assign_role_grant(role=role, permission=READ, scope=Scope.CITY, capacity=SYSTEM)
    assert RoleGrant.objects.get().scope == "city"


def test_a_single_grant_does_not_join_two_administrators(db: None) -> None:
    role = make_role(grants={ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    with pytest.raises(BadInput, match="三员分立"):
        assign_role_grant(role=role, permission=AUDIT, scope=Scope.CITY, capacity=SYSTEM)


def test_withdrawing_what_is_not_granted_is_refused(db: None) -> None:
    with pytest.raises(BadInput, match="不用收回"):
        withdraw_role_grant(role=make_role(), permission=READ, capacity=SYSTEM)


def test_roles_need_their_right_over_everything(db: None) -> None:
    for grant in ({}, {"organisation.role.manage": Scope.UNIT}):
        with pytest.raises(Forbidden):
            sync_roles([spec({READ: Scope.UNIT})], capacity=make_capacity(grant))


def test_every_change_of_powers_is_in_the_book(db: None) -> None:
    roles = sync_roles([spec({READ: Scope.UNIT})], capacity=SYSTEM)
    assign_role_grant(role=roles["clerk"], permission=UNITS, scope=Scope.UNIT, capacity=SYSTEM)
    withdraw_role_grant(role=roles["clerk"], permission=UNITS, capacity=SYSTEM)
    acts = RegisterAct.objects.order_by("id").values_list("act", flat=True)
    assert list(acts) == ["sync_roles", "assign_grant", "withdraw_grant"]


def test_the_table_may_not_take_away_the_last_administration(office: Unit) -> None:
    role = make_role("security", {ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    make_appointment(make_person("陈静", username="anquan1"), make_post(office, role))
    with pytest.raises(BadInput, match="没有人能管理账号"), transaction.atomic():
        sync_roles([spec({READ: Scope.UNIT}, code="security", group="admin3")], capacity=SYSTEM)
    assert grants(role) == {ACCOUNTS: "city"}


def test_the_last_right_over_accounts_is_not_withdrawn(office: Unit) -> None:
    role = make_role("security", {ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    make_appointment(make_person("陈静", username="anquan1"), make_post(office, role))
    with pytest.raises(BadInput, match="请先任命另一位安全管理员"), transaction.atomic():
        withdraw_role_grant(role=role, permission=ACCOUNTS, capacity=SYSTEM)
    assert grants(role) == {ACCOUNTS: "city"}


def test_a_right_over_accounts_that_somebody_else_holds_too_can_go(office: Unit) -> None:
    roles = [make_role(grants={ACCOUNTS: Scope.CITY}, exclusive_group="admin3") for _each in range(2)]
    for number, role in enumerate(roles):
        make_appointment(make_person(str(number), username=f"anquan{number}"), make_post(office, role))
    withdraw_role_grant(role=roles[0], permission=ACCOUNTS, capacity=SYSTEM)
    assert grants(roles[0]) == {}


def test_the_same_table_twice_changes_nothing_but_the_book(db: None) -> None:
    table = [spec({READ: Scope.UNIT, UNITS: Scope.CITY})]
    first = sync_roles(table, capacity=SYSTEM)
    kept = set(RoleGrant.objects.values_list("pk", flat=True))
    assert sync_roles(table, capacity=SYSTEM) == first
    assert set(RoleGrant.objects.values_list("pk", flat=True)) == kept
    assert RegisterAct.objects.filter(act="sync_roles").count() == 2


def test_an_empty_table_takes_nothing_away(db: None) -> None:
    other = make_role("other", {READ: Scope.OWN})
    assert sync_roles([], capacity=SYSTEM) == {}
    assert grants(other) == {READ: "own"}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_grant_reaches_exactly_as_far_as_it_says(db: None, scope: Scope) -> None:
    role = make_role()
    assign_role_grant(role=role, permission=READ, scope=scope, capacity=SYSTEM)
    assert grants(role) == {READ: scope.value}


@pytest.mark.parametrize(
    ("rights", "group", "passes"),
    [
        ((), "", True),
        ((READ,), "", True),
        ((READ, UNITS), "", True),
        ((SYSTEM_RIGHT,), "admin3", True),
        ((SYSTEM_RIGHT,), "", False),
        ((SYSTEM_RIGHT,), "other", False),
        ((SYSTEM_RIGHT, UNITS), "admin3", True),
        ((ACCOUNTS, "organisation.role.manage", "kernel.access.manage"), "admin3", True),
        ((AUDIT, "organisation.act.read"), "admin3", True),
        ((AUDIT, UNITS), "admin3", False),
        ((SYSTEM_RIGHT, ACCOUNTS, AUDIT), "admin3", False),
        (("organisation.act.read", ACCOUNTS), "admin3", False),
    ],
)
def test_which_rights_may_meet_in_one_role(
    db: None,
    rights: tuple[str, ...],
    group: str,
    passes: Any,
) -> None:
    table = [spec(dict.fromkeys(rights, Scope.CITY), group=group)]
    if passes:
        assert set(grants(sync_roles(table, capacity=SYSTEM)["clerk"])) == set(rights)
        return
    with pytest.raises(BadInput, match="办事员"):
        sync_roles(table, capacity=SYSTEM)
    assert not Role.objects.exists()


def test_one_bad_role_keeps_the_whole_table_out(db: None) -> None:
    good, bad = spec({READ: Scope.UNIT}), spec({SYSTEM_RIGHT: Scope.CITY}, code="bad", name="坏角色")
    with pytest.raises(BadInput, match="坏角色"):
        sync_roles([good, bad], capacity=SYSTEM)
    assert not Role.objects.exists()


@pytest.mark.parametrize("act", [assign_role_grant, withdraw_role_grant])
def test_an_undeclared_right_is_neither_given_nor_taken(db: None, act: Any) -> None:
    facts: dict[str, Any] = {"role": make_role(), "permission": "no.such.right", "capacity": SYSTEM}
    if act is assign_role_grant:
        facts["scope"] = Scope.UNIT
    with pytest.raises(UnknownPermissionError):
        act(**facts)
    assert not RegisterAct.objects.exists()


def test_the_book_reads_like_a_sentence(db: None) -> None:
    assign_role_grant(role=make_role(name="办事员"), permission=READ, scope=Scope.UNIT, capacity=SYSTEM)
    assert RegisterAct.objects.get().note == "办事员：查阅机构人员（unit）"
