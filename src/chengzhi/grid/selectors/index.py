"""The in-memory answer to "which cell is this point in", which follows changes of the register.

A raster of buckets lies over the cells. A bucket wholly inside one cell answers at once; another one keeps the few
cells that touch it, tested in order of their codes. So a point on a shared border belongs to the smallest code.
"""

import math
import threading
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Any, Self
from uuid import UUID

import numpy as np
import shapely
from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import ArrayLike

from chengzhi.grid.models import CellVersion, GridRevision
from chengzhi.kernel.clock import now
from chengzhi.organisation.models import in_force

SNAP_M = 30.0
METRES_PER_DEGREE = 111_320.0
BUCKETS_PER_CELL = 8
CHECK_SECONDS = 2.0
NONE, SEVERAL = -1, -2


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRef:
    """A cell as a point finds it; ``snapped_m`` is 0 inside, else the distance to the nearest cell within 30 m."""

    cell_id: int
    code: str
    name: str
    community_name: str
    street_name: str
    grade: str
    snapped_m: float = 0.0

    @property
    def district_code(self) -> str:
        return self.code[:6]

    @property
    def street_code(self) -> str:
        return self.code[:9]

    @property
    def community_code(self) -> str:
        return self.code[:12]

    @property
    def is_snapped(self) -> bool:
        return self.snapped_m > 0


@dataclass(frozen=True, slots=True)
class _Raster:
    """Buckets by column and row: the position of the only cell, or NONE, or SEVERAL with its candidates."""

    west: float
    south: float
    per_lon: float
    per_lat: float
    columns: int
    rows: int
    owner: list[int]
    candidates: dict[int, tuple[int, ...]]

    @classmethod
    def over(cls, shapes: Any) -> Self:
        """Return the raster over polygons ordered by code."""
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        side = max(1, math.isqrt(len(shapes) * BUCKETS_PER_CELL))
        wide, high = (east - west) / side, (north - south) / side
        columns, rows = np.divmod(np.arange(side * side), side)
        boxes = shapely.STRtree(
            shapely.box(
                west + columns * wide,
                south + rows * high,
                west + (columns + 1) * wide,
                south + (rows + 1) * high,
            )
        )
        whole = boxes.query(shapes, predicate="contains_properly")
        touching = boxes.query(shapes, predicate="intersects")
        owner, candidates = _owners(side * side, whole, touching)
        return cls(west, south, 1 / wide, 1 / high, side, side, owner, candidates)


def _owners(size: int, whole: Any, touching: Any) -> tuple[list[int], dict[int, tuple[int, ...]]]:
    """Give a bucket to the cell that holds it whole and alone; any other one keeps every cell that touches it."""
    owner = np.full(size, NONE, dtype=np.int64)
    owner[touching[1]] = SEVERAL
    alone = np.bincount(touching[1], minlength=size)[whole[1]] == 1
    owner[whole[1][alone]] = whole[0][alone]
    mixed = owner[touching[1]] == SEVERAL
    candidates: dict[int, list[int]] = {}
    for shape, bucket in sorted(zip(touching[0][mixed].tolist(), touching[1][mixed].tolist(), strict=True)):
        candidates.setdefault(bucket, []).append(shape)
    return owner.tolist(), {bucket: tuple(found) for bucket, found in candidates.items()}


def _on_earth(lon: float, lat: float) -> bool:
    """Tell whether a position can be one at all; what is no number never can."""
    return -180 <= lon <= 180 and -90 <= lat <= 90


