"""What an import of parts would do: the fate of every feature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.geometry import DECIMALS
from chengzhi.grid.layers import Feature, Layer
from chengzhi.grid.models import Part
from chengzhi.grid.permissions import Permission, reaches
from chengzhi.grid.selectors.index import CellRef, locate_many
from chengzhi.grid.services.columns import PART_COLUMNS, column_mapping, read_day, read_state, values_of
from chengzhi.grid.services.parts import LENGTHS
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import CHINA_BOX
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import DryRun, Fate, RowFate
from chengzhi.kernel.wording import listed

WORDS = ("name", "competent_name", "owner_name", "maintainer_name", "source", "note")


@dataclass(slots=True)
class PartRow:
    """One feature on its way: what it says, and what is wrong with it so far."""

    feature: Feature
    code: str
    facts: dict[str, Any]
    lon: float = 0.0
    lat: float = 0.0
    ref: CellRef | None = None
    errors: dict[str, str] = field(default_factory=dict)
    fate: Fate = Fate.NEW

    def refuse(self, column: str, words: str) -> None:
        self.errors.setdefault(column, words)
        self.fate = Fate.REFUSED

    @property
    def values(self) -> dict[str, Any]:
        """What the register will say where the file says anything."""
        given = {name: value for name, value in self.facts.items() if value not in {"", None}}
        return given | {"lon": self.lon, "lat": self.lat, "cell_id": self.ref.cell_id if self.ref else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPlan:
    """The fate of every feature, beside the parts that already stand in the register."""

    rows: list[PartRow]
    standing: dict[str, Part]

    @property
    def dry_run(self) -> DryRun:
        return DryRun([self._fate(row) for row in self.rows])

    def _fate(self, row: PartRow) -> RowFate:
        part = self.standing.get(row.code)
        before = {name: getattr(part, name) for name in row.values} if part else {}
        return RowFate(row.feature.number, row.fate, row.code, row.errors, before, {"code": row.code, **row.values})


def plan_parts(
    layer: Layer, *, capacity: Capacity, effective_on: date, mapping: dict[str, str], on_row: Callable[[], None]
) -> PartPlan:
    """Return what an import would do on a day; raises BadInput where the file has no column of codes."""
    columns = column_mapping(layer.columns, PART_COLUMNS, mapping)
    if "code" not in columns:
        words = _("找不到部件编码那一列。文件里有：%(names)s。请指定哪一列是部件编码。")
        raise BadInput({"mapping": words % {"names": listed(layer.columns[:30]) or _("（没有属性列）")}})
    rows = [_row(feature, values_of(feature.values, columns), effective_on) for feature in layer.features]
    _place(rows)
    wanted = [row.code for row in rows]
    standing = {part.code: part for part in Part.objects.filter(code__in=wanted).select_related("cell")}
    first: dict[str, int] = {}
    for row in rows:
        _judge(row, capacity, standing.get(row.code), first.setdefault(row.code, row.feature.number))
        on_row()
    return PartPlan(rows=rows, standing=standing)


def _row(feature: Feature, values: dict[str, str], effective_on: date) -> PartRow:
    row = PartRow(feature, values.get("code", "").strip(), {name: values.get(name, "").strip() for name in WORDS})
    for name, longest in LENGTHS.items():
        if len(row.facts[name]) > longest:
            row.refuse(name, _("最多 %(count)d 个字，请缩短。") % {"count": longest})
    row.facts["state"] = read_state(values.get("state", ""))
    if row.facts["state"] is None:
        row.refuse("state", _("认不出部件状态“%(word)s”。") % {"word": values["state"][:20]})
    row.facts["valid_from"] = read_day(values.get("valid_from", "")) or effective_on
    return row


def _place(rows: Sequence[PartRow]) -> None:
    """Find the position of every feature and its cell; a line or surface stands at a point upon it."""
    shapes = np.array([row.feature.shape for row in rows], dtype=object)
    points = shapely.point_on_surface(shapes)
    lons, lats = shapely.get_x(points), shapely.get_y(points)
    for row, lon, lat, ref in zip(rows, lons.tolist(), lats.tolist(), locate_many(lons, lats), strict=True):
        row.lon, row.lat, row.ref = round(lon, DECIMALS), round(lat, DECIMALS), ref


def _judge(row: PartRow, capacity: Capacity, part: Part | None, first: int) -> None:
    west, south, east, north = CHINA_BOX
    if not (west <= row.lon <= east and south <= row.lat <= north):
        row.refuse("point", _("位置不在中国范围内。请核对坐标系和经纬度顺序。"))
    _judge_code(row, capacity, first)
    if part is None and not row.facts["name"]:
        row.refuse("name", _("没有部件名称。"))
    if part is not None:
        _judge_change(row, part)


def _judge_code(row: PartRow, capacity: Capacity, first: int) -> None:
    if not codes.is_part_code(row.code):
        row.refuse("code", _("“%(code)s”不是 16 位部件编码。") % {"code": row.code[:30]})
    elif first != row.feature.number:
        row.refuse("code", _("与第 %(number)s 个要素的编码相同。") % {"number": first})
    elif row.ref and row.ref.district_code != row.code[:6]:
        row.refuse("code", _("位置在 %(place)s，与编码的区不一致。") % {"place": row.ref.district_code})
    elif not reaches(capacity, Permission.MANAGE_PARTS, row.ref.code if row.ref else row.code[:6]):
        row.refuse("code", _("%(code)s 不在您的管理范围。") % {"code": row.code})


def _judge_change(row: PartRow, part: Part) -> None:
    row.facts["valid_from"] = part.valid_from
    if part.valid_to:
        row.refuse("code", _("部件 %(code)s 已注销，编码不再使用。") % {"code": row.code})
    elif not row.errors:
        same = all(getattr(part, name) == value for name, value in row.values.items())
        row.fate = Fate.SAME if same else Fate.CHANGED
