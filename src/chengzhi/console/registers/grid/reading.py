"""What the pages of the grid read: cells and parts as rows with their figures, divisions of an edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from chengzhi.cases.models import Case
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.grid.enums import DutyKind, Level, PartChangeKind, PartState
from chengzhi.grid.models import Cell, CellDuty, CellVersion, Division, DivisionChange, Part, PartChange
from chengzhi.grid.selectors import cells_in, divisions_in_force, parts_for
from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """One cell as it was on a day, with what stands in it."""

    cell: Cell
    facts: CellVersion | Cell
    collectors: list[str]
    duties: int
    parts: int
    cases: int


def find_cells(
    viewer: Capacity, on: date, *, text: str = "", area: str = "", grade: str = "", bare: bool = False
) -> Any:
    """Return the cells of a day under a division that answer to words; ``bare``: only those without a collector."""
    found = cells_in(area, viewer=viewer, on=on)
    if grade:
        found = found.filter(Q(versions__grade=grade) & in_force(on, "versions__"))
    if bare:
        served = CellDuty.objects.filter(in_force(on), kind=DutyKind.COLLECTOR).values("cell")
        found = found.exclude(pk__in=served)
    wanted = "".join(text.split())
    if not wanted:
        return found
    return found.filter(
        Q(code__contains=wanted) | Q(name__icontains=wanted) | Q(community__short_name__icontains=wanted)
        | Q(community__initials__startswith=wanted.lower()) | Q(community__parent__short_name__icontains=wanted)
        | Q(community__parent__initials__startswith=wanted.lower())
    )  # fmt: skip


def cell_rows(cells: list[Cell], on: date, *, is_today: bool) -> list[CellRow]:
    """Return the cells of a page with their figures, in four queries whatever their number."""
    keys = [one.pk for one in cells]
    duties: dict[int, list[CellDuty]] = {}
    for duty in CellDuty.objects.filter(in_force(on), cell__in=keys).order_by("valid_from", "pk"):
        duties.setdefault(duty.cell_id, []).append(duty)
    then = {} if is_today else {one.cell_id: one for one in CellVersion.objects.filter(in_force(on), cell__in=keys)}
    parts = _counted(Part.objects.filter(in_force(on), cell__in=keys), "cell")
    cases = _counted(Case.objects.filter(is_open=True, cell_code__in=[one.code for one in cells]), "cell_code")
    return [
        CellRow(
            cell=one,
            facts=then.get(one.pk, one),
            collectors=[duty.name for duty in duties.get(one.pk, []) if duty.kind == DutyKind.COLLECTOR],
            duties=len(duties.get(one.pk, [])),
            parts=parts.get(one.pk, 0),
            cases=cases.get(one.code, 0),
        )
        for one in cells
    ]


def _counted(rows: QuerySet[Any], name: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(name).annotate(n=Count("pk")))


def cell_figures(cell: Cell) -> dict[str, int]:
    """Return how many parts and open cases a cell has today."""
    row = cell_rows([cell], cell.valid_from, is_today=True)[0]
    live = Part.objects.filter(cell=cell, valid_to=None).count()
    return {"parts": live, "cases": row.cases}


def cell_versions(cell: Cell) -> QuerySet[CellVersion]:
    return cell.versions.defer("boundary").order_by("-valid_from")


def cell_duties(cell: Cell, on: date) -> tuple[list[CellDuty], list[CellDuty]]:
    """Return the duties that hold on a day or begin later, and those that are over."""
    rows = list(cell.duties.select_related("person", "unit").order_by("valid_from", "pk"))
    order = list(DutyKind.values)
    lasting = [one for one in rows if one.valid_to is None or one.valid_to > on]
    over = [one for one in rows if one.valid_to is not None and one.valid_to <= on]
    return sorted(lasting, key=lambda one: order.index(one.kind)), over[::-1]


def find_parts(
    viewer: Capacity, *, text: str = "", area: str = "", category: str = "", state: str = "", retired: bool = False
) -> QuerySet[Part]:
    """Return the parts the viewer may read that answer to words, place, category and state."""
    found = parts_for(viewer).filter(valid_to__isnull=not retired).select_related("cell__community__parent")
    facts = {"cell__code__startswith": area, "category_code__startswith": category, "state": state}
    found = found.filter(**{name: value for name, value in facts.items() if value})
    wanted = text.strip()
    if not wanted:
        return found
    return found.filter(
        Q(code__contains=wanted) | Q(name__icontains=wanted) | Q(owner_name__icontains=wanted)
        | Q(maintainer_name__icontains=wanted) | Q(competent_name__icontains=wanted)
    )  # fmt: skip


def part_changes(part: Part) -> list[tuple[PartChange, str]]:
    """Return what was done to a part, newest first, each with the fields it changed in words."""
    return [(one, _told(one)) for one in part.changes.order_by("-pk")]


def _told(change: PartChange) -> str:
    if change.kind == PartChangeKind.REGISTERED:
        return ""
    names = {field.name: str(field.verbose_name) for field in Part._meta.concrete_fields}
    states = dict(PartState.choices)
    shown = [(name, change.before.get(name), value) for name, value in change.after.items() if name in names]
    return "；".join(
        f"{names[name]} {states.get(old, old) or '…'} → {states.get(new, new)}" for name, old, new in shown
    )


def part_categories() -> list[tuple[str, str]]:
    """Return code and name of the categories of parts in force."""
    rows = categories_in_force().filter(kind="part").exclude(code="").order_by("code")
    return [(one.code, one.name) for one in rows]


def streets(on: date | None = None) -> list[Division]:
    return list(divisions_in_force(on).filter(level=Level.STREET))


def division_editions() -> list[str]:
    """Return the editions of the code list, newest first."""
    return list(Division.objects.order_by("-edition").values_list("edition", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Branch:
    """A division of an edition, what its code was before or became later, and what lies below it."""

    division: Division
    links: list[DivisionChange]
    cells: int
    below: list[Any]


def division_tree(edition: str) -> list[Branch]:
    """Return the divisions of an edition as a tree, with their changes of code and the cells of today."""
    rows = list(Division.objects.filter(edition=edition).defer("boundary").order_by("code"))
    links: dict[str, list[DivisionChange]] = {}
    for one in DivisionChange.objects.order_by("old_code"):
        links.setdefault(one.old_code, []).append(one)
        links.setdefault(one.new_code, []).append(one)
    cells = dict(Cell.objects.filter(valid_to=None).values_list("community").annotate(n=Count("pk")))
    below: dict[int | None, list[Division]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def grown(row: Division) -> Branch:
        children = [grown(child) for child in below.get(row.pk, [])]
        count = cells.get(row.pk, 0) + sum(child.cells for child in children)
        return Branch(row, links.get(row.code, []), count, children)

    return [grown(row) for row in below.get(None, [])]


def division_changes(text: str = "") -> list[tuple[DivisionChange, str, str]]:
    """Return the changes of codes with both names, districts before streets before communities."""
    names: dict[str, str] = dict(Division.objects.order_by("edition").values_list("code", "name"))
    rows = sorted(DivisionChange.objects.all(), key=lambda one: (len(one.new_code), one.new_code, one.old_code))
    found = [(one, names.get(one.old_code, ""), names.get(one.new_code, "")) for one in rows]
    wanted = text.strip()
    return [row for row in found if not wanted or any(wanted in part for part in _words_of(row))]


def _words_of(row: tuple[DivisionChange, str, str]) -> tuple[str, ...]:
    change, old, new = row
    return change.old_code, change.new_code, old, new
