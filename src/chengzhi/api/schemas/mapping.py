"""What is asked of the map."""

import re
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from chengzhi.api.problems import malformed
from chengzhi.api.schemas.shared import Moment
from chengzhi.cases.selectors.mapping import FINEST_ZOOM, WORLD, MapQuery
from chengzhi.kernel.coordinates import Box

SIDE = r"-?\d{1,3}(\.\d{1,15})?"
EXTENT = re.compile(rf"{SIDE}(,{SIDE}){{3}}", re.ASCII)


def read_box(text: str) -> Box:
    """Return an extent cut to the world; raise a problem (400) for one that cannot be read or is empty."""
    if not EXTENT.fullmatch(text):
        raise malformed("bbox", _("范围要写西、南、东、北四个经纬度，中间用逗号隔开。"))
    west, south, east, north = (float(side) for side in text.split(","))
    box = Box(max(west, WORLD.west), max(south, WORLD.south), min(east, WORLD.east), min(north, WORLD.north))
    if box.west >= box.east or box.south >= box.north:
        raise malformed("bbox", _("范围是空的。西边要小于东边，南边要小于北边，请检查四个数的次序。"))
    return box


class MapFilters(Schema):
    """The extent, how near one looks, and the filters of the map."""

    bbox: Annotated[
        str,
        Field(
            pattern=rf"^{SIDE}(,{SIDE}){{3}}$", description="西,南,东,北（WGS-84）", examples=["120.8,31.9,121,32.1"]
        ),
    ]
    zoom: Annotated[float, Field(ge=0, le=24, allow_inf_nan=False, description="缩放级别")] = 14.0
    light: Annotated[Literal["", "r", "y", "g", "b", "p"], Field(description="灯：红黄绿蓝，p 是督办")] = ""
    category: Annotated[int | None, Field(ge=1, le=2**62, description="小类的 id")] = None
    street: Annotated[str, Field(pattern=r"^\d{0,15}$", description="区划或网格代码的开头")] = ""
    unit: Annotated[int | None, Field(ge=1, le=2**62, description="处置单位的 id")] = None
    channel: Annotated[str, Field(max_length=24, description="来源的代码")] = ""
    since: Annotated[Literal["", "today", "3d", "7d", "30d"], Field(description="从哪天起立的")] = ""

    def query(self) -> MapQuery:
        """Return what the selectors ask; raise a problem (400) for an extent that is empty."""
        return MapQuery(
            box=read_box(self.bbox),
            zoom=min(self.zoom, FINEST_ZOOM),
            light=self.light,
            category=str(self.category or ""),
            street=self.street,
            unit=str(self.unit or ""),
            channel=self.channel,
            since=self.since,
        )


class MarkOut(Schema):
    """地图上的一件案卷。"""

    number: str
    lon: float
    lat: float
    light: Literal["r", "y", "g", "b"] | None
    state: str
    state_label: str
    summary: str
    place: str
    supervision: str
    due_at: Moment | None


class GroupOut(Schema):
    """挨得近的几件案卷：H3 六边形、中心、件数、其中超时的件数。"""

    cell: str
    lon: float
    lat: float
    count: int
    late: int


class MapOut(Schema):
    """范围里的未结案卷。"""

    total: int
    late: int
    items: list[MarkOut]
    groups: list[GroupOut]
