"""Where the rows of a file lie: counts for everybody, and marks or groups of marks for the small map."""

from array import array
from pathlib import Path
from typing import Any, NamedTuple

import h3
import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from chengzhi.cases.services.intake import Told
from chengzhi.console.imports.store import Job
from chengzhi.console.map.ground import view_over
from chengzhi.grid.selectors import locate_many
from chengzhi.grid.selectors.index import current_index
from chengzhi.kernel.coordinates import Box, Datum, to_wgs84_many

MOST_MARKS = 500
MOST_NAMED = 10
# H3 resolutions of the groups: hexagons of about 60 pixels, as on the map of open cases.
COARSEST, FINEST, STEPS_BEHIND_ZOOM = 1, 11, 4
# The small map is half as high as the workbench, for which views are reckoned.
SMALLER = 1.0
FILE = "places.npy"


class Summary(NamedTuple):
    """How many rows lie where; ``outside`` names the first rows beyond every cell by their numbers."""

    placed: int
    unplaced: int
    inside: int
    beyond: int
    outside: list[int]
    has_cells: bool


class Ground:
    """Collects the positions of the good rows of one file, and keeps them with the job."""

    def __init__(self, datum: str) -> None:
        self.datum = Datum(datum)
        self.rows = 0
        self.numbers, self.lons, self.lats = array("q"), array("d"), array("d")

    def take(self, told: list[tuple[int, Told]]) -> None:
        """Note the rows of one batch."""
        self.rows += len(told)
        for number, one in told:
            if one.lon is not None and one.lat is not None:
                self.numbers.append(number)
                self.lons.append(float(one.lon))
                self.lats.append(float(one.lat))

    def keep(self, job: Job) -> dict[str, Any]:
        """Keep the positions in the folder of the job, in WGS-84, and return what the page shows of them."""
        lons, lats = to_wgs84_many(self.lons, self.lats, self.datum)
        is_inside = np.array([cell is not None for cell in locate_many(lons, lats)], dtype=float)
        table = np.column_stack([np.asarray(self.numbers, dtype=float), lons, lats, is_inside])
        np.save(job.folder / FILE, table)
        summary = self._summary(table)
        return {**summary._asdict(), "datum": str(self.datum.label), "view": _view(table)}

    def _summary(self, table: NDArray[np.float64]) -> Summary:
        out = table[table[:, 3] == 0, 0]
        named = [int(number) for number in out[:MOST_NAMED]]
        placed = len(table)
        has_cells = bool(current_index().refs)
        return Summary(placed, self.rows - placed, placed - len(out), len(out), named, has_cells)


def _view(table: NDArray[np.float64]) -> list[float]:
    """Return where the map opens: over the rows inside the cells, else over all; nothing where none is placed."""
    inside = table[table[:, 3] == 1]
    shown = inside if len(inside) else table
    if not len(shown):
        return []
    (west, south), (east, north) = shown[:, 1:3].min(axis=0), shown[:, 1:3].max(axis=0)
    lon, lat, zoom = view_over(Box(float(west), float(south), float(east), float(north)))
    return [lon, lat, zoom - SMALLER]


def marks_in(job: Job, box: Box, zoom: float) -> list[dict[str, Any]]:
    """Return the rows inside an extent as GeoJSON features: single marks, or groups where there are more than 500."""
    path: Path = job.folder / FILE
    if not path.is_file():
        return []
    table = np.load(path, allow_pickle=False)
    lons, lats = table[:, 1], table[:, 2]
    seen = table[(lons >= box.west) & (lons <= box.east) & (lats >= box.south) & (lats <= box.north)]
    return [_mark(*row) for row in seen] if len(seen) <= MOST_MARKS else _groups(seen, zoom)


def _mark(number: float, lon: float, lat: float, is_inside: float) -> dict[str, Any]:
    name = _("第 %(n)s 行") % {"n": int(number)}
    return _feature(lon, lat, {"kind": "row", "name": name, "outside": not is_inside})


def _groups(table: NDArray[np.float64], zoom: float) -> list[dict[str, Any]]:
    """Return one mark per hexagon at the middle of its rows, with how many of them lie outside."""
    resolution = min(max(round(zoom) - STEPS_BEHIND_ZOOM, COARSEST), FINEST)
    cells = np.array([int(h3.latlng_to_cell(lat, lon, resolution), 16) for _number, lon, lat, _in in table])
    _names, of, counts = np.unique(cells, return_inverse=True, return_counts=True)
    lons, lats = (np.bincount(of, weights=table[:, column]) / counts for column in (1, 2))
    outside = counts - np.bincount(of, weights=table[:, 3]).astype(int)
    facts = zip(lons, lats, counts.tolist(), outside.tolist(), strict=True)
    return [_feature(lon, lat, {"kind": "group", "count": count, "late": out}) for lon, lat, count, out in facts]


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(float(lon), 6), round(float(lat), 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
