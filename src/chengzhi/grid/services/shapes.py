"""The tests a boundary passes before it may be a cell's."""

from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from chengzhi.grid.geometry import from_geojson, rounded
from chengzhi.grid.models import CellVersion, Division
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.topology import overlaps, shape_fault
from chengzhi.kernel.coordinates import CHINA_BOX
from chengzhi.kernel.errors import BadInput


def checked_shape(code: str, boundary: dict[str, Any]) -> Any:
    """Return the polygon of a GeoJSON boundary in WGS-84, or raise BadInput on ``boundary``."""
    try:
        shape = rounded(from_geojson(boundary))
    except (shapely.errors.ShapelyError, TypeError, ValueError):
        raise BadInput({"boundary": _("边界读不出来。要的是一个 GeoJSON 面（Polygon），请重新绘制或导出。")}) from None
    fault = shape_fault(code, shape)
    if fault:
        raise BadInput({"boundary": str(fault)})
    polygon = shapely.get_geometry(shape, 0)
    if not shapely.covers(shapely.box(*CHINA_BOX), polygon):
        raise BadInput({"boundary": _("边界不在中国范围内。请核对坐标系，经度在前、纬度在后。")})
    return shapely.normalize(polygon)


def demand_free_ground(code: str, shape: Any, on: date, district: str) -> None:
    """Raise BadInput naming every other cell of the district whose ground the shape would take from that day on."""
    others = [(other, one) for other, one in standing_shapes(district, on) if other != code]
    near = [(other, one) for other, one in others if shapely.intersects(shapely.box(*shape.bounds), one)]
    codes = [code, *(other for other, _one in near)]
    shapes = np.array([shape, *(one for _other, one in near)], dtype=object)
    faults = overlaps(codes, shapes, standing=len(near))
    if faults:
        raise BadInput({"boundary": [str(fault) for fault in faults]})


def standing_shapes(prefix: str, on: date) -> list[tuple[str, Any]]:
    """Return (code, WGS-84 polygon) of every version under a code that holds on a day or begins later."""
    rows = CellVersion.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), cell__code__startswith=prefix)
    found = list(rows.order_by("cell__code").values_list("cell__code", Cast("boundary", TextField())))
    shapes = shapely.from_geojson(np.array([text for _code, text in found], dtype=object))
    return [(code, shape) for (code, _text), shape in zip(found, shapes, strict=True)]


def community_of(code: str, on: date) -> Division:
    """Return the community a cell code names on a day, or raise BadInput."""
    community = divisions_in_force(on).filter(code=code[:12]).first()
    if community is None:
        words = _("编码前 12 位 %(code)s 不是当日有效的社区。请核对社区代码，区划调整后要用新代码。")
        raise BadInput({"code": words % {"code": code[:12]}})
    return community
