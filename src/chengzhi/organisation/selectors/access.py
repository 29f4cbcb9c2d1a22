"""How far a viewer reaches in the register."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.kernel.permissions import OfficialPermission
from chengzhi.organisation.models import Appointment, Person, Post, Unit, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.trees import today

M = TypeVar("M", bound=Model)


def reach(viewer: Capacity, permission: OfficialPermission) -> frozenset[int] | None:
    """Return the units a permission reaches: None for all of them; refuse a viewer who does not hold it."""
    if viewer.kind == ActorKind.SYSTEM:
        return None
    scope = viewer.scope(permission)
    if scope is None:
        words = _("没有办成。您现在的身份没有“%(right)s”权限。请换一个身份，或请有权的人办理。")
        raise Forbidden(words % {"right": permission.label})
    return None if scope == Scope.CITY else viewer.unit_ids


def require(viewer: Capacity, permission: OfficialPermission, unit_id: int | None = None) -> None:
    """Refuse unless the permission is held and reaches the unit; without a unit it must reach everything."""
    units = reach(viewer, permission)
    if units is None or unit_id in units:
        return
    if unit_id is None:
        raise Forbidden(_("没有办成。“%(right)s”要有全区范围。请有全区权限的人办理。") % {"right": permission.label})
    raise NotFound


def access_unit(viewer: Capacity, pk: int, permission: OfficialPermission = Permission.READ_REGISTER) -> Unit:
    """Return the unit if the permission reaches it; outside the reach it does not exist."""
    return _one(Unit.objects.filter(_in("pk", reach(viewer, permission)), pk=pk).select_related("parent").first())


def access_post(viewer: Capacity, pk: int, permission: OfficialPermission = Permission.READ_REGISTER) -> Post:
    """Return the post if the permission reaches its unit."""
    posts = Post.objects.filter(_in("unit_id", reach(viewer, permission)), pk=pk)
    return _one(posts.select_related("unit", "role").first())


def access_person(viewer: Capacity, pk: int, permission: OfficialPermission = Permission.READ_REGISTER) -> Person:
    """Return the person if the permission reaches a unit where they hold a post today."""
    return _one(reachable_people(viewer, permission).filter(pk=pk).select_related("account").first())


def access_appointment(
    viewer: Capacity, pk: int, permission: OfficialPermission = Permission.READ_REGISTER
) -> Appointment:
    """Return the appointment if the permission reaches the unit of its post."""
    rows = Appointment.objects.filter(_in("post__unit_id", reach(viewer, permission)), pk=pk)
    return _one(rows.select_related("person", "post__unit", "post__role").first())


def reachable_people(viewer: Capacity, permission: OfficialPermission, on: date | None = None) -> QuerySet[Person]:
    """Return the people a permission reaches on a day."""
    units = reach(viewer, permission)
    if units is None:
        return Person.objects.all()
    held = Appointment.objects.filter(in_force(on or today()), post__unit_id__in=units)
    return Person.objects.filter(pk__in=held.values("person_id"))


def _in(field: str, units: frozenset[int] | None) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _one(row: M | None) -> M:
    if row is None:
        raise NotFound
    return row
