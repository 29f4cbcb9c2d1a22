"""Cells, and who answers for them on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from chengzhi.grid.enums import DutyKind
from chengzhi.grid.models import Cell, CellDuty, CellVersion
from chengzhi.grid.permissions import Permission, demand, prefixes
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.models import in_force


def under(codes: tuple[str, ...], field: str = "code") -> Q:
    """Match the codes that begin with one of the prefixes; none of them where there is no prefix."""
    if "" in codes:
        return Q()
    reached = Q(pk__in=[])
    for code in codes:
        reached |= Q(**{f"{field}__startswith": code})
    return reached


def cells_in(prefix: str = "", *, viewer: Capacity, on: date | None = None) -> QuerySet[Cell]:
    """Return the cells in use on a day (today) under a division or cell code, as far as the viewer may read."""
    return (
        Cell.objects.filter(in_force(on or now().date()), under(prefixes(viewer)), code__startswith=prefix)
        .select_related("community__parent")
        .order_by("code")
    )


def access_cell(viewer: Capacity, code: str, permission: Permission = Permission.READ) -> Cell:
    """Return a cell the viewer may use a right on; NotFound where they may not read it, Forbidden where only that."""
    cell = Cell.objects.filter(under(prefixes(viewer)), code=code).select_related("community__parent").first()
    if cell is None:
        raise NotFound
    demand(viewer, permission, code)
    return cell


def cell_on(code: str, on: date) -> CellVersion:
    """Return the version of a cell that held on a day, or raise NotFound."""
    version = CellVersion.objects.filter(in_force(on), cell__code=code).select_related("cell__community").first()
    if version is None:
        raise NotFound
    return version


def duties_of(cell_code: str, on: date | None = None) -> list[CellDuty]:
    """Return who answers for a cell on a day (today), ordered by kind as the regulations list them."""
    order = {kind: at for at, kind in enumerate(DutyKind.values)}
    found = CellDuty.objects.filter(in_force(on or now().date()), cell__code=cell_code).select_related("person", "unit")
    return sorted(found, key=lambda duty: (order[duty.kind], duty.valid_from, duty.pk))


def collector_of(cell_code: str, on: date | None = None) -> CellDuty | None:
    """Return the duty of the collector whose cell it is: the one longest in office that is linked to a person."""
    collectors = [duty for duty in duties_of(cell_code, on) if duty.kind == DutyKind.COLLECTOR]
    return min(collectors, key=lambda duty: (duty.person_id is None, duty.valid_from, duty.pk), default=None)


def cells_of_person(person_id: int, kind: str = "", on: date | None = None) -> QuerySet[Cell]:
    """Return the cells a person answers for on a day (today), in any role or one."""
    duties = CellDuty.objects.filter(in_force(on or now().date()), person_id=person_id)
    held = duties.filter(kind=kind) if kind else duties
    return Cell.objects.filter(pk__in=held.values("cell")).order_by("code")
