"""Units of a day: as rows, as a tree, with their posts and territories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from chengzhi.console.registers.organisation.selectors.words import answers
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.kernel.access import Capacity
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Appointment, Post, Territory, Unit, UnitVersion, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import UnitRef, posts, reach, today, visible_units


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of a day with its superior's name and the number of people in posts of its own."""

    unit: UnitRef
    parent: UnitRef | None
    people: int
    posts: int

    @property
    def kind_label(self) -> str:
        return str(UnitKind(self.unit.kind).label)


@dataclass(slots=True)
class Branch:
    """A unit in the tree with what stands below it; ``total`` counts the people of the whole branch."""

    row: UnitRow
    children: list["Branch"] = field(default_factory=list)
    depth: int = 0

    @property
    def total(self) -> int:
        return self.row.people + sum(child.total for child in self.children)

    @property
    def is_open(self) -> bool:
        """Tell whether the branch stands open at first: the top, and short branches right below it."""
        return self.depth == 0


def unit_rows(viewer: Capacity, on: date, *, text: str = "", kind: str = "") -> list[UnitRow]:
    """Return the units of a day within reach that answer to the words and are of the kind."""
    units = visible_units(viewer, on)
    found = [one for one in units if not kind or one.kind == kind]
    if text:
        found = [one for one in found if answers(text, one.name, one.short_name, one.code)]
    return _rows(found, {one.id: one for one in units}, on)


def unit_tree(viewer: Capacity, on: date) -> list[Branch]:
    """Return the units of a day as a tree; what has no superior within reach stands on top."""
    branches = {row.unit.id: Branch(row) for row in unit_rows(viewer, on)}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.row.unit.parent_id or 0)
        (above.children if above else top).append(branch)
    for branch in top:
        _deepen(branch, 0)
    return top


def _deepen(branch: Branch, depth: int) -> None:
    branch.depth = depth
    for child in branch.children:
        _deepen(child, depth + 1)


def _rows(units: Iterable[UnitRef], by_id: Mapping[int, UnitRef], on: date) -> list[UnitRow]:
    held = _counted(Appointment.objects.filter(in_force(on)), "post__unit_id", "person_id")
    made = _counted(Post.objects.filter(in_force(on)), "unit_id", "pk")
    return [UnitRow(one, by_id.get(one.parent_id or 0), held.get(one.id, 0), made.get(one.id, 0)) for one in units]


def _counted(rows: QuerySet[Any], key: str, what: str) -> dict[int, int]:
    pairs = rows.order_by().values_list(key).annotate(number=Count(what, distinct=True))
    return {row[0]: row[1] for row in pairs}


def own_posts(viewer: Capacity, unit: Unit, on: date) -> list[Any]:
    """Return the posts of a unit itself on a day, each with ``holding``: who holds it that day."""
    held = Appointment.objects.filter(in_force(on)).select_related("person").order_by("valid_from", "id")
    rows = posts(viewer, on=on).filter(unit=unit)
    return list(rows.prefetch_related(Prefetch("appointments", held, to_attr="holding")))


def lasting_posts(unit: Unit, on: date) -> list[Post]:
    """Return the posts of a unit that hold on a day or begin later: what a split must deal out."""
    return list(unit.posts.filter(Q(valid_to=None) | Q(valid_to__gt=on)).select_related("role").order_by("pk"))


def lasting_territories(unit: Unit, on: date) -> list[Territory]:
    """Return the territories of a unit that hold on a day or begin later."""
    return list(unit.territories.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("division_code"))


def subordinates(viewer: Capacity, unit: Unit, on: date) -> list[UnitRow]:
    """Return the units right below a unit on a day."""
    return [row for row in unit_rows(viewer, on) if row.unit.parent_id == unit.pk]


def planned_versions(unit: Unit) -> list[UnitVersion]:
    """Return what is registered for days to come, nearest first."""
    rows = unit.versions.filter(superseded_at=None, valid_from__gt=today())
    return list(rows.select_related("parent").order_by("valid_from"))


def territory_rows(viewer: Capacity, on: date, *, text: str = "") -> list[tuple[Territory, str]]:
    """Return the territories of a day within reach, each with the name of its division where there is one."""
    units = reach(viewer, Permission.READ_REGISTER)
    rows = Territory.objects.filter(in_force(on)).select_related("unit")
    if units is not None:
        rows = rows.filter(unit__in=units)
    names = division_names(on)
    found = [(one, names.get(one.division_code, "")) for one in rows]
    return [(one, name) for one, name in found if not text or answers(text, one.division_code, name, one.unit.name)]


def division_names(on: date) -> dict[str, str]:
    """Return the names of the divisions of a day by code."""
    return dict(divisions_in_force(on).values_list("code", "name"))


def unit_count(viewer: Capacity) -> int:
    return len(visible_units(viewer))


def territory_count(viewer: Capacity) -> int:
    return len(territory_rows(viewer, today()))
