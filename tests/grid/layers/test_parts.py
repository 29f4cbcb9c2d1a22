"""The single steps of reading a map file: kind, size, encoding, reference system, values."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from django.utils import translation

from chengzhi.grid import layers
from chengzhi.grid.layers import LayerOptions
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from tests.factories.grid import middle, square
from tests.factories.layers import in_datum, write_features, write_layer

GEOPACKAGE = b"SQLite format 3\x00" + b"\x00" * 52


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, ""),
        (float("nan"), ""),
        (np.float64("nan"), ""),
        ("", ""),
        ("  学田 ", "学田"),
        ("a\x00b", "ab"),
        (1.0, "1"),
        (np.float64(320613006001001.0), "320613006001001"),
        (1.5, "1.5"),
        (-2.0, "-2"),
        (7, "7"),
        (True, "True"),
        (b"x", "b'x'"),
    ],
)
def test_values_become_plain_text(value: Any, plain: str) -> None:
    assert layers._plain(value) == plain


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"{}", "layer.geojson"),
        (b"  \n\t{}", "layer.geojson"),
        (b"\xef\xbb\xbf{}", "layer.geojson"),
        (b"\xef\xbb\xbf \r\n{}", "layer.geojson"),
        (GEOPACKAGE + b"GPKG", "layer.gpkg"),
        (GEOPACKAGE + b"GP10", "layer.gpkg"),
        (GEOPACKAGE + b"GP14", "layer.gpkg"),
    ],
)
def test_a_kind_of_file_is_known_by_its_first_bytes(tmp_path: Path, head: bytes, name: str) -> None:
    path, folder = tmp_path / "upload.bin", tmp_path / "own"
    folder.mkdir()
    path.write_bytes(head)
    assert layers._safe_source(path, folder, "") == folder / name
    assert (folder / name).read_bytes() == head.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b"\xff\xfe{\x00",
        b"<gml/>",
        b"SQLite format 3",
        GEOPACKAGE,
        GEOPACKAGE + b"GP99",
        GEOPACKAGE + b"gpkg",
        b"PK\x05\x06",
        b"code,name\n1,2\n",
        b"\x00\x00\x27\x0a",
    ],
    ids=range(11),
)
def test_every_other_kind_is_refused_with_the_kinds_that_are_not(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "cells.geojson"
    path.write_bytes(head)
    with pytest.raises(BadInput) as told:
        layers._safe_source(path, tmp_path, "")
    (words,) = told.value.errors["file"]
    assert words == (
        "这不是能读的地图文件。请上传 GeoJSON、GeoPackage（.gpkg）或打包成 zip 的 Shapefile（含 .shp .shx .dbf）。"
    )


@pytest.mark.parametrize(("size", "is_taken"), [(64, True), (65, False)])
def test_a_file_may_be_as_large_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, *, is_taken: bool
) -> None:
    monkeypatch.setattr(layers, "LARGEST_FILE", 64)
    path, folder = tmp_path / "a.geojson", tmp_path / "own"
    folder.mkdir()
    path.write_bytes(b"{" + b" " * (size - 1))
    if is_taken:
        assert layers._safe_source(path, folder, "").exists()
        return
    with pytest.raises(BadInput, match="请按街道拆成几个文件，或去掉用不到的属性列"):
        layers._safe_source(path, folder, "")


def dbf(folder: Path, rows: bytes, header: int = 33) -> Path:
    table = bytearray(header)
    table[8:10] = header.to_bytes(2, "little")
    (folder / "layer.dbf").write_bytes(bytes(table) + rows)
    return folder / "layer.shp"


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        (b"", "UTF-8"),
        (b"ascii", "UTF-8"),
        ("第一网格".encode(), "UTF-8"),
        ("第一网格".encode("gb18030"), "GB18030"),
        ("㙇".encode("gb18030"), "GB18030"),
        (b"\xff\xff", "GB18030"),
    ],
)
def test_the_encoding_of_a_table_is_guessed_from_its_rows(tmp_path: Path, rows: bytes, encoding: str) -> None:
    assert layers._encoding(dbf(tmp_path, rows)) == encoding


def test_a_stated_encoding_is_not_guessed(tmp_path: Path) -> None:
    source = dbf(tmp_path, "网格".encode("gb18030"))
    (tmp_path / "layer.cpg").write_text("GB18030", encoding="ascii")
    assert layers._encoding(source) is None


@pytest.mark.parametrize("name", ["layer.gpkg", "layer.geojson", "layer.shp"])
def test_without_a_table_there_is_no_encoding_to_guess(tmp_path: Path, name: str) -> None:
    assert layers._encoding(tmp_path / name) is None


@pytest.mark.parametrize(
    ("stated", "options", "name"),
    [
        ("EPSG:4326", LayerOptions(), "WGS 84"),
        ("EPSG:4490", LayerOptions(), "China Geodetic Coordinate System 2000"),
        ("EPSG:4326", LayerOptions(crs="EPSG:4490"), "China Geodetic Coordinate System 2000"),
        (None, LayerOptions(crs=" EPSG:4549 "), "CGCS2000 / 3-degree Gauss-Kruger CM 120E"),
        (None, LayerOptions(datum=Datum.GCJ02), "WGS 84"),
        (None, LayerOptions(datum=Datum.BD09), "WGS 84"),
    ],
)
def test_the_system_of_a_file_is_stated_or_named(stated: str | None, options: LayerOptions, name: str) -> None:
    assert layers._crs(stated, options).name == name


@pytest.mark.parametrize(
    ("stated", "options", "field", "words"),
    [
        (None, LayerOptions(), "crs", "请选择坐标系，例如 EPSG:4490（经纬度）或 EPSG:4549（3 度带）"),
        ("", LayerOptions(crs="  "), "crs", "文件没有说明坐标系"),
        ("EPSG:1", LayerOptions(), "crs", "认不出坐标系 EPSG:1。请写成 EPSG 编号。"),
        (None, LayerOptions(crs="西安八〇"), "crs", "认不出坐标系 西安八〇"),
        ("EPSG:4549", LayerOptions(datum=Datum.GCJ02), "datum", "GCJ-02 和 BD-09 只用于经纬度"),
        ("EPSG:4549", LayerOptions(datum=Datum.BD09), "datum", "请改选 CGCS2000 或 WGS-84"),
    ],
)
def test_a_system_that_cannot_serve_is_refused_by_field(
    stated: str | None, options: LayerOptions, field: str, words: str
) -> None:
    with pytest.raises(BadInput) as told:
        layers._crs(stated, options)
    assert list(told.value.errors) == [field]
    assert words in told.value.errors[field][0]


def test_refusals_are_told_in_english_too(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b"no map")
    with translation.override("en"), pytest.raises(BadInput) as told:
        layers.read_layer(path, LayerOptions())
    assert told.value.message.isascii()
    assert "GeoPackage" in told.value.message


@pytest.mark.parametrize("columns", [{}, {"a": [1, 2]}, {"a": [1, 2], "b": ["x", None]}])
def test_features_are_numbered_from_one_with_or_without_columns(columns: dict[str, list[Any]]) -> None:
    shapes = np.array([shapely.Point(0, 0), None], dtype=object)
    found = [(number, dict(row), shape) for number, row, shape in layers._numbered(columns, shapes)]
    assert [one[0] for one in found] == [1, 2]
    assert all(set(one[1]) == set(columns) for one in found)
    assert found[1][2] is None


def test_points_lines_and_squares_may_stand_in_one_file(tmp_path: Path) -> None:
    (west, south), (east, north) = middle(0, 0), middle(1, 1)
    features = [
        ({"kind": "point"}, {"type": "Point", "coordinates": [west, south]}),
        ({"kind": "line"}, {"type": "LineString", "coordinates": [[west, south], [east, north]]}),
        ({"kind": "square"}, square(0, 0)),
    ]
    found = layers.read_layer(write_features(tmp_path / "a.geojson", features), LayerOptions()).features
    assert [(one.values["kind"], one.shape.geom_type) for one in found] == [
        ("point", "Point"),
        ("line", "LineString"),
        ("square", "Polygon"),
    ]


def test_a_third_dimension_is_dropped(tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [({"a": 1}, {"type": "Point", "coordinates": [120.1, 32.1, 15.5]})])
    assert not layers.read_layer(path, LayerOptions()).features[0].shape.has_z


def test_a_layer_that_is_asked_for_in_vain_does_not_matter_where_there_is_one(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", in_datum([square(0, 0)], Datum.WGS84), {"code": ["1"]})
    assert len(layers.read_layer(path, LayerOptions(layer="missing")).features) == 1


def test_the_same_bytes_have_the_same_digest_whatever_their_name(tmp_path: Path) -> None:
    one = write_features(tmp_path / "a.geojson", [({"a": 1}, square(0, 0))])
    other = tmp_path / "b.upload"
    other.write_bytes(one.read_bytes())
    digests = {layers.read_layer(path, LayerOptions()).sha256 for path in (one, other)}
    assert len(digests) == 1


def test_nothing_is_left_of_what_was_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers.tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    path = write_features(tmp_path / "a.geojson", [({"a": 1}, square(0, 0))])
    layers.read_layer(path, LayerOptions())
    layers.layer_names(path)
    assert list((tmp_path / "temp").iterdir()) == []
