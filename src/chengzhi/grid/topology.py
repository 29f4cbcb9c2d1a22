"""What is wrong with the shapes of cells, alone and beside their neighbours; every fault names codes and area.

Shapes meet in degrees, where the stored edges are straight, and are measured in metres on CGCS2000. A fault thinner
than SLIVER_WIDTH_M is a sliver (碎缝), the trace of one line drawn twice; a wider one is an overlap or a gap. Less than
TOLERANCE_M2 or NOISE_WIDTH_M is what rounding and another projection do to a border, and no fault.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from chengzhi.grid.enums import FaultKind
from chengzhi.grid.geometry import Plane, area_m2, metric, plane_of
from chengzhi.kernel.wording import listed

TOLERANCE_M2 = 0.5
NOISE_WIDTH_M = 0.1
SLIVER_WIDTH_M = 1.0
THIN = 0.01
SMALLEST_M2 = 10.0
GAP_REACH_DEGREES = 2e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: its kind, the codes it concerns, its area, where it is, and whether it bars the cells from entry."""

    kind: FaultKind
    codes: tuple[str, ...]
    area_m2: float
    at: tuple[float, float] | None = None
    is_fatal: bool = True

    def __str__(self) -> str:
        return _SENTENCES[self.kind]() % {"codes": listed(self.codes), "area": f"{self.area_m2:,.1f}"}


_SENTENCES = {
    FaultKind.OVERLAP: lambda: _("%(codes)s 互相重叠 %(area)s 平方米。请把公共边界改成同一条线。"),
    FaultKind.GAP: lambda: _("%(codes)s 之间有 %(area)s 平方米没有划入任何网格。请补齐，或确认是有意留空。"),
    FaultKind.SLIVER: lambda: _("%(codes)s 的边界没有对齐，有 %(area)s 平方米的碎缝。请在制图软件里吸附公共边界。"),
    FaultKind.SELF_INTERSECTION: lambda: _("%(codes)s 的边界自相交。请改正交叉的边。"),
    FaultKind.MULTIPART: lambda: _("%(codes)s 由不相连的几块组成。一个网格必须是一整块，请拆成几个网格。"),
    FaultKind.OUTSIDE: lambda: _("%(codes)s 有 %(area)s 平方米在上级区划边界之外。请核对边界和坐标基准。"),
    FaultKind.EMPTY: lambda: _("%(codes)s 没有面积，或者不是面。请核对图层。"),
}


def shape_fault(code: str, shape: Any) -> Fault | None:
    """Return what bars one WGS-84 shape from being a cell at all, or None."""
    if shape is None or shapely.is_empty(shape) or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return Fault(kind=FaultKind.EMPTY, codes=(code,), area_m2=0.0)
    if shapely.get_num_geometries(shape) != 1:
        return Fault(kind=FaultKind.MULTIPART, codes=(code,), area_m2=area_m2(shape))
    if not shapely.is_valid(shape):
        return Fault(kind=FaultKind.SELF_INTERSECTION, codes=(code,), area_m2=area_m2(shape), at=_invalid_at(shape))
    measured = metric(shape)
    if measured.area < SMALLEST_M2:
        return Fault(kind=FaultKind.EMPTY, codes=(code,), area_m2=float(measured.area), at=_spot(shape))
    if is_thin(measured):
        return Fault(kind=FaultKind.SLIVER, codes=(code,), area_m2=float(measured.area), at=_spot(shape))
    return None


def is_thin(measured: Any) -> bool:
    """Tell whether a shape in metres is a strip: mean width under a metre, or far from round (4πA/P² under .01)."""
    around, area = float(measured.length), float(measured.area)
    return mean_width(measured) < SLIVER_WIDTH_M or 4 * math.pi * area / around**2 < THIN


def mean_width(measured: Any) -> float:
    """Return the width of a long shape in metres; about a quarter of the side for a square, 0 for nothing."""
    around = float(measured.length)
    return 2 * float(measured.area) / around if around else 0.0


