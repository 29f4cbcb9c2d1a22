"""Boundaries as GeoJSON bytes for the map, with an ETag that changes when the register does."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import shapely
from django.db.models import TextField
from django.db.models.functions import Cast

from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.selectors.index import CellIndex, CellRef, current_index, revision_mark
from chengzhi.kernel.clock import now

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GeoPayload:
    """A GeoJSON FeatureCollection ready to send, and its ETag (without quotes)."""

    body: bytes
    etag: str


def cells_geojson(*, bounds: Bounds | None = None, prefix: str = "") -> GeoPayload:
    """Return the cells of today inside bounds (west, south, east, north), or under a code, or all."""
    index = current_index()
    features = _features_of(index)
    chosen = _inside(index, bounds) if bounds else index.under(prefix)
    tag = sha256(f"{revision_mark()} {index.since} {bounds} {prefix}".encode()).hexdigest()[:24]
    return GeoPayload(_collection(features[at] for at in chosen), tag)


def divisions_geojson(level: str) -> GeoPayload:
    """Return the divisions of one level that hold today and have a boundary."""
    return _divisions(level, revision_mark(), now().date().isoformat())


@lru_cache(maxsize=8)
def _divisions(level: str, mark: str, day: str) -> GeoPayload:
    rows = (
        divisions_in_force()
        .filter(level=level, boundary__isnull=False)
        .values_list("code", "short_name", Cast("boundary", TextField()))
    )
    features = [_feature({"code": code, "name": name}, boundary) for code, name, boundary in rows]
    return GeoPayload(_collection(features), sha256(f"{mark} {day} {level}".encode()).hexdigest()[:24])


@lru_cache(maxsize=1)
def _features_of(index: CellIndex) -> list[bytes]:
    """Return each cell as a serialised feature; kept as long as the index is."""
    return [_feature(_facts(ref), text) for ref, text in zip(index.refs, shapely.to_geojson(index.shapes), strict=True)]


def _facts(ref: CellRef) -> dict[str, Any]:
    return {
        "code": ref.code,
        "name": ref.name,
        "community": ref.community_name,
        "street": ref.street_name,
        "grade": ref.grade,
    }


def _feature(properties: dict[str, Any], geometry: str) -> bytes:
    facts = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","properties":{facts},"geometry":{geometry}}}'.encode()


def _collection(features: Iterable[bytes]) -> bytes:
    return b'{"type":"FeatureCollection","features":[' + b",".join(features) + b"]}"


def _inside(index: CellIndex, bounds: Bounds) -> list[int]:
    found: list[int] = sorted(index.tree.query(shapely.box(*bounds)).tolist())
    return found
