"""People, posts and appointments, as far as the viewer reaches."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Role
from chengzhi.organisation.models import Appointment, Person, Post, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.access import reach, reachable_people
from chengzhi.organisation.selectors.trees import today
from chengzhi.organisation.selectors.units import unit_tree_ids


def people(viewer: Capacity, *, on: date | None = None, unit_id: int | None = None, text: str = "") -> QuerySet[Person]:
    """Return the people within reach, by name or pinyin and by unit with all below it, ordered by pinyin."""
    day = on or today()
    rows = reachable_people(viewer, Permission.READ_REGISTER, day)
    if unit_id is not None:
        held = Appointment.objects.filter(in_force(day), post__unit_id__in=unit_tree_ids(unit_id, day))
        rows = rows.filter(pk__in=held.values("person_id"))
    if words := text.strip():
        rows = rows.filter(Q(name__contains=words) | Q(phone__startswith=words) | _sounds_like(words))
    return rows.select_related("account").order_by("pinyin", "id")


def posts(viewer: Capacity, *, on: date | None = None, unit_id: int | None = None) -> QuerySet[Post]:
    """Return the posts of a day within reach, each with ``held``: how many people hold it that day."""
    day, units = on or today(), reach(viewer, Permission.READ_REGISTER)
    rows = Post.objects.filter(in_force(day)).select_related("unit", "role")
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=unit_tree_ids(unit_id, day))
    held = Count("appointments", filter=in_force(day, "appointments__"))
    return rows.annotate(held=held).order_by("unit__code", "id")


def appointments(
    viewer: Capacity, *, on: date | None = None, unit_id: int | None = None, person_id: int | None = None
) -> QuerySet[Appointment]:
    """Return appointments within reach: those in force on a day, or with no day all that ever were."""
    units = reach(viewer, Permission.READ_REGISTER)
    rows = Appointment.objects.select_related("person", "post__unit", "post__role")
    if units is not None:
        rows = rows.filter(post__unit_id__in=units)
    if on is not None:
        rows = rows.filter(in_force(on))
    if unit_id is not None:
        rows = rows.filter(post__unit_id__in=unit_tree_ids(unit_id, on))
    if person_id is not None:
        rows = rows.filter(person=person_id)
    return rows.order_by("person__pinyin", "person_id", "-valid_from")


def roles(viewer: Capacity) -> QuerySet[Role]:
    """Return all roles with their grants, for those who manage, read or audit them."""
    if not (viewer.may(Permission.MANAGE_ROLES) or viewer.may(Permission.READ_ACTS)):
        reach(viewer, Permission.READ_REGISTER)
    return Role.objects.prefetch_related("grants")


def _sounds_like(words: str) -> Q:
    """Match names by whole pinyin or by initials."""
    typed = "".join(words.lower().split())
    return Q(pinyin__startswith=typed) | Q(pinyin__contains=f" {typed}")
