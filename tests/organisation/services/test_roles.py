"""Roles are data; the three administrators' powers never meet in one of them."""

from collections.abc import Mapping

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.kernel.permissions import UnknownPermissionError
from chengzhi.organisation.models import RegisterAct
from chengzhi.organisation.selectors import capacity_of
from chengzhi.organisation.services import RoleSpec, assign_role_grant, sync_roles, withdraw_role_grant
from tests.factories.organisation import make_capacity, make_role

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
