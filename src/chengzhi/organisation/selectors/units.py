"""Units: as they are, as they were, and who carries on for whom."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import RegisterAct, Territory, Unit, UnitSuccession, UnitVersion, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.access import reach, require
from chengzhi.organisation.selectors.trees import UnitRef, snapshot, today

# A unit still in force is its own successor; an ended one is followed through every succession up to the day.
SUCCESSORS = """
WITH RECURSIVE chain(unit_id) AS (
    SELECT %(unit)s::bigint
    UNION
    SELECT heir.unit_id FROM chain
        JOIN organisation_unit gone ON gone.id = chain.unit_id AND gone.valid_to <= %(on)s
        JOIN organisation_unitsuccession_predecessors left_by ON left_by.unit_id = chain.unit_id
        JOIN organisation_unitsuccession act ON act.id = left_by.unitsuccession_id AND act."on" <= %(on)s
        JOIN organisation_unitsuccession_successors heir ON heir.unitsuccession_id = act.id
)
SELECT unit.id FROM chain JOIN organisation_unit unit ON unit.id = chain.unit_id
WHERE unit.valid_from <= %(on)s AND (unit.valid_to IS NULL OR unit.valid_to > %(on)s)
ORDER BY unit.code
"""


def units_as_of(on: date | None = None) -> list[UnitRef]:
    """Return every unit in force on a day, under the name and superior of that day, ordered by code."""
    return list(snapshot(on).units.values())


def unit_ref(unit_id: int, on: date | None = None) -> UnitRef | None:
    """Return one unit as it is on a day, without its own query."""
    return snapshot(on).units.get(unit_id)


def unit_tree_ids(unit_id: int, on: date | None = None) -> frozenset[int]:
    """Return the ids of the unit and of all below it on a day."""
    return snapshot(on).tree(unit_id)


def unit_chain(unit_id: int, on: date | None = None) -> list[UnitRef]:
    """Return the unit and its superiors on a day, nearest first."""
    return snapshot(on).chain(unit_id)


def unit_as_of(unit_id: int, on: date, known_at: datetime | None = None) -> UnitVersion | None:
    """Return what the unit was on a day; with ``known_at``, what the register said of that day at that moment."""
    rows = UnitVersion.objects.filter(in_force(on), unit=unit_id)
    if known_at is None:
        return rows.filter(superseded_at=None).first()
    held = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    return rows.filter(held, recorded_at__lte=known_at).order_by("-recorded_at", "-id").first()


def successor_units(unit_id: int, on: date | None = None) -> list[int]:
    """Return the ids of the units that do the unit's work on a day: itself while it lasts, else its heirs."""
    with connection.cursor() as cursor:
        cursor.execute(SUCCESSORS, {"unit": unit_id, "on": on or today()})
        return [row[0] for row in cursor.fetchall()]


def visible_units(viewer: Capacity, on: date | None = None) -> list[UnitRef]:
    """Return the units of a day that the viewer may look up in the register."""
    units = reach(viewer, Permission.READ_REGISTER)
    return [one for one in units_as_of(on) if units is None or one.id in units]


def unit_history(viewer: Capacity, unit: Unit) -> QuerySet[UnitVersion]:
    """Return all rows of a unit, oldest first, with those that were corrected later."""
    _seen(viewer, unit)
    return unit.versions.select_related("parent").order_by("valid_from", "id")


def unit_successions(viewer: Capacity, unit: Unit) -> QuerySet[UnitSuccession]:
    """Return the renames, mergers, splits, transfers and the end of a unit, oldest first."""
    _seen(viewer, unit)
    rows = UnitSuccession.objects.filter(Q(predecessors=unit) | Q(successors=unit)).distinct()
    return rows.prefetch_related("predecessors", "successors")


def unit_territories(viewer: Capacity, unit: Unit, on: date | None = None) -> QuerySet[Territory]:
    """Return the codes that the unit itself answers for on a day."""
    _seen(viewer, unit)
    return unit.territories.filter(in_force(on or today()))


def register_acts(viewer: Capacity, unit: Unit | None = None) -> QuerySet[RegisterAct]:
    """Return the acts on the register, newest first: all for the audit administrator, else those of one unit."""
    if unit is None:
        reach(viewer, Permission.READ_ACTS)
        return RegisterAct.objects.select_related("unit", "person")
    _seen(viewer, unit)
    return unit.acts.select_related("person")


def _seen(viewer: Capacity, unit: Unit) -> None:
    require(viewer, Permission.READ_REGISTER, unit.pk)
