"""The register of parts, by place and by code."""

from dataclasses import dataclass

from django.db.models import QuerySet

from chengzhi.grid.models import Part
from chengzhi.grid.permissions import Permission, demand, prefixes
from chengzhi.grid.selectors.cells import under
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.coordinates import box_around, distance_m
from chengzhi.kernel.errors import NotFound

MOST_PARTS = 5_000

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PartNear:
    """A part and how far it is from the point asked for, in metres."""

    part: Part
    distance_m: float


def parts_for(viewer: Capacity) -> QuerySet[Part]:
    """Return every part the viewer may read, retired ones included, ordered by code.

    Parts outside every cell belong to their district: the code's first six digits decide. A right of unit scope
    reaches the parts that the viewer's units own, maintain or are competent for.
    """
    reached = under(prefixes(viewer), "cell__code") | under(prefixes(viewer))
    if viewer.scope(Permission.READ) is Scope.UNIT:
        units = viewer.unit_ids
        own = Part.objects.filter(owner_unit__in=units) | Part.objects.filter(maintainer_unit__in=units)
        own |= Part.objects.filter(competent_unit__in=units)
        return (Part.objects.filter(reached) | own).select_related("cell").order_by("code")
    return Part.objects.filter(reached).select_related("cell").order_by("code")


def parts_in_box(bounds: Bounds, *, viewer: Capacity, limit: int = 2_000) -> QuerySet[Part]:
    """Return at most ``limit`` parts in use inside bounds (west, south, east, north)."""
    inside = parts_for(viewer).filter(point__within_box=bounds, valid_to__isnull=True)
    return inside[: min(limit, MOST_PARTS)]


def parts_near(lon: float, lat: float, *, viewer: Capacity, metres: float = 30.0, category: str = "") -> list[PartNear]:
    """Return the parts in use within a distance, nearest first, of one category (or big class) if given."""
    found = parts_in_box(box_around((lon, lat), metres), viewer=viewer, limit=MOST_PARTS)
    near = [PartNear(part, distance_m((lon, lat), (part.lon, part.lat))) for part in found]
    wanted = [one for one in near if one.distance_m <= metres and one.part.category_code.startswith(category)]
    return sorted(wanted, key=lambda one: (one.distance_m, one.part.code))


def access_part(viewer: Capacity, code: str, permission: Permission = Permission.READ) -> Part:
    """Return a part the viewer may use a right on; NotFound where they may not read it, Forbidden where only that."""
    part = parts_for(viewer).filter(code=code).first()
    if part is None:
        raise NotFound
    demand(viewer, permission, reach_code(part), units_of(part))
    return part


def reach_code(part: Part) -> str:
    """Return the code that decides who may touch a part: its cell's, or its district's where it lies in none."""
    return part.cell.code if part.cell else part.code[:6]


def units_of(part: Part) -> frozenset[int]:
    """Return the units that answer for a part."""
    linked = (part.competent_unit_id, part.owner_unit_id, part.maintainer_unit_id)
    return frozenset(unit for unit in linked if unit is not None)
