"""Roles and their grants, as data; the three administrators of a level-3 system are kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.kernel.permissions import Permission as KernelPermission
from chengzhi.kernel.permissions import permission as declared
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require, today
from chengzhi.organisation.services.guards import administration_goes_on
from chengzhi.organisation.services.records import Ground, record_act

ADMINISTRATORS = "admin3"
SYSTEM_RIGHTS = frozenset({KernelPermission.MANAGE_SYSTEM.value})
SECURITY_RIGHTS = frozenset(
    {KernelPermission.MANAGE_ACCESS.value, Permission.MANAGE_ACCOUNTS.value, Permission.MANAGE_ROLES.value}
)
AUDIT_RIGHTS = frozenset({KernelPermission.READ_AUDIT.value, Permission.READ_ACTS.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSpec:
    """A role as a table states it: a permission value to the scope it reaches."""

    code: str
    name: str
    name_en: str = ""
    exclusive_group: str = ""
    grants: Mapping[str, Scope] = field(default_factory=dict)


@transaction.atomic
def sync_roles(table: Sequence[RoleSpec], *, capacity: Capacity) -> dict[str, Role]:
    """The roles of the table exist and grant exactly what it says; roles beside the table stay; return all by code."""
    require(capacity, Permission.MANAGE_ROLES)
    for spec in table:
        _check(spec.name, spec.grants, spec.exclusive_group)
    Role.objects.bulk_create(
        [_role(spec) for spec in table],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "exclusive_group"],
    )
    roles = {role.code: role for role in Role.objects.filter(code__in=[spec.code for spec in table])}
    wanted = {
        (roles[spec.code].pk, str(declared(right))): scope for spec in table for right, scope in spec.grants.items()
    }
    with administration_goes_on(today()):
        _set_grants([role.pk for role in roles.values()], wanted)
    note = "、".join(spec.name for spec in table)
    record_act(ActKind.SYNC_ROLES, Ground(capacity=capacity, on=today()), note=note)
    return roles


@transaction.atomic
def assign_role_grant(*, role: Role, permission: str, scope: Scope, capacity: Capacity) -> RoleGrant:
    """The role grants the permission as far as the scope; whoever holds it may at once."""
    require(capacity, Permission.MANAGE_ROLES)
    right = declared(permission)
    held = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    _check(held.name, [*held.grants.values_list("permission", flat=True), right], held.exclusive_group)
    grant, _created = RoleGrant.objects.update_or_create(role=held, permission=str(right), defaults={"scope": scope})
    note = f"{held.name}：{right.label}（{scope}）"
    record_act(ActKind.ASSIGN_GRANT, Ground(capacity=capacity, on=today()), note=note)
    return grant


@transaction.atomic
def withdraw_role_grant(*, role: Role, permission: str, capacity: Capacity) -> None:
    """The role does not grant the permission any more."""
    require(capacity, Permission.MANAGE_ROLES)
    right = declared(permission)
    with administration_goes_on(today()):
        deleted, _by_model = RoleGrant.objects.filter(role=role, permission=str(right)).delete()
    if not deleted:
        raise BadInput(_("“%(role)s”没有“%(right)s”权限，不用收回。") % {"role": role.name, "right": right.label})
    note = f"{role.name}：{right.label}"
    record_act(ActKind.WITHDRAW_GRANT, Ground(capacity=capacity, on=today()), note=note)


def _role(spec: RoleSpec) -> Role:
    return Role(code=spec.code, name=spec.name, name_en=spec.name_en, exclusive_group=spec.exclusive_group)


def _set_grants(role_ids: list[int], wanted: dict[tuple[int, str], Scope]) -> None:
    present = RoleGrant.objects.filter(role_id__in=role_ids)
    surplus = [one.pk for one in present if (one.role_id, one.permission) not in wanted]
    RoleGrant.objects.filter(pk__in=surplus).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(role_id=role, permission=right, scope=scope) for (role, right), scope in wanted.items()],
        update_conflicts=True,
        unique_fields=["role", "permission"],
        update_fields=["scope"],
    )


def _check(name: str, rights: Iterable[str], group: str) -> None:
    """Refuse a role that joins powers of two administrators, audits and manages, or is not in the exclusive group."""
    held = {str(declared(right)) for right in rights}
    powers = [one for one in (SYSTEM_RIGHTS, SECURITY_RIGHTS, AUDIT_RIGHTS) if held & one]
    if len(powers) > 1:
        words = _("“%(role)s”同时有系统、安全、审计管理中的两种权限。三员分立，请分给不同角色。")
        raise BadInput(words % {"role": name})
    if held & AUDIT_RIGHTS and any(not right.endswith(".read") for right in held):
        raise BadInput(_("“%(role)s”有审计权限，只能查阅，不能再有办理权限。请去掉其他权限。") % {"role": name})
    if powers and group != ADMINISTRATORS:
        words = _("“%(role)s”有系统、安全或审计管理权限，互斥组要填 %(group)s。请修改角色表。")
        raise BadInput(words % {"role": name, "group": ADMINISTRATORS})
