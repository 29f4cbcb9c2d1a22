"""Reading what a map asks for; whatever cannot be meant is refused in words."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.cases.selectors.mapping import FINEST_ZOOM, SPANS, WORLD, MapQuery
from chengzhi.kernel.coordinates import Box
from chengzhi.kernel.errors import BadInput

LIGHTS = ("r", "y", "g", "b", "p")
LONGEST_CODE, LONGEST_ID = 24, 18
SIDES = 4
FEWEST_ROWS, MOST_ROWS = 40, 400
FILTERS = ("light", "category", "street", "unit", "channel", "since")
FARTHEST_ZOOM = 24.0


def read_query(given: Mapping[str, str]) -> MapQuery:
    """Return the query an address carries; a drawn frame (``frame``) stands in place of the extent."""
    box = read_box(given.get("frame") or given.get("bbox") or "")
    chosen: dict[str, Any] = {name: _checked(name, given.get(name, "").strip()) for name in FILTERS}
    return MapQuery(box=box, zoom=_zoom(given.get("zoom", "")), **chosen)


def read_box(text: str) -> Box:
    """Return the extent, cut to the world; the whole world where none is given."""
    if not text:
        return WORLD
    sides = [_number(one) for one in text.split(",")[: SIDES + 1]]
    if len(sides) != SIDES or any(one is None for one in sides):
        raise BadInput({"bbox": _("范围认不出来。要写西、南、东、北四个经纬度，中间用逗号隔开。")})
    west, south, east, north = (one or 0.0 for one in sides)
    box = Box(max(west, WORLD.west), max(south, WORLD.south), min(east, WORLD.east), min(north, WORLD.north))
    if box.west >= box.east or box.south >= box.north:
        raise BadInput({"bbox": _("范围是空的。西边要小于东边，南边要小于北边，请检查四个数的次序。")})
    return box


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _zoom(text: str) -> float:
    if not text:
        return MapQuery().zoom
    zoom = _number(text)
    if zoom is None or not 0 <= zoom <= FARTHEST_ZOOM:
        raise BadInput({"zoom": _("缩放级别要在 0 到 24 之间。")})
    return min(zoom, FINEST_ZOOM)


def _checked(name: str, value: str) -> str:
    """Return a filter's value where it can be one, or raise BadInput naming the filter."""
    is_digits = value.isascii() and value.isdigit()
    fits = {
        "light": value in LIGHTS,
        "since": value in SPANS,
        "street": is_digits and len(value) < LONGEST_ID,
        "category": is_digits and len(value) < LONGEST_ID,
        "unit": is_digits and len(value) < LONGEST_ID,
        "channel": value.isprintable() and len(value) <= LONGEST_CODE,
    }
    if value and not fits[name]:
        words = _("筛选条件“%(name)s”的值“%(value)s”认不出来，请从页面上的选项里选。")
        raise BadInput({name: words % {"name": name, "value": value[:LONGEST_CODE]}})
    return value


def read_rows(text: str) -> int:
    """Return how many lines the list may have: 40, or as many more as one has asked for."""
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else FEWEST_ROWS
    return min(max(asked, FEWEST_ROWS), MOST_ROWS)


def filter_params(query: MapQuery) -> dict[str, str]:
    """Return the filters that are set, as address parameters."""
    return {name: value for name in FILTERS if (value := getattr(query, name))}
