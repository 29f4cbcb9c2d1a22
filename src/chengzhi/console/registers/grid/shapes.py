"""Where a map opens on a cell, what it draws, and boundaries that are pasted or handed in as a file."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from chengzhi.grid.geometry import to_geojson
from chengzhi.grid.layers import LayerOptions, read_layer
from chengzhi.grid.models import Cell
from chengzhi.grid.selectors import cells_geojson
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput

LARGEST = 4 * 1024 * 1024
TILE, WIDTH, NEAREST = 512, 420, 17.0
MARGIN = 0.4
CHOSEN = 2


@dataclass(frozen=True, slots=True)
class View:
    """Where a map opens."""

    lon: float
    lat: float
    zoom: float


Bounds = tuple[float, float, float, float]


def bounds_of(boundary: dict[str, Any]) -> Bounds:
    """Return west, south, east, north of a GeoJSON polygon."""
    points = list(_points(boundary["coordinates"]))
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def _points(found: Any) -> Iterator[tuple[float, float]]:
    if found and isinstance(found[0], int | float):
        yield found[0], found[1]
        return
    for one in found:
        yield from _points(one)


def view_of(boundary: dict[str, Any]) -> View:
    """Return the view in which a boundary fills the map."""
    west, south, east, north = bounds_of(boundary)
    span = max(east - west, north - south, 1e-5)
    return View(
        round((west + east) / 2, 6),
        round((south + north) / 2, 6),
        round(min(log2(WIDTH * 360 / (TILE * span)), NEAREST), 1),
    )


def neighbourhood(cell: Cell) -> dict[str, Any]:
    """Return a cell with those around it as GeoJSON, the cell itself coloured."""
    west, south, east, north = bounds_of(cell.boundary)
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    around = json.loads(cells_geojson(bounds=(west - wide, south - high, east + wide, north + high)).body)
    others = [one for one in around["features"] if one["properties"]["code"] != cell.code]
    facts = {"code": cell.code, "name": cell.name or cell.code, "grade": cell.grade, "value": CHOSEN}
    own = {"type": "Feature", "properties": facts, "geometry": cell.boundary}
    return {"type": "FeatureCollection", "features": [own, *others]}


def read_boundary(text: str, upload: "UploadedFile[bytes] | None", datum: str) -> dict[str, Any]:
    """Return the one polygon that was pasted or handed in, in WGS-84; raises BadInput on ``boundary``."""
    if upload is None and not text.strip():
        raise BadInput({"boundary": _("没有边界。请粘贴 GeoJSON，或选一个文件。")})
    size = upload.size or 0 if upload else len(text.encode())
    if size > LARGEST:
        raise BadInput({"boundary": _("边界文件超过 4 MB。一个网格用不了这么多点，请只导出这个网格。")})
    with tempfile.TemporaryDirectory(prefix="boundary-") as folder:
        path = Path(folder) / "boundary"
        path.write_bytes(b"".join(upload.chunks()) if upload else text.encode())
        try:
            features = read_layer(path, LayerOptions(datum=Datum(datum))).features
        except BadInput as fault:
            raise BadInput({"boundary": [words for found in fault.errors.values() for words in found]}) from None
    if len(features) != 1 or features[0].shape is None:
        raise BadInput({"boundary": _("要正好一个面，文件里有 %(n)s 个。请只导出这个网格。") % {"n": len(features)}})
    return to_geojson(features[0].shape)
