"""Shapes in metres and in GeoJSON: measuring on CGCS2000, stored positions rounded to about a decimetre."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import numpy as np
import shapely

WGS84 = 4326
DECIMALS = 6
FIRST_ZONE, FIRST_MERIDIAN, ZONE_WIDTH, LAST_ZONE = 4534, 75, 3, 4554


@cache
def projections() -> Any:
    """Return pyproj, loaded when first needed: it takes 20 MiB that a process which measures nothing need not spend."""
    return import_module("pyproj")


@lru_cache(maxsize=32)
def transformer(source: str | int, target: str | int) -> Any:
    """Return the transformation between two reference systems, always in the order east, north."""
    return projections().Transformer.from_crs(source, target, always_xy=True)


def reproject(shapes: Any, source: str | int, target: str | int) -> Any:
    """Return shapes in another reference system."""
    change = transformer(source, target)
    return shapely.transform(shapes, lambda points: np.column_stack(change.transform(points[:, 0], points[:, 1])))


@dataclass(frozen=True, slots=True)
class Plane:
    """A CGCS2000 three-degree zone, in which shapes are measured in metres."""

    crs: int

    def measured(self, shapes: Any) -> Any:
        """Return WGS-84 shapes in metres."""
        return reproject(shapes, WGS84, self.crs)

    def degrees(self, shapes: Any) -> Any:
        """Return shapes in metres in WGS-84."""
        return reproject(shapes, self.crs, WGS84)


def plane_at(lon: float) -> Plane:
    """Return the zone of a meridian, such as EPSG:4549 for 120° E."""
    zone = FIRST_ZONE + round((lon - FIRST_MERIDIAN) / ZONE_WIDTH)
    return Plane(min(max(zone, FIRST_ZONE), LAST_ZONE))


def plane_of(shapes: Any) -> Plane:
    """Return the zone in the middle of WGS-84 shapes."""
    west, _south, east, _north = shapely.total_bounds(shapes)
    return plane_at(float(west + east) / 2 if np.isfinite(west) else 0.0)


def metric(shapes: Any) -> Any:
    """Return WGS-84 shapes in metres, all in the zone of their common middle."""
    return plane_of(shapes).measured(shapes)


def area_m2(shape: Any) -> float:
    """Return the area of one WGS-84 shape in square metres."""
    return float(metric(shape).area)


def rounded(shapes: Any) -> Any:
    """Return shapes with the number of decimals that is stored."""
    return shapely.transform(shapes, lambda points: np.round(points, DECIMALS))


def to_geojson(shape: Any) -> dict[str, Any]:
    """Return a GeoJSON geometry as a plain mapping, in the stored precision."""
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(rounded(shape)))
    return geometry


def from_geojson(geometry: dict[str, Any]) -> Any:
    """Return the shape of a GeoJSON geometry."""
    return shapely.from_geojson(json.dumps(geometry))
