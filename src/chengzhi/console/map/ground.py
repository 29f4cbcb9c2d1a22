"""What lies under the points: where a map opens, the divisions, the review number of public maps."""

import gzip
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import shapely
from django.conf import settings
from django.utils.translation import gettext as _

from chengzhi.grid.enums import Level
from chengzhi.grid.selectors import GeoPayload, cells_geojson, divisions_geojson
from chengzhi.grid.selectors.index import current_index
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Box

TILE, WIDTH, HEIGHT = 512, 700, 630
NEAREST = 15.0
COUNTRY = (104.0, 35.5, 3.5)


class HomeView(NamedTuple):
    """Where a map opens."""

    lon: float
    lat: float
    zoom: float


def home_view(viewer: Capacity) -> HomeView:
    """Return the view that shows the viewer's territory, else all cells, else the country."""
    index = current_index()
    chosen = [at for code in viewer.territory for at in index.under(code)] or index.under("")
    if not chosen:
        return HomeView(*COUNTRY)
    return view_over(Box(*(float(side) for side in shapely.total_bounds(index.shapes[chosen]))))


def view_over(box: Box) -> HomeView:
    """Return the view that shows a box whole, no nearer than a neighbourhood."""
    west, south, east, north = box
    tall = (north - south) / math.cos(math.radians((south + north) / 2))
    per_pixel = max((east - west) / WIDTH, tall / HEIGHT, 1e-9)
    zoom = math.log2(360 / (TILE * per_pixel))
    return HomeView(round((west + east) / 2, 5), round((south + north) / 2, 5), round(min(zoom, NEAREST), 1))


def review_number() -> str:
    """Return the review number of the base map (审图号), or what stands in its place."""
    return getattr(settings, "MAP_REVIEW_NUMBER", "") or _("审图号：未登记，界线为演示数据")


@dataclass(frozen=True, slots=True)
class Packed:
    """A GeoJSON collection, plain and compressed, under one tag."""

    plain: bytes
    packed: bytes
    etag: str


def divisions() -> Packed:
    """Return district, streets and communities in one collection, each with its level."""
    return _merged(tuple((level, divisions_geojson(level)) for level in Level.values))


def cells() -> Packed:
    """Return every cell."""
    return _packed(cells_geojson())


@lru_cache(maxsize=4)
def _merged(payloads: tuple[tuple[str, GeoPayload], ...]) -> Packed:
    features = [
        {**feature, "properties": {**feature["properties"], "level": level}}
        for level, payload in payloads
        for feature in json.loads(payload.body)["features"]
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    tag = "-".join(payload.etag[:12] for _level, payload in payloads)
    return _packed(GeoPayload(body.encode(), tag))


@lru_cache(maxsize=4)
def _packed(payload: GeoPayload) -> Packed:
    return Packed(payload.body, gzip.compress(payload.body, 6, mtime=0), payload.etag)
