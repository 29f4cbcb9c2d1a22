"""Lists of divisions as cities hand them in: tables, or map files whose features are the boundaries."""

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _

from chengzhi.grid.geometry import from_geojson
from chengzhi.grid.layers import LayerOptions, read_layer
from chengzhi.grid.services.columns import DIVISION_COLUMNS, column_mapping, values_of
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import OVERFLOW, Cell, Row, read_table
from chengzhi.kernel.wording import listed

Values = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One division of a file: its row or feature, its words, and its boundary in WGS-84 where there is one."""

    number: int
    values: Values
    shape: Any = None
    is_unreadable: bool = False
    surplus: str = ""


def read_divisions(path: Path, options: LayerOptions) -> list[Source]:
    """Return every division of a file; raises BadInput where it cannot be read or has no column of codes."""
    if _is_map(path):
        layer = read_layer(path, options)
        columns = _columns(layer.columns, options)
        return [
            Source(number=one.number, values=values_of(one.values, columns), shape=one.shape) for one in layer.features
        ]
    table = read_table(path, sheet=options.layer)
    columns = _columns(table.columns, options)
    return [_tabled(row, {field: _text(row.values.get(name)) for field, name in columns.items()}) for row in table.rows]


def _is_map(path: Path) -> bool:
    """Tell a map file from a table by its content: a workbook is a zip too, but holds no Shapefile."""
    with path.open("rb") as file:
        head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(".shp") for name in archive.namelist())
    return head.startswith((b"{", b"SQLite format 3"))


def _columns(columns: tuple[str, ...], options: LayerOptions) -> dict[str, str]:
    found = column_mapping(columns, DIVISION_COLUMNS, options.mapping)
    missing = [field for field in ("code", "name") if field not in found]
    if missing:
        words = _("找不到代码或名称那一列（%(missing)s）。文件里有：%(names)s。请指定是哪一列。")
        names = listed(columns[:30]) or _("（没有属性列）")
        raise BadInput({"mapping": words % {"missing": listed(missing), "names": names}})
    return found


def _tabled(row: Row, values: Values) -> Source:
    """Return a row of a table; its boundary, if it has one, is GeoJSON in a cell."""
    text, surplus = values.get("boundary", ""), _text(row.values.get(OVERFLOW))
    try:
        shape = from_geojson(json.loads(text)) if text else None
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return Source(number=row.number, values=values, is_unreadable=True, surplus=surplus)
    return Source(number=row.number, values=values, shape=shape, surplus=surplus)


def _text(value: Cell) -> str:
    """Return a cell as text; a code that a spreadsheet took for a number is whole again."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None or isinstance(value, datetime):
        return ""
    return str(value).strip()
