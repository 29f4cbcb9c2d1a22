"""Put a reported place onto the grid."""

from typing import Any

from django.utils.translation import gettext as _

from chengzhi.grid.selectors import locate
from chengzhi.kernel.coordinates import Datum, Point, to_wgs84
from chengzhi.kernel.errors import BadInput

MAX_LON, MAX_LAT = 180, 90


def parsed(lon: object, lat: object) -> tuple[float, float]:
    """Return two typed numbers as a position, or raise BadInput naming what to write."""
    try:
        east, north = float(str(lon).strip()), float(str(lat).strip())
    except ValueError:
        raise BadInput({"lon": _("经纬度要写成小数，例如 120.894，32.010。")}) from None
    if not (abs(east) <= MAX_LON and abs(north) <= MAX_LAT):  # also refuses NaN
        raise BadInput({"lon": _("经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间，请检查是否写反。")})
    return east, north


def placed(lon: object, lat: object, datum: str = Datum.CGCS2000) -> dict[str, Any]:
    """Return the columns of a case for a position: WGS-84 numbers, point, cell, area and grade."""
    if lon in (None, "") or lat in (None, ""):
        return {}
    if datum not in set(Datum):
        raise BadInput(
            {"datum": _("没有“%(datum)s”这种坐标系，请选 CGCS2000、WGS-84、GCJ-02 或 BD-09。") % {"datum": datum}}
        )
    east, north = to_wgs84(*parsed(lon, lat), Datum(datum))
    cell = locate(east, north)
    columns: dict[str, Any] = {"lon": east, "lat": north, "point": Point(east, north), "datum": str(datum)}
    if cell is None:
        return columns | {"cell_code": "", "area_name": ""}
    area = f"{cell.street_name} · {cell.community_name}"
    return columns | {"cell_code": cell.code, "area_name": area[:80], "grade": cell.grade or "B"}