def overlaps(codes: Sequence[str], shapes: Any, standing: int = 0) -> list[Fault]:
    """Return where sound WGS-84 shapes cover the same ground; two of the last ``standing`` ones are not compared."""
    if len(codes) < 2:
        return []
    found, plane = np.asarray(shapes), plane_of(shapes)
    left, right = shapely.STRtree(found).query(found, predicate="intersects")
    once = (left < right) & (left < len(codes) - standing)
    left, right = left[once], right[once]
    common = shapely.intersection(found[left], found[right])
    faults = [
        _between(plane, FaultKind.OVERLAP, (codes[one], codes[other]), ground)
        for one, other, ground in zip(left.tolist(), right.tolist(), common, strict=True)
        if ground.area
    ]
    return [fault for fault in faults if fault]


def gaps(codes: Sequence[str], shapes: Any, whole: Any = None) -> list[Fault]:
    """Return ground inside the cells' outline, or inside ``whole`` (WGS-84) if given, that belongs to no cell.

    A gap does not bar anything: nobody can tell whose ground it is, so it is named with the cells around it.
    """
    if not len(codes):
        return []
    found, plane = np.asarray(shapes), plane_of(shapes)
    covered = shapely.union_all(found)
    outline = whole if whole is not None else shapely.union_all(_filled(covered))
    tree = shapely.STRtree(found)
    faults = [
        _between(plane, FaultKind.GAP, _around(tree, codes, part), part)
        for part in shapely.get_parts(shapely.difference(outline, covered))
    ]
    return [fault for fault in faults if fault]


def outside(codes: Sequence[str], shapes: Any, whole: Any, allowance_m: float = 30.0) -> list[Fault]:
    """Return the cells that leave ``whole``, such as the district, by more than the allowance for drawing.

    It bars nothing: the boundary of the district may be the coarser of the two.
    """
    plane = plane_of(whole)
    measured = plane.measured(np.asarray(shapes))
    beyond = shapely.difference(measured, shapely.buffer(plane.measured(whole), allowance_m))
    return [
        _beyond(plane, code, ground) for code, ground in zip(codes, beyond, strict=True) if ground.area > TOLERANCE_M2
    ]


def _beyond(plane: Plane, code: str, ground: Any) -> Fault:
    at = _spot(plane.degrees(ground))
    return Fault(kind=FaultKind.OUTSIDE, codes=(code,), area_m2=float(ground.area), at=at, is_fatal=False)


def _between(plane: Plane, kind: FaultKind, codes: tuple[str, ...], ground: Any) -> Fault | None:
    """Return the fault that ground in degrees makes between cells, or None for noise."""
    measured = max(shapely.get_parts(plane.measured(ground)), key=shapely.area)
    if measured.area < TOLERANCE_M2 or mean_width(measured) < NOISE_WIDTH_M:
        return None
    return Fault(
        kind=FaultKind.SLIVER if is_thin(measured) else kind,
        codes=codes,
        area_m2=float(plane.measured(ground).area),
        at=_spot(ground),
        is_fatal=kind is FaultKind.OVERLAP,
    )


def _filled(covered: Any) -> list[Any]:
    return [shapely.Polygon(part.exterior) for part in shapely.get_parts(covered) if part.geom_type == "Polygon"]


def _around(tree: Any, codes: Sequence[str], part: Any) -> tuple[str, ...]:
    near: Iterable[int] = tree.query(part, predicate="dwithin", distance=GAP_REACH_DEGREES).tolist()
    return tuple(sorted(codes[at] for at in near))


def _spot(shape: Any) -> tuple[float, float]:
    point = shapely.point_on_surface(shape)
    return round(float(point.x), 6), round(float(point.y), 6)


def _invalid_at(shape: Any) -> tuple[float, float] | None:
    """Return the place GEOS names in its reason, such as "Self-intersection[120.1 32.0]"."""
    place = str(shapely.is_valid_reason(shape)).partition("[")[2].rstrip("]").split()
    return (round(float(place[0]), 6), round(float(place[1]), 6)) if len(place) == 2 else None
