"""What an import of cells would do: the fate of every feature, and the faults of all of them together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.enums import Grade, LandUse
from chengzhi.grid.geometry import from_geojson, rounded
from chengzhi.grid.layers import Feature, Layer
from chengzhi.grid.models import Cell, Division
from chengzhi.grid.permissions import Permission, reaches
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.services.columns import CELL_COLUMNS, column_mapping, read_grade, read_land_use, values_of
from chengzhi.grid.services.shapes import standing_shapes
from chengzhi.grid.topology import Fault, gaps, outside, overlaps, shape_fault
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import CHINA_BOX
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import DryRun, Fate, RowFate
from chengzhi.kernel.wording import listed

SAME_WITHIN = 1e-7


@dataclass(slots=True)
class CellRow:
    """One feature on its way: what it says, and what is wrong with it so far."""

    feature: Feature
    code: str
    facts: dict[str, str]
    shape: Any = None
    errors: dict[str, str] = field(default_factory=dict)
    fate: Fate = Fate.NEW

    def refuse(self, column: str, words: str) -> None:
        self.errors.setdefault(column, words)
        self.fate = Fate.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlan:
    """The fate of every feature; faults name codes and areas, and only fatal ones refuse a feature."""

    rows: list[CellRow]
    faults: list[Fault]
    communities: dict[str, Division]
    standing: dict[str, Cell]

    @property
    def dry_run(self) -> DryRun:
        return DryRun([self._fate(row) for row in self.rows])

    @property
    def warnings(self) -> list[Fault]:
        return [fault for fault in self.faults if not fault.is_fatal]

    def _fate(self, row: CellRow) -> RowFate:
        cell = self.standing.get(row.code)
        before = {name: getattr(cell, name) for name in ("name", "grade", "land_use")} if cell else {}
        after = {"code": row.code, **row.facts}
        return RowFate(row.feature.number, row.fate, row.code, row.errors, before, after)


def plan_cells(
    layer: Layer, *, capacity: Capacity, effective_on: date, mapping: dict[str, str], on_row: Callable[[], None]
) -> CellPlan:
    """Return what an import would do on a day; raises BadInput where the file has no column of codes."""
    columns = column_mapping(layer.columns, CELL_COLUMNS, mapping)
    if "code" not in columns:
        words = _("找不到网格编码那一列。文件里有：%(names)s。请指定哪一列是网格编码。")
        raise BadInput({"mapping": words % {"names": listed(layer.columns[:30]) or _("（没有属性列）")}})
    rows = [_row(feature, values_of(feature.values, columns)) for feature in layer.features]
    wanted = {row.code for row in rows}
    communities = {
        one.code: one for one in divisions_in_force(effective_on).filter(code__in={code[:12] for code in wanted})
    }
    standing = {cell.code: cell for cell in Cell.objects.filter(code__in=wanted)}
    for row in rows:
        _judge(row, capacity, communities, standing.get(row.code), effective_on)
        on_row()
    _refuse_doubles(rows)
    faults = _judge_together(rows, effective_on)
    return CellPlan(rows=rows, faults=faults, communities=communities, standing=standing)


def _row(feature: Feature, values: dict[str, str]) -> CellRow:
    row = CellRow(feature, values.get("code", "").strip(), {"name": values.get("name", "")[:80]})
    grade, use = read_grade(values.get("grade", "")), read_land_use(values.get("land_use", ""))
    if grade is None:
        row.refuse("grade", _("认不出区域类别“%(word)s”。请写 A、B 或 C。") % {"word": values["grade"][:20]})
    if use is None:
        row.refuse("land_use", _("认不出用地性质“%(word)s”。") % {"word": values["land_use"][:20]})
    row.facts |= {"grade": grade or "", "land_use": use or ""}
    return row


def _judge(
    row: CellRow, capacity: Capacity, communities: dict[str, Division], cell: Cell | None, effective_on: date
) -> None:
    """Find everything that can be said of a feature by itself."""
    if not codes.is_cell_code(row.code):
        row.refuse("code", _("“%(code)s”不是 15 位网格编码。") % {"code": row.code[:30]})
    elif row.code[:12] not in communities:
        row.refuse("code", _("%(code)s 不是当日有效的社区代码。") % {"code": row.code[:12]})
    elif not reaches(capacity, Permission.MANAGE_CELLS, row.code):
        row.refuse("code", _("%(code)s 不在您的管理范围。") % {"code": row.code})
    _judge_shape(row)
    if row.shape is not None and cell is not None:
        _judge_change(row, cell, effective_on)


def _judge_shape(row: CellRow) -> None:
    shape = None if row.feature.shape is None else rounded(row.feature.shape)
    fault = shape_fault(row.code or str(row.feature.number), shape)
    if fault:
        row.refuse("boundary", str(fault))
    elif not shapely.covers(shapely.box(*CHINA_BOX), shape):
        row.refuse("boundary", _("边界不在中国范围内。请核对坐标系和经纬度顺序。"))
    else:
        row.shape = shapely.normalize(shapely.get_geometry(shape, 0))


def _judge_change(row: CellRow, cell: Cell, effective_on: date) -> None:
    if cell.valid_to:
        row.refuse("code", _("编码 %(code)s 已停用，不再使用。") % {"code": row.code})
    elif _is_same(row, cell):
        row.fate = row.fate if row.errors else Fate.SAME
    elif cell.versions.filter(valid_from__gte=effective_on).exists():
        row.refuse("code", _("这个网格在生效日期当天或之后已经调整过。请改生效日期。"))
    else:
        row.fate = row.fate if row.errors else Fate.CHANGED


def _is_same(row: CellRow, cell: Cell) -> bool:
    facts = {"name": cell.name, "grade": cell.grade, "land_use": cell.land_use}
    if any(value and value != facts[name] for name, value in row.facts.items()):
        return False
    return bool(shapely.equals_exact(row.shape, shapely.normalize(from_geojson(cell.boundary)), SAME_WITHIN))


def _refuse_doubles(rows: Sequence[CellRow]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        before = first.setdefault(row.code, row.feature.number)
        if row.code and before != row.feature.number:
            row.refuse("code", _("与第 %(number)s 个要素的编码相同。") % {"number": before})


def _judge_together(rows: Sequence[CellRow], effective_on: date) -> list[Fault]:
    """Refuse what covers other ground, until what is left fits together with the cells that stay; return all faults.

    A refused feature leaves its old shape standing, which may bar a neighbour that counted on its going: so again.
    """
    districts = {row.code[:6] for row in rows if row.fate is not Fate.REFUSED}
    standing = [pair for code in sorted(districts) for pair in standing_shapes(code, effective_on)]
    fatal: list[Fault] = []
    while True:
        good = {row.code: row for row in rows if row.fate is not Fate.REFUSED}
        stay = [(code, shape) for code, shape in standing if code not in good]
        names = [*good, *(code for code, _shape in stay)]
        shapes = np.array([*(row.shape for row in good.values()), *(shape for _code, shape in stay)], dtype=object)
        found = overlaps(names, shapes, standing=len(stay))
        for fault in found:
            for code in fault.codes:
                if code in good:
                    good[code].refuse("boundary", str(fault))
        fatal.extend(found)
        if not found:
            return [*fatal, *_gaps(names, shapes, set(good), effective_on), *_outside(good, effective_on)]


def _outside(good: dict[str, CellRow], effective_on: date) -> list[Fault]:
    """Return the good cells that lie beyond the boundary of their district, where it is known."""
    found: list[Fault] = []
    for code, boundary in _boundaries({code[:6] for code in good}, effective_on):
        inside = {name: row.shape for name, row in good.items() if name.startswith(code)}
        found += outside(list(inside), np.array([*inside.values()], dtype=object), boundary)
    return found


def _boundaries(wanted: set[str], effective_on: date) -> list[tuple[str, Any]]:
    bounded = divisions_in_force(effective_on).filter(code__in=wanted, boundary__isnull=False)
    rows = bounded.values_list("code", Cast("boundary", TextField()))
    return [(code, shapely.from_geojson(boundary)) for code, boundary in rows]


def _gaps(names: Sequence[str], shapes: Any, good: set[str], effective_on: date) -> list[Fault]:
    """Return the holes between the cells, and what the touched communities with a boundary of their own lack."""
    if not names:
        return []
    found = gaps(names, shapes)
    for code, boundary in _boundaries({code[:12] for code in good}, effective_on):
        inside = [at for at, name in enumerate(names) if name.startswith(code)]
        found += gaps([names[at] for at in inside], shapes[inside], boundary)
    return list({(fault.kind, fault.at): fault for fault in found}.values())


def complete_facts(row: CellRow, cell: Cell | None) -> dict[str, str]:
    """Return name, grade and land use of a feature; what it leaves out is as before, or ordinary."""
    return {
        "name": row.facts["name"] or (cell.name if cell else ""),
        "grade": row.facts["grade"] or (cell.grade if cell else Grade.B.value),
        "land_use": row.facts["land_use"] or (cell.land_use if cell else LandUse.OTHER.value),
    }
