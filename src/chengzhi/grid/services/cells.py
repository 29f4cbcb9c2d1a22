"""Cells are defined, redrawn and retired, each with the day it takes effect."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.enums import Grade, LandUse
from chengzhi.grid.events import CellChanged
from chengzhi.grid.geometry import area_m2, to_geojson
from chengzhi.grid.models import Cell, CellVersion, ImportBatch
from chengzhi.grid.permissions import Permission, demand
from chengzhi.grid.services.records import hold_register, mark_revision, signature
from chengzhi.grid.services.shapes import checked_shape, community_of, demand_free_ground
from chengzhi.kernel import outbox
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.organisation.models import in_force

LONGEST_NAME = 80
LONGEST_DOCUMENT = 120
FACTS = ("name", "boundary", "area_m2", "grade", "land_use")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a new version of a cell says; an empty field keeps what the version before said."""

    boundary: dict[str, Any] | None = None
    name: str = ""
    grade: str = ""
    land_use: str = ""


@transaction.atomic
def define_cell(
    *,
    capacity: Capacity,
    code: str,
    drawing: Drawing,
    effective_on: date,
    document: str = "",
    batch: ImportBatch | None = None,
) -> Cell:
    """A new cell exists from a day on, under a code never used before; raises Forbidden and BadInput."""
    if not codes.is_cell_code(code):
        raise BadInput({"code": _("网格编码应是 15 位数字：区 6 位、街道 3 位、社区 3 位、网格 3 位。")})
    demand(capacity, Permission.MANAGE_CELLS, code)
    hold_register()
    if Cell.objects.filter(code=code).exists():
        raise BadInput({"code": _("编码 %(code)s 已经用过。停用的编码也不再使用，请取下一个号。") % {"code": code}})
    community = community_of(code, effective_on)
    facts = _facts(code, drawing, effective_on, None)
    cell = Cell.objects.create(code=code, community=community, valid_from=effective_on, **facts)
    _append_version(cell, facts, effective_on, capacity, document, batch)
    return cell


@transaction.atomic
def change_cell_boundary(
    *,
    capacity: Capacity,
    code: str,
    drawing: Drawing,
    effective_on: date,
    document: str = "",
    batch: ImportBatch | None = None,
) -> CellVersion:
    """The cell has another boundary, name or grade from a day on, which may lie ahead; what held before is kept.

    Refuses a day that is not later than the beginning of the last version: history is corrected by withdrawal.
    """
    demand(capacity, Permission.MANAGE_CELLS, code)
    cell = _held(code)
    last = cell.versions.order_by("-valid_from").first()
    if last is None or effective_on <= last.valid_from or (cell.valid_to and effective_on >= cell.valid_to):
        words = _("生效日期要晚于上一次调整的日期 %(day)s，且早于停用日期。请改生效日期。")
        raise BadInput({"effective_on": words % {"day": last.valid_from if last else ""}})
    facts = _facts(code, drawing, effective_on, last)
    last.valid_to = effective_on
    last.save(update_fields=["valid_to"])
    return _append_version(cell, facts, effective_on, capacity, document, batch)


@transaction.atomic
def retire_cell(*, capacity: Capacity, code: str, effective_on: date, document: str = "") -> Cell:
    """From a day on the cell is no more: its last version and its open duties end with it."""
    demand(capacity, Permission.MANAGE_CELLS, code)
    cell = _held(code)
    if cell.versions.filter(valid_from__gte=effective_on).exists():
        raise BadInput({"effective_on": _("停用日期要晚于最近一次调整的日期。请改停用日期。")})
    if cell.valid_to:
        raise BadInput({"effective_on": _("这个网格已定于 %(day)s 停用。") % {"day": cell.valid_to}})
    if cell.duties.filter(valid_from__gte=effective_on).exists():
        raise BadInput({"effective_on": _("有责任人在停用日期之后才上任。请先改他们的安排，或推迟停用。")})
    cell.valid_to = effective_on
    cell.save(update_fields=["valid_to"])
    last = cell.versions.filter(valid_to__isnull=True).get()
    last.valid_to, last.document = effective_on, checked_document(document) or last.document
    last.save(update_fields=["valid_to", "document"])
    cell.duties.filter(in_force(effective_on)).update(valid_to=effective_on)
    _announce(cell, effective_on)
    return cell


@transaction.atomic
def bring_versions_into_force(*, on: date) -> int:
    """Every cell repeats the facts of the version that holds on a day; returns how many had to change."""
    changed = 0
    for version in CellVersion.objects.filter(in_force(on)).select_related("cell"):
        if any(getattr(version, name) != getattr(version.cell, name) for name in FACTS):
            _repeat(version.cell, version)
            changed += 1
    return changed


def _held(code: str) -> Cell:
    hold_register()
    cell = Cell.objects.select_for_update().filter(code=code).first()
    if cell is None:
        raise NotFound
    return cell


def _facts(code: str, drawing: Drawing, on: date, last: CellVersion | None) -> dict[str, Any]:
    """Return the checked facts of the next version; what the drawing leaves out is taken from the last one."""
    boundary = drawing.boundary or (last.boundary if last else {})
    shape = checked_shape(code, boundary)
    demand_free_ground(code, shape, on, code[:6])
    facts = {
        "name": drawing.name or (last.name if last else ""),
        "boundary": to_geojson(shape),
        "area_m2": round(area_m2(shape), 1),
        "grade": drawing.grade or (last.grade if last else Grade.B),
        "land_use": drawing.land_use or (last.land_use if last else LandUse.OTHER),
    }
    _demand_known(facts)
    return facts


def checked_document(document: str) -> str:
    """Return the number of the document; refuse one that its column does not hold."""
    plain = document.strip()
    if len(plain) > LONGEST_DOCUMENT:
        raise BadInput({"document": _("最多 %(count)d 个字，请缩短。") % {"count": LONGEST_DOCUMENT}})
    return plain


def _demand_known(facts: dict[str, Any]) -> None:
    if facts["grade"] not in Grade.values:
        raise BadInput({"grade": _("区域类别只能是 A、B、C。请选一个。")})
    if len(facts["name"]) > LONGEST_NAME:
        raise BadInput({"name": _("最多 %(count)d 个字，请缩短。") % {"count": LONGEST_NAME}})
    if facts["land_use"] not in LandUse.values:
        raise BadInput({"land_use": _("没有这种用地性质。请从列表里选一个。")})


def _append_version(
    cell: Cell, facts: dict[str, Any], on: date, capacity: Capacity, document: str, batch: ImportBatch | None
) -> CellVersion:
    version = CellVersion.objects.create(
        cell=cell,
        valid_from=on,
        valid_to=cell.valid_to,
        document=checked_document(document),
        batch=batch,
        **facts,
        **signature(capacity),
    )
    if on <= now().date():
        _repeat(cell, version)
    _announce(cell, on)
    return version


def _repeat(cell: Cell, version: CellVersion) -> None:
    for name in FACTS:
        setattr(cell, name, getattr(version, name))
    cell.save(update_fields=list(FACTS))


def _announce(cell: Cell, on: date) -> None:
    mark_revision()
    outbox.record(CellChanged(cell_id=cell.pk, code=cell.code, on=on.isoformat()))
