"""The register of units and people as a token that is confined to a territory sees it.

A unit belongs to a territory by the codes it answers for, or by those of its nearest superior that has some. It is seen
where all of them lie inside; people are seen by the posts they hold in such units today.
"""

from django.db.models import QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import Person
from chengzhi.organisation.selectors import UnitRef, appointments, today, unit_chain, visible_units


def seen_units(viewer: Capacity) -> list[UnitRef]:
    """Return the units of today that the viewer may look up, inside what the token is confined to."""
    return [one for one in visible_units(viewer) if not viewer.confines or _lies_inside(viewer, one)]


def seen_people(viewer: Capacity, rows: QuerySet[Person]) -> QuerySet[Person]:
    """Narrow people to those who hold a post today in a unit that the token reaches."""
    if not viewer.confines:
        return rows
    units = [one.id for one in seen_units(viewer)]
    held = appointments(viewer, on=today()).filter(post__unit_id__in=units)
    return rows.filter(pk__in=held.values("person_id"))


def _lies_inside(viewer: Capacity, unit: UnitRef) -> bool:
    codes = next((one.territory for one in unit_chain(unit.id) if one.territory), ())
    return bool(codes) and not any(viewer.is_confined_from(code) for code in codes)
