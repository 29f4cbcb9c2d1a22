"""The tree of units on one day, held in memory and rebuilt when the register's number has moved on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from chengzhi.kernel import clock
from chengzhi.kernel.prepared import fetch_row
from chengzhi.organisation.models import UnitVersion, in_force

KEPT_DAYS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRef:
    """A unit as it was on the day of its snapshot; ``territory`` holds only codes of its own."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    territory: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All units in force on ``on``, by id, and their children."""

    on: date
    units: Mapping[int, UnitRef]
    children: Mapping[int | None, tuple[int, ...]]

    def tree(self, unit_id: int) -> frozenset[int]:
        """Return the unit and everything below it; empty when it is not in force."""
        found: set[int] = set()
        waiting = [unit_id] if unit_id in self.units else []
        while waiting:
            found.add(one := waiting.pop())
            waiting.extend(child for child in self.children.get(one, ()) if child not in found)
        return frozenset(found)

    def chain(self, unit_id: int | None) -> list[UnitRef]:
        """Return the unit and its superiors, nearest first."""
        found: list[UnitRef] = []
        while unit_id is not None and unit_id in self.units and self.units[unit_id] not in found:
            found.append(self.units[unit_id])
            unit_id = self.units[unit_id].parent_id
        return found

    def territory(self, unit_id: int) -> tuple[str, ...]:
        """Return the codes of the unit, or of the nearest superior that has some."""
        return next((unit.territory for unit in self.chain(unit_id) if unit.territory), ())


_held: dict[date, tuple[int, Snapshot]] = {}


def today() -> date:
    return clock.now().date()


def register_state() -> tuple[int, date | None]:
    """Return the number of the register and the day today's values were last brought up; (0, None) if unset."""
    row = fetch_row("SELECT number, refreshed_on FROM organisation_registerversion WHERE id = 1", ())
    return (row[0], row[1]) if row else (0, None)


def snapshot(on: date | None = None, number: int | None = None) -> Snapshot:
    """Return the units of a day; one small query when nothing has changed, none when the number is given."""
    day = on or today()
    present = register_state()[0] if number is None else number
    held = _held.get(day)
    if held and held[0] == present and present:
        return held[1]
    fresh = _read(day)
    if len(_held) >= KEPT_DAYS:
        _held.clear()
    _held[day] = (present, fresh)
    return fresh


def _read(on: date) -> Snapshot:
    territory = "unit__territories__"
    rows = (
        UnitVersion.objects.filter(in_force(on), superseded_at=None)
        .order_by("unit__code")
        .values("unit_id", "name", "short_name", "kind", "parent_id", code=F("unit__code"))
        .annotate(
            territory=ArrayAgg(
                f"{territory}division_code",
                filter=in_force(on, territory) & Q(**{f"{territory}isnull": False}),
                order_by=f"{territory}division_code",
                default=[],
            )
        )
    )
    units: dict[int, UnitRef] = {}
    children: dict[int | None, tuple[int, ...]] = {}
    for row in rows:
        ref = UnitRef(
            id=row["unit_id"],
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            parent_id=row["parent_id"],
            territory=tuple(row["territory"]),
        )
        units[ref.id] = ref
        children[ref.parent_id] = (*children.get(ref.parent_id, ()), ref.id)
    return Snapshot(on, units, children)
