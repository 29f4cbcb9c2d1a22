"""From a point to its cell: microseconds a lookup on the demo city, beside what a bare STRtree needs.

    PYTHONPATH=src python benchmarks/point_to_cell.py [--cells 900] [--points 200000]

No database: the index is built from the files of the demo city, or from as many Voronoi cells as asked for.
The floor is ``STRtree.query(Point(lon, lat), predicate="intersects")`` on the same shapes, without names or rules.
"""

import argparse
import gzip
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengzhi.config.settings.test")

import django
import numpy as np
import shapely

django.setup()

from chengzhi.grid.selectors.index import CellIndex, CellRef  # noqa: E402  models need the set-up above

DATA = Path(__file__).resolve().parents[1] / "src" / "chengzhi" / "grid" / "data" / "cells.geojson.gz"
TARGET_US = 50.0
ROUNDS = 5
SEED = 320613
BOUNDS = (120.70, 31.78, 121.08, 32.14)


def demo_shapes() -> Any:
    features = json.loads(gzip.decompress(DATA.read_bytes()))["features"]
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])


def invented_shapes(count: int) -> Any:
    west, south, east, north = BOUNDS
    points = np.random.default_rng(SEED).random((count, 2)) * (east - west, north - south) + (west, south)
    return shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))


def refs(count: int) -> list[CellRef]:
    return [
        CellRef(cell_id=at, code=f"320613{at:09}", name="网格", community_name="社区", street_name="街道", grade="B")
        for at in range(count)
    ]


def best(measure: Callable[[], object], times: int) -> float:
    """Return the microseconds of one lookup in the best of several rounds."""
    found = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        measure()
        found.append((time.perf_counter() - begun) / times * 1e6)
    return min(found)


def points_inside(shapes: Any, count: int) -> list[tuple[float, float]]:
    """Return points of which nearly all lie in a cell: drawn in the bounds, those outside the union left out."""
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    drawn = np.random.default_rng(SEED).random((count * 3, 2)) * (east - west, north - south) + (west, south)
    which, _shape = shapely.STRtree(shapes).query(shapely.points(drawn), predicate="intersects")
    return [(float(lon), float(lat)) for lon, lat in drawn[np.unique(which)][:count]]


def report(shapes: Any, count: int) -> None:
    begun = time.perf_counter()
    index = CellIndex(refs(len(shapes)), shapes)
    built = time.perf_counter() - begun
    points = points_inside(shapes, count)
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    tree = shapely.STRtree(shapes)

    def floor() -> None:
        for lon, lat in points:
            tree.query(shapely.Point(lon, lat), predicate="intersects")

    def one_by_one() -> None:
        for lon, lat in points:
            index.locate(lon, lat)

    bare, single = best(floor, len(points)), best(one_by_one, len(points))
    many = best(lambda: index.locate_many(lons, lats), len(points))
    print(f"cells {len(shapes)}, points {len(points)}, index built in {built * 1000:.0f} ms")
    print(f"bare STRtree query   {bare:7.2f} us")
    print(f"locate               {single:7.2f} us   {single / bare:.2f} of the bare query, target {TARGET_US:.0f} us")
    print(f"locate_many          {many:7.2f} us a point")
    print(f"resident memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MiB")
    if single > TARGET_US:
        raise SystemExit("slower than the target")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cells", type=int, default=0, help="Voronoi cells instead of the demo city")
    arguments.add_argument("--points", type=int, default=100_000)
    given = arguments.parse_args()
    report(invented_shapes(given.cells) if given.cells else demo_shapes(), given.points)


if __name__ == "__main__":
    main()