class CellIndex:
    """Cells of one day, ordered by code; ``since`` and ``until`` bound the days for which it holds."""

    def __init__(self, refs: list[CellRef], shapes: Any, since: date = date.min, until: date = date.max) -> None:
        self.refs = refs
        self.codes = [ref.code for ref in refs]
        self.shapes = shapes
        self._middles: dict[str, tuple[float, float]] = {}
        self.since = since
        self.until = until
        self.tree = shapely.STRtree(shapes)
        shapely.prepare(shapes)
        self._raster = _Raster.over(shapes) if len(refs) else None

    def locate(self, lon: float, lat: float) -> CellRef | None:
        """Return the cell of a point in WGS-84, the nearest one within 30 m, or None."""
        raster = self._raster
        if raster is None or not _on_earth(lon, lat):
            return None
        column = int((lon - raster.west) * raster.per_lon)
        row = int((lat - raster.south) * raster.per_lat)
        if 0 <= column < raster.columns and 0 <= row < raster.rows:
            bucket = column * raster.rows + row
            found = raster.owner[bucket]
            if found >= 0:
                return self.refs[found]
            if found == SEVERAL:
                for shape in raster.candidates[bucket]:
                    if shapely.intersects_xy(self.shapes[shape], lon, lat):
                        return self.refs[shape]
        return self._inside_or_near(lon, lat)

    def under(self, prefix: str) -> list[int]:
        """Return the positions of the cells whose codes begin with ``prefix``."""
        return list(range(bisect_left(self.codes, prefix), bisect_left(self.codes, prefix + ":")))

    def middle(self, prefix: str) -> tuple[float, float]:
        """Return a position inside the cells under a code, near their middle; there must be such cells."""
        if prefix not in self._middles:
            shapes = self.shapes[self.under(prefix)]
            centre = shapely.centroid(shapely.multipoints(shapely.centroid(shapes)))
            inside = shapely.point_on_surface(shapes[int(shapely.distance(shapes, centre).argmin())])
            self._middles[prefix] = (round(float(inside.x), 6), round(float(inside.y), 6))
        return self._middles[prefix]

    def _inside_or_near(self, lon: float, lat: float) -> CellRef | None:
        """Return the answer for a point that no bucket knows: outside, or on the outer edge of the raster."""
        point = shapely.Point(lon, lat)
        inside = self.tree.query(point, predicate="intersects")
        if inside.size:
            return self.refs[int(inside.min())]
        return self._nearest(lon, lat)

    def _nearest(self, lon: float, lat: float) -> CellRef | None:
        scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(lat)), METRES_PER_DEGREE])
        reach_lon, reach_lat = SNAP_M / max(scale[0], 1.0), SNAP_M / scale[1]
        box = shapely.box(lon - reach_lon, lat - reach_lat, lon + reach_lon, lat + reach_lat)
        near = [
            (shapely.distance(shapely.Point(0, 0), self._scaled(at, (lon, lat), scale)), at)
            for at in sorted(self.tree.query(box).tolist())
        ]
        distance, at = min(near, default=(math.inf, -1))
        return replace(self.refs[at], snapped_m=max(distance, 0.001)) if distance <= SNAP_M else None

    def _scaled(self, at: int, origin: tuple[float, float], scale: Any) -> Any:
        return shapely.transform(self.shapes[at], lambda points: (points - np.array(origin)) * scale)

    def locate_many(self, lons: ArrayLike, lats: ArrayLike) -> list[CellRef | None]:
        """Return ``locate`` of every point, in one pass over arrays."""
        points = shapely.points(np.asarray(lons, dtype=float), np.asarray(lats, dtype=float))
        best = np.full(points.shape[0], len(self.refs), dtype=np.int64)
        which, shape = self.tree.query(points, predicate="intersects")
        np.minimum.at(best, which, shape)
        return [
            self.refs[at] if at < len(self.refs) else self._outside(point)
            for at, point in zip(best.tolist(), points, strict=True)
        ]

    def _outside(self, point: Any) -> CellRef | None:
        lon, lat = float(shapely.get_x(point)), float(shapely.get_y(point))
        return self._nearest(lon, lat) if _on_earth(lon, lat) else None


def load_index(on: date) -> CellIndex:
    """Return the index of the cells in force on a day, read from the register."""
    rows = list(
        CellVersion.objects.filter(in_force(on))
        .order_by("cell__code")
        .values_list(
            "cell_id",
            "cell__code",
            "name",
            "cell__community__short_name",
            "cell__community__parent__short_name",
            "grade",
            Cast("boundary", TextField()),
        )
    )
    refs = [
        CellRef(cell_id=pk, code=code, name=name, community_name=community, street_name=street, grade=grade)
        for pk, code, name, community, street, grade, _ in rows
    ]
    shapes = shapely.from_geojson(np.array([row[-1] for row in rows], dtype=object))
    return CellIndex(refs, shapes, *_holds_between(on))


def _holds_between(on: date) -> tuple[date, date]:
    """Return the first day and the day after the last for which the cells of ``on`` are the same."""
    days = {day for pair in CellVersion.objects.values_list("valid_from", "valid_to").distinct() for day in pair if day}
    since = max((day for day in days if day <= on), default=date.min)
    return since, min((day for day in days if day > on), default=date.max)


class _Keeper:
    """Keeps one index for the process and asks the register at most every two seconds whether it still holds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: CellIndex | None = None
        self._checked = -math.inf
        self._wait = 0.0
        self.mark: UUID | None = None

    def index(self) -> CellIndex:
        """Return the index, rebuilt if the register changed or the day left its span.

        While one thread looks, the others go on with the index they have.
        """
        index = self._index
        if index is not None and monotonic() - self._checked < self._wait:
            return index
        if not self._lock.acquire(blocking=index is None) and index is not None:
            return index
        try:
            return self._checked_index()
        finally:
            self._lock.release()

    def _checked_index(self) -> CellIndex:
        mark = GridRevision.objects.values_list("mark", flat=True).first()
        today = now().date()
        index = self._index
        if index is None or mark != self.mark or not index.since <= today < index.until:
            self._index = index = load_index(today)
            self.mark = mark
        self._wait = getattr(settings, "GRID_INDEX_CHECK_SECONDS", CHECK_SECONDS)
        self._checked = monotonic()
        return index

    def doubt(self) -> None:
        """Make the next question look at the register first."""
        self._checked = -math.inf


_keeper = _Keeper()
current_index = _keeper.index
doubt_index = _keeper.doubt


def revision_mark() -> str:
    """Return the mark of the revision the index stands on, for use as an ETag."""
    _keeper.index()
    return _keeper.mark.hex if _keeper.mark else "empty"


def locate(lon: float, lat: float) -> CellRef | None:
    """Return the cell of a point in WGS-84: on a shared border the smallest code, within 30 m outside the nearest."""
    return _keeper.index().locate(lon, lat)


def locate_many(lons: ArrayLike, lats: ArrayLike) -> list[CellRef | None]:
    """Return ``locate`` of every point; a million points take about as long as one round of the loop in C."""
    return _keeper.index().locate_many(lons, lats)
