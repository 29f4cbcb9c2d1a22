"""What lies inside an extent of the map as JSON written by the database: single marks, or groups where one is far off.

One statement for marks. From far off the cases are counted by small squares in the database, and the squares that share
a hexagon are one group; where near by there are too many marks to draw, they are grouped as well.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import h3

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.caselist import light_clause
from chengzhi.cases.selectors.mapping import COARSEST, FINEST, MOST_POINTS, SINGLE_FROM, SPANS, MapQuery
from chengzhi.cases.selectors.reachsql import LIGHT, Clause, begins_with, light_params, reach_clause, state_labels
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import Light
from chengzhi.kernel.prepared import fetch_rows

# Squares to a degree at zoom 10, where hexagons of resolution 6 are about 0.06 degrees wide: four squares across.
SQUARES = 64
BOX = "cases_case.is_open AND cases_case.point <@ box(point(%s, %s), point(%s, %s))"
MARK = """json_build_object('number', cases_case.number, 'lon', cases_case.lon, 'lat', cases_case.lat,
    'light', {light}, 'state', cases_case.state, 'state_label', {labels}, 'summary', cases_case.summary,
    'place', cases_case.place, 'supervision', cases_case.supervision, 'due_at', cases_case.due_at)::text"""


@dataclass(frozen=True, slots=True)
class MapData:
    """What a map shows: marks as JSON, or groups; ``total`` and ``late`` count what lies inside the extent."""

    total: int
    late: int
    marks: list[str]
    groups: list[dict[str, Any]]


def map_data(viewer: Capacity, query: MapQuery, language: str) -> MapData:
    """Return the open cases inside an extent that the viewer may see; moments are in UTC."""
    now = clock.now()
    where = _where(viewer, query, now)
    if query.zoom >= SINGLE_FROM:
        rows = fetch_rows(_marks(where.sql, language), (*light_params(now), *light_params(now), *where.params))
        if len(rows) <= MOST_POINTS:
            return MapData(len(rows), sum(code == Light.RED for _json, code in rows), [row[0] for row in rows], [])
    return _grouped(where, query.zoom, now)


def _where(viewer: Capacity, query: MapQuery, now: datetime) -> Clause:
    box = query.box
    found = Clause(BOX, (box.west, box.south, box.east, box.north)) & reach_clause(viewer, Permission.READ)
    for clause in _narrowed(query, now):
        found = found & clause
    return found


def _narrowed(query: MapQuery, now: datetime) -> Iterable[Clause]:
    if query.light:
        yield light_clause(query.light, now)
    if query.street:
        yield begins_with(query.street)
    if query.channel:
        yield Clause("cases_case.channel_id = (SELECT id FROM cases_channel WHERE code = %s)", (query.channel,))
    if query.category:
        yield Clause("cases_case.category_id = %s", (int(query.category),))
    if query.unit:
        yield Clause("cases_case.handling_unit_id = %s", (int(query.unit),))
    if query.since in SPANS:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        yield Clause("cases_case.opened_at >= %s", (midnight - timedelta(days=SPANS[query.since] - 1),))


@lru_cache(maxsize=256)
def _marks(where: str, language: str) -> str:
    mark = MARK.format(light=LIGHT, labels=state_labels(language))
    return " ".join(("SELECT", mark, ",", LIGHT, "FROM cases_case WHERE", where, f"LIMIT {MOST_POINTS + 1}"))


@lru_cache(maxsize=256)
def _squares(where: str) -> str:
    parts = (
        "SELECT avg(cases_case.lon), avg(cases_case.lat), count(*),",
        "count(*) FILTER (WHERE NOT cases_case.is_clock_paused AND cases_case.due_at < %s)",
        "FROM cases_case WHERE", where, "GROUP BY floor(cases_case.lon * %s), floor(cases_case.lat * %s)",
    )  # fmt: skip
    return " ".join(parts)


def _grouped(where: Clause, zoom: float, now: datetime) -> MapData:
    per_degree = float(SQUARES * 2 ** max(0, math.floor(zoom) - 10))
    rows = fetch_rows(_squares(where.sql), (now, *where.params, per_degree, per_degree))
    groups = _in_hexagons(rows, zoom)
    total, late = sum(one["count"] for one in groups), sum(one["late"] for one in groups)
    return MapData(total, late, [], groups)


def _in_hexagons(rows: Iterable[tuple[float, float, int, int]], zoom: float) -> list[dict[str, Any]]:
    resolution = min(max(round(zoom) - 4, COARSEST), FINEST)
    groups: dict[str, dict[str, Any]] = {}
    for lon, lat, count, late in rows:
        name = h3.latlng_to_cell(lat, lon, resolution)
        group = groups.setdefault(name, {"cell": name, "lon": 0.0, "lat": 0.0, "count": 0, "late": 0})
        whole = group["count"] + count
        group["lon"] += (lon - group["lon"]) * count / whole
        group["lat"] += (lat - group["lat"]) * count / whole
        group["count"], group["late"] = whole, group["late"] + late
    return list(groups.values())
