"""What is asked of the map."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from chengzhi.api.problems import malformed
from chengzhi.cases.selectors.mapping import FINEST_ZOOM, WORLD, MapQuery
from chengzhi.kernel.coordinates import Box

SIDE = r"-?\d{1,3}(\.\d{1,15})?"


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
        west, south, east, north = (float(side) for side in self.bbox.split(","))
        box = Box(max(west, WORLD.west), max(south, WORLD.south), min(east, WORLD.east), min(north, WORLD.north))
        if box.west >= box.east or box.south >= box.north:
            raise malformed("bbox", _("范围是空的。西边要小于东边，南边要小于北边，请检查四个数的次序。"))
        return MapQuery(
            box=box,
            zoom=min(self.zoom, FINEST_ZOOM),
            light=self.light,
            category=str(self.category or ""),
            street=self.street,
            unit=str(self.unit or ""),
            channel=self.channel,
            since=self.since,
        )
