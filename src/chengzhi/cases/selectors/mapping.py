"""Open cases on a map: the points inside an extent, grouped in hexagons where they are far off or too many.

One query answers map and list. It reads the few columns a mark needs, from the partial GiST index over open cases.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import h3
from django.db.models import Avg, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Floor

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.cases.selectors.worklists import light_condition
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import Light, light
from chengzhi.kernel.coordinates import Box

MOST_POINTS = 2_000
FINEST_ZOOM = 19.0
SINGLE_FROM = 14.0
# H3 resolutions that leave a readable gap between groups: hexagons of about 60 pixels.
COARSEST, FINEST = 3, 11
RASTER_PER_DEGREE = 256
COLUMNS = (
    "number", "lon", "lat", "due_at", "warn_at", "is_clock_paused", "remaining_seconds", "supervision", "state", "summary",
    "place", "area_name",
)  # fmt: skip
# How many days back 今天, 3 天, 7 天, 30 天 reach; the day itself counts.
SPANS = {"today": 1, "3d": 3, "7d": 7, "30d": 30}
# Upper bounds of the classes of the late cells, five colours.
LATE_CLASSES = (0, 1, 3, 6)
WORLD = Box(-180, -90, 180, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapQuery:
    """Which open cases, where, and how near one looks. Empty filters ask for nothing special."""

    box: Box = WORLD
    zoom: float = SINGLE_FROM
    light: str = ""
    category: str = ""
    street: str = ""
    unit: str = ""
    channel: str = ""
    since: str = ""


@dataclass(slots=True)
class CasePoint:
    """A case as a mark on the map and a line of the list; ``code`` is the letter of its light."""

    number: str
    lon: float
    lat: float
    due_at: datetime | None
    warn_at: datetime | None
    is_clock_paused: bool
    remaining_seconds: int | None
    supervision: str
    state: str
    summary: str
    place: str
    area_name: str
    code: str = Light.GREEN.value

    @property
    def is_supervised(self) -> bool:
        return bool(self.supervision)

    @property
    def short_number(self) -> str:
        return self.number[4:] if self.number[:4].isdigit() else self.number


@dataclass(slots=True)
class Group:
    """Cases that lie close together: how many, how many of them late, their middle."""

    count: int = 0
    late: int = 0
    lon: float = 0.0
    lat: float = 0.0
    only: CasePoint | None = None

    def add(self, lon: float, lat: float, *, count: int = 1, late: int = 0, only: CasePoint | None = None) -> None:
        whole = self.count + count
        self.lon += (lon - self.lon) * count / whole
        self.lat += (lat - self.lat) * count / whole
        self.count, self.late = whole, self.late + late
        self.only = only if whole == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What lies inside an extent: single points or groups, and the first lines of the list, due soonest first."""

    total: int
    late: int
    points: list[CasePoint] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    rows: list[CasePoint] = field(default_factory=list)
    as_of: datetime

    @property
    def more(self) -> int:
        """Return how many cases the list leaves out."""
        return self.total - len(self.rows)


def map_cases(viewer: Capacity, query: MapQuery, *, rows: int = 0) -> MapView:
    """Return the open cases inside an extent that the viewer may see: one query, two where there are too many."""
    now = clock.now()
    found = placed_cases(viewer, query, now)
    listed = found.order_by(F("due_at").asc(nulls_last=True), "id").values_list(*COLUMNS)[: MOST_POINTS + 1]
    points = [_lit(CasePoint(*row), now) for row in listed]
    first = points[:rows]
    if len(points) > MOST_POINTS:
        groups = _in_hexagons(_rastered(found, query, now), query.zoom)
        return _view(groups, first, now)
    late = sum(one.code == Light.RED for one in points)
    if query.zoom >= SINGLE_FROM:
        return MapView(total=len(points), late=late, points=points, rows=first, as_of=now)
    singles = ((one.lon, one.lat, 1, int(one.code == Light.RED), one) for one in points)
    return _view(_in_hexagons(singles, query.zoom), first, now)


def _lit(one: CasePoint, now: datetime) -> CasePoint:
    """Light the point once; a case without a running limit shows green."""
    shown = light(due_at=one.due_at, warn_at=one.warn_at, is_paused=one.is_clock_paused, at=now)
    one.code = (shown or Light.GREEN).value
    return one


def placed_cases(viewer: Capacity, query: MapQuery, now: datetime) -> QuerySet[Case]:
    """Return the open cases with a position that the viewer may see and the query asks for."""
    return Case.objects.filter(
        reach_of(viewer, Permission.READ), _narrowed(query, now), is_open=True, point__within_box=query.box
    )


def _narrowed(query: MapQuery, now: datetime) -> Q:
    found = light_condition(query.light, now)
    if query.street:
        found &= Q(cell_code__startswith=query.street)
    if query.channel:
        found &= Q(channel__code=query.channel)
    if query.category:
        found &= Q(category=int(query.category))
    if query.unit:
        found &= Q(handling_unit=int(query.unit))
    if query.since in SPANS:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        found &= Q(opened_at__gte=midnight - timedelta(days=SPANS[query.since] - 1))
    return found


Piece = tuple[float, float, int, int, CasePoint | None]


def _rastered(found: QuerySet[Case], query: MapQuery, now: datetime) -> list[Piece]:
    """Return counts by small squares, added up by the database: as many rows as squares, however many cases."""
    per_degree = RASTER_PER_DEGREE * 2 ** max(0, math.floor(query.zoom) - 10)
    squares = found.order_by().values(
        column=Floor(Cast(F("lon"), FloatField()) * per_degree), row=Floor(Cast(F("lat"), FloatField()) * per_degree)
    )
    sums = squares.annotate(
        mid_lon=Avg("lon"),
        mid_lat=Avg("lat"),
        n=Count("pk"),
        n_late=Count("pk", filter=light_condition(Light.RED.value, now)),
    )
    return [(*one, None) for one in sums.values_list("mid_lon", "mid_lat", "n", "n_late")]


def _in_hexagons(pieces: Iterable[Piece], zoom: float) -> list[Group]:
    resolution = min(max(round(zoom) - 4, COARSEST), FINEST)
    groups: dict[str, Group] = {}
    for lon, lat, count, late, only in pieces:
        group = groups.setdefault(h3.latlng_to_cell(lat, lon, resolution), Group())
        group.add(lon, lat, count=count, late=late, only=only)
    return list(groups.values())


def _view(groups: list[Group], rows: list[CasePoint], now: datetime) -> MapView:
    total, late = sum(one.count for one in groups), sum(one.late for one in groups)
    singles = [one.only for one in groups if one.only]
    several = [one for one in groups if not one.only]
    return MapView(total=total, late=late, points=singles, groups=several, rows=rows, as_of=now)


def late_by_cell(viewer: Capacity) -> dict[str, int]:
    """Return how many of the open cases of each cell are late, for the cells that have cases the viewer may see."""
    now = clock.now()
    rows = Case.objects.filter(reach_of(viewer, Permission.READ), is_open=True).exclude(cell_code="")
    late = Count("pk", filter=light_condition(Light.RED.value, now))
    return dict(rows.order_by().values("cell_code").annotate(n=late).values_list("cell_code", "n"))


def late_class(count: int) -> int:
    """Return the class 0 to 4 of a number of late cases."""
    return sum(count > bound for bound in LATE_CLASSES)
