"""Parts are registered, moved, corrected and retired; every act keeps what was there before."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.enums import PartChangeKind, PartState
from chengzhi.grid.events import PartChanged
from chengzhi.grid.models import ImportBatch, Part, PartChange
from chengzhi.grid.permissions import Permission, demand
from chengzhi.grid.selectors.index import CellRef, locate
from chengzhi.grid.selectors.parts import reach_code, units_of
from chengzhi.grid.services.records import signature
from chengzhi.kernel import outbox
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.coordinates import check_position
from chengzhi.kernel.errors import BadInput, NotFound

LENGTHS = {"name": 60, "competent_name": 80, "owner_name": 80, "maintainer_name": 80, "source": 60, "note": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """What the register says of a part beside its code and place; None leaves a field as it is."""

    name: str | None = None
    state: str | None = None
    competent_name: str | None = None
    competent_unit_id: int | None = None
    owner_name: str | None = None
    owner_unit_id: int | None = None
    maintainer_name: str | None = None
    maintainer_unit_id: int | None = None
    source: str | None = None
    note: str | None = None

    def given(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value is not None}


FACTS = tuple(field.name for field in fields(PartFacts))
KEPT = (*FACTS, "lon", "lat", "cell_id", "valid_to")


@transaction.atomic
def register_part(
    *,
    capacity: Capacity,
    code: str,
    lon: float,
    lat: float,
    facts: PartFacts,
    effective_on: date,
    batch: ImportBatch | None = None,
) -> Part:
    """The part is in the register, in the cell in which it lies; raises Forbidden and BadInput."""
    if not codes.is_part_code(code):
        raise BadInput({"code": _("部件编码应是 16 位数字：区 6 位、大类 2 位、小类 2 位、流水号 6 位。")})
    ref = _place(capacity, code, lon, lat)
    given = _checked(facts)
    if not given.get("name"):
        raise BadInput({"name": _("没有写部件名称。请填写，例如“雨水井盖”。")})
    if Part.objects.filter(code=code).exists():
        raise BadInput({"code": _("部件编码 %(code)s 已经登记。请核对流水号，或去更正那个部件。") % {"code": code}})
    part = Part.objects.create(
        code=code,
        category_code=codes.part_category(code),
        lon=lon,
        lat=lat,
        cell_id=ref.cell_id if ref else None,
        valid_from=effective_on,
        changed_on=effective_on,
        batch=batch,
        **given,
    )
    _note(part, PartChangeKind.REGISTERED, {}, capacity, "", batch)
    return part


@transaction.atomic
def move_part(
    *, capacity: Capacity, code: str, lon: float, lat: float, reason: str, batch: ImportBatch | None = None
) -> Part:
    """The part stands at another place and, where that lies elsewhere, in another cell."""
    part = _held(capacity, code)
    ref = _place(capacity, code, lon, lat)
    before = _kept(part)
    part.lon, part.lat, part.cell_id = lon, lat, ref.cell_id if ref else None
    return _changed(part, PartChangeKind.MOVED, before, capacity, reason, batch)


@transaction.atomic
def correct_part(
    *, capacity: Capacity, code: str, facts: PartFacts, reason: str, batch: ImportBatch | None = None
) -> Part:
    """The register says what is right of the part; its code never changes."""
    part = _held(capacity, code)
    before = _kept(part)
    for name, value in _checked(facts).items():
        setattr(part, name, value)
    return _changed(part, PartChangeKind.CORRECTED, before, capacity, reason, batch)


@transaction.atomic
def retire_part(*, capacity: Capacity, code: str, effective_on: date, reason: str) -> Part:
    """From a day on the part is out of use; it stays readable and its code is not given again."""
    part = _held(capacity, code)
    if effective_on <= part.valid_from:
        raise BadInput({"effective_on": _("注销日期要晚于登记日期 %(day)s。请改日期。") % {"day": part.valid_from}})
    before = _kept(part)
    part.valid_to = effective_on
    return _changed(part, PartChangeKind.RETIRED, before, capacity, reason, None)


def _held(capacity: Capacity, code: str) -> Part:
    """Return the part locked for change, or raise NotFound, Forbidden or, where it is retired, BadInput."""
    part = Part.objects.select_for_update(of=("self",)).select_related("cell").filter(code=code).first()
    if part is None:
        raise NotFound
    demand(capacity, Permission.MANAGE_PARTS, reach_code(part), units_of(part))
    if part.valid_to:
        raise BadInput(_("部件 %(code)s 已于 %(day)s 注销，不能再改。") % {"code": code, "day": part.valid_to})
    return part


def _place(capacity: Capacity, code: str, lon: float, lat: float) -> CellRef | None:
    """Return the cell of a position that lies in China and in the capacity's reach."""
    check_position(lon, lat)
    ref = locate(lon, lat)
    demand(capacity, Permission.MANAGE_PARTS, ref.code if ref else code[:6])
    if ref and ref.district_code != code[:6]:
        words = _("位置在 %(place)s，与编码前 6 位 %(code)s 不是同一个区。请核对编码和坐标基准。")
        raise BadInput({"code": words % {"place": ref.district_code, "code": code[:6]}})
    return ref


def _checked(facts: PartFacts) -> dict[str, Any]:
    given = facts.given()
    errors = {
        name: _("最多 %(count)d 个字，请缩短。") % {"count": longest}
        for name, longest in LENGTHS.items()
        if len(given.get(name, "")) > longest
    }
    if given.get("state", PartState.INTACT) not in PartState.values:
        errors["state"] = _("没有这种部件状态。请从列表里选一个。")
    if errors:
        raise BadInput(errors)
    return given


def _kept(part: Part) -> dict[str, Any]:
    kept = {name: getattr(part, name) for name in KEPT}
    return kept | {"valid_to": part.valid_to.isoformat() if part.valid_to else None}


def _changed(
    part: Part, kind: PartChangeKind, before: dict[str, Any], capacity: Capacity, reason: str, batch: ImportBatch | None
) -> Part:
    part.changed_on = now().date()
    part.save(update_fields=[*KEPT, "changed_on"])
    _note(part, kind, before, capacity, reason, batch)
    return part


def _note(
    part: Part, kind: PartChangeKind, before: dict[str, Any], capacity: Capacity, reason: str, batch: ImportBatch | None
) -> None:
    after = _kept(part)
    PartChange.objects.create(
        part=part,
        kind=kind,
        before={name: value for name, value in before.items() if after[name] != value},
        after={name: value for name, value in after.items() if before.get(name) != value},
        reason=reason[:200],
        batch=batch,
        **signature(capacity),
    )
    outbox.record(PartChanged(part_id=part.pk, code=part.code, kind=kind))
