"""Map files that people hand in: GeoJSON, GeoPackage and zipped Shapefile, read with care into WGS-84.

A file is known by its content, never by its name, so that a virtual format cannot make the reader open other files.
A zip is unpacked under names of our own choosing; sizes are bounded before anything is parsed.
"""

import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import file_digest
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from chengzhi.grid.archives import unpack_shapefile
from chengzhi.grid.geometry import WGS84, projections, reproject
from chengzhi.kernel.coordinates import Datum, to_wgs84_many
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.wording import listed

LARGEST_FILE = 64 * 1024 * 1024
MOST_FEATURES = 200_000
LONGEST_CRS = 4_000
SHIFTED = {Datum.GCJ02, Datum.BD09}
GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11", b"GP12", b"GP13", b"GP14")

# All errors of pyogrio and pyproj are RuntimeErrors.
_READ_ERRORS = (RuntimeError, ValueError)


@cache
def _gdal() -> Any:
    """Return pyogrio, loaded when first needed: it takes 29 MiB that only imports need."""
    return import_module("pyogrio")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerOptions:
    """How a person says the file is to be read.

    ``datum`` is what its degrees refer to; ``crs`` overrides or supplies the reference system, such as EPSG:4549;
    ``layer`` names one of several layers; ``mapping`` goes from our field to the file's column.
    """

    datum: Datum = Datum.WGS84
    crs: str = ""
    layer: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its number in the file from 1, its values by column, its WGS-84 shape (None: unreadable)."""

    number: int
    values: dict[str, Any]
    shape: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer read whole."""

    columns: tuple[str, ...]
    features: list[Feature]
    crs: str
    sha256: str


def layer_names(path: Path) -> list[str]:
    """Return the layers a file holds, for a person to choose from; raises BadInput."""
    with tempfile.TemporaryDirectory(prefix="layer-") as folder:
        try:
            return _names(_safe_source(path, Path(folder), ""))
        except _READ_ERRORS:
            raise _unreadable() from None


def read_layer(path: Path, options: LayerOptions) -> Layer:
    """Return every feature of a file in WGS-84; raises BadInput that says what is wrong with the file."""
    with tempfile.TemporaryDirectory(prefix="layer-") as folder:
        source = _safe_source(path, Path(folder), options.layer)
        try:
            meta, geometries, columns = _read(source, options)
        except _READ_ERRORS:
            raise _unreadable() from None
    if len(geometries) > MOST_FEATURES:
        words = _("文件里的要素超过 %(count)s 个。请按街道拆成几个文件再导入。")
        raise BadInput({"file": words % {"count": f"{MOST_FEATURES:,}"}})
    crs = _crs(meta.get("crs"), options)
    shapes = _to_wgs84(shapely.from_wkb(geometries, on_invalid="ignore"), crs, options.datum)
    rows = [Feature(number, dict(row), shape) for number, row, shape in _numbered(columns, shapes)]
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Layer(columns=tuple(columns), features=rows, crs=crs.name, sha256=digest)


def _safe_source(path: Path, folder: Path, layer: str) -> Path:
    """Return a file that GDAL may open: of a known kind, of bounded size, alone in its folder."""
    if path.stat().st_size > LARGEST_FILE:
        words = _("文件超过 %(size)s MB。请按街道拆成几个文件，或去掉用不到的属性列。")
        raise BadInput({"file": words % {"size": LARGEST_FILE // 1024 // 1024}})
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"PK\x03\x04"):
        return unpack_shapefile(path, folder, layer)
    if head.startswith(b"SQLite format 3\x00") and head[68:72] in GEOPACKAGE_IDS:
        return _copied(path, folder / "layer.gpkg")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _copied(path, folder / "layer.geojson")
    raise _unreadable()


def _copied(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    return target


def _read(source: Path, options: LayerOptions) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    names = _names(source)
    wanted = options.layer if options.layer in names else None
    if len(names) > 1 and wanted is None:
        words = _("文件里有几个图层：%(names)s。请选一个图层。")
        raise BadInput({"layer": words % {"names": listed(names[:20])}})
    with _without_warnings():
        meta, _fids, geometries, values = _gdal().raw.read(
            source,
            layer=wanted,
            encoding=_encoding(source),
            force_2d=True,
            datetime_as_string=True,
            max_features=MOST_FEATURES + 1,
        )
    if geometries is None:
        raise BadInput({"file": _("图层里只有表格，没有图形。请导出带图形的图层。")})
    return meta, geometries, dict(zip([str(name) for name in meta["fields"]], values, strict=True))


def _names(source: Path) -> list[str]:
    with _without_warnings():
        return [str(name) for name, _kind in _gdal().list_layers(source)]


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Let GDAL grumble about oddities of a file unheard; what it cannot read it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield


def _encoding(source: Path) -> str | None:
    """Return the encoding of a Shapefile's table that does not state it: UTF-8 if it reads so, else GB18030."""
    table = source.with_suffix(".dbf")
    if source.suffix != ".shp" or not table.exists() or source.with_suffix(".cpg").exists():
        return None
    packed = table.read_bytes()
    rows_begin = int.from_bytes(packed[8:10], "little")
    try:
        packed[rows_begin:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _crs(stated: object, options: LayerOptions) -> Any:
    wanted = options.crs.strip() or str(stated or "") or (f"EPSG:{WGS84}" if options.datum in SHIFTED else "")
    if not wanted:
        raise BadInput({"crs": _("文件没有说明坐标系。请选择坐标系，例如 EPSG:4490（经纬度）或 EPSG:4549（3 度带）。")})
    try:
        crs = projections().CRS.from_user_input(wanted[:LONGEST_CRS])
    except RuntimeError:
        raise BadInput({"crs": _("认不出坐标系 %(name)s。请写成 EPSG 编号。") % {"name": wanted[:80]}}) from None
    if options.datum in SHIFTED and not crs.is_geographic:
        raise BadInput({"datum": _("GCJ-02 和 BD-09 只用于经纬度，这个文件是投影坐标。请改选 CGCS2000 或 WGS-84。")})
    return crs


def _to_wgs84(shapes: Any, crs: Any, datum: Datum) -> Any:
    found = np.asarray(shapes, dtype=object)
    if datum in SHIFTED:
        return shapely.transform(found, lambda at: np.column_stack(to_wgs84_many(at[:, 0], at[:, 1], datum)))
    try:
        return reproject(found, crs.to_wkt(), WGS84)
    except RuntimeError:
        raise BadInput({"crs": _("坐标换算不了。请核对坐标系，或在制图软件里先转成 EPSG:4490。")}) from None


def _numbered(columns: dict[str, Any], shapes: Any) -> Any:
    names = list(columns)
    rows = zip(*columns.values(), strict=True) if names else (() for _shape in shapes)
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1):
        yield number, zip(names, (_plain(value) for value in row), strict=True), shape


def _plain(value: Any) -> Any:
    """Return a value as text without padding, whole numbers without a point; nothing for missing ones."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def _unreadable() -> BadInput:
    return BadInput(
        {
            "file": _(
                "这不是能读的地图文件。请上传 GeoJSON、GeoPackage（.gpkg）或打包成 zip 的 Shapefile（含 .shp .shx .dbf）。"
            )
        }
    )
