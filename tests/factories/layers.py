"""Map files as surveyors hand them in, in every format and datum."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from chengzhi.grid.geometry import WGS84, from_geojson, reproject
from chengzhi.kernel.coordinates import Datum, from_wgs84_many

GAUSS = 4549
FORMATS = ("geojson", "gpkg", "zip")
Columns = Mapping[str, Sequence[Any]]


def in_datum(geometries: Sequence[dict[str, Any]], datum: Datum) -> Any:
    """Return WGS-84 geometries as a map in another datum would draw them."""
    shapes = np.array([from_geojson(one) for one in geometries])
    return shapely.transform(shapes, lambda at: np.column_stack(from_wgs84_many(at[:, 0], at[:, 1], datum)))


def in_metres(geometries: Sequence[dict[str, Any]]) -> Any:
    return reproject(np.array([from_geojson(one) for one in geometries]), WGS84, GAUSS)


def write_layer(path: Path, shapes: Any, columns: Columns, *, crs: str | None = "EPSG:4326", **given: Any) -> Path:
    """Write shapes and columns in the format the ending of the path names; a .zip becomes a zipped Shapefile."""
    target = path.with_suffix(".shp") if path.suffix == ".zip" else path
    drivers = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
    kinds = {shape.geom_type for shape in shapes}
    pyogrio.raw.write(
        str(target),
        shapely.to_wkb(np.asarray(shapes)),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
        crs=crs,
        driver=drivers[target.suffix],
        **given,
    )
    if path.suffix == ".zip":
        zip_folder(path, path.stem)
    return path


def zip_folder(path: Path, stem: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(path.parent.glob(f"{stem}.*")):
            if member != path:
                archive.write(member, member.name)


def write_features(path: Path, features: Sequence[tuple[dict[str, Any], Any]]) -> Path:
    """Write (properties, geometry) as GeoJSON, whatever they are."""
    members = [{"type": "Feature", "properties": facts, "geometry": geometry} for facts, geometry in features]
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": members}, ensure_ascii=False), encoding="utf-8"
    )
    return path
