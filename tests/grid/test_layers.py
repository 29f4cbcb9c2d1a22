import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from chengzhi.grid import layers
from chengzhi.grid.geometry import from_geojson, rounded
from chengzhi.grid.layers import LayerOptions, layer_names, read_layer
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from tests.factories.grid import square
from tests.factories.layers import FORMATS, in_datum, in_metres, write_features, write_layer

SQUARES = [square(0, 0), square(1, 0)]
COLUMNS = {"BGCODE": ["320613006001001", "320613006001002"], "BGNAME": ["第一网格", "第二网格"]}


def refusal(path: Path, **given: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_layer(path, LayerOptions(**given))
    return caught.value


def assert_read(layer: layers.Layer) -> None:
    assert [feature.values["BGNAME"] for feature in layer.features] == COLUMNS["BGNAME"]
    assert [feature.number for feature in layer.features] == [1, 2]
    for feature, wanted in zip(layer.features, SQUARES, strict=True):
        found = shapely.get_geometry(rounded(feature.shape), 0)
        assert shapely.equals_exact(shapely.normalize(found), shapely.normalize(from_geojson(wanted)))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("datum", Datum)
def test_every_format_is_read_in_every_datum(tmp_path: Path, suffix: str, datum: Datum) -> None:
    path = write_layer(tmp_path / f"cells.{suffix}", in_datum(SQUARES, datum), COLUMNS)
    assert_read(read_layer(path, LayerOptions(datum=datum)))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_projected_file_states_its_own_system(tmp_path: Path, suffix: str) -> None:
    path = write_layer(tmp_path / f"cells.{suffix}", in_metres(SQUARES), COLUMNS, crs="EPSG:4549")
    layer = read_layer(path, LayerOptions())
    assert_read(layer)
    assert "CGCS2000" in layer.crs
    assert len(layer.sha256) == 64


def rezipped(folder: Path, *suffixes: str) -> Path:
    """Return a zip of only some of the files of the Shapefile written as cells.zip."""
    target = folder / "some.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for suffix in suffixes:
            archive.write(folder / f"cells.{suffix}", f"cells.{suffix}")
    return target


def test_a_system_named_by_a_person_serves_where_the_file_states_none(tmp_path: Path) -> None:
    write_layer(tmp_path / "cells.zip", in_metres(SQUARES), COLUMNS, crs="EPSG:4549")
    path = rezipped(tmp_path, "shp", "shx", "dbf", "cpg")
    assert_read(read_layer(path, LayerOptions(crs="EPSG:4549")))
    assert "crs" in refusal(path).errors


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
def test_a_table_that_hides_its_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    write_layer(tmp_path / "cells.zip", in_datum(SQUARES, Datum.WGS84), COLUMNS, encoding=encoding)
    assert_read(read_layer(rezipped(tmp_path, "shp", "shx", "dbf", "prj"), LayerOptions()))


def test_several_layers_ask_for_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "all.gpkg"
    write_layer(path, in_datum(SQUARES, Datum.WGS84), COLUMNS, layer="cells")
    write_layer(path, in_datum([square(5, 5)], Datum.WGS84), {"x": [1]}, layer="other", append=True)
    assert layer_names(path) == ["cells", "other"]
    assert "cells、other" in refusal(path).message
    assert_read(read_layer(path, LayerOptions(layer="cells")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 600,
        b"no map at all",
        b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        b"%PDF-1.7",
        b"SQLite format 3\x00" + b"\x00" * 500,
        b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG" + b"\x00" * 500,
        b"{",
        b"{}",
        b'{"type": "FeatureCollection"',
        b'{"type": "Topology", "arcs": []}',
        b"PK\x03\x04garbage",
    ],
)
@pytest.mark.parametrize("name", ["a.geojson", "a.zip"])
def test_what_is_no_map_is_refused_whatever_its_name(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert "file" in refusal(path).errors


def test_a_plain_database_is_no_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert "file" in refusal(path).errors
    with pytest.raises(BadInput):
        layer_names(path)


def test_a_mark_before_the_json_does_no_harm(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "cells.geojson", in_datum(SQUARES, Datum.WGS84), COLUMNS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert_read(read_layer(path, LayerOptions()))


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "LARGEST_FILE", 10)
    path = write_layer(tmp_path / "cells.geojson", in_datum(SQUARES, Datum.WGS84), COLUMNS)
    assert "超过" in refusal(path).message


def test_too_many_features_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "MOST_FEATURES", 1)
    path = write_layer(tmp_path / "cells.gpkg", in_datum(SQUARES, Datum.WGS84), COLUMNS)
    assert "要素超过" in refusal(path).message


def test_a_shifted_datum_does_not_go_with_metres(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "cells.gpkg", in_metres(SQUARES), COLUMNS, crs="EPSG:4549")
    assert "datum" in refusal(path, datum=Datum.GCJ02).errors


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", "/etc/passwd", "EPSG:" + "9" * 5000])
def test_an_unknown_system_is_refused(tmp_path: Path, crs: str) -> None:
    path = write_layer(tmp_path / "cells.gpkg", in_datum(SQUARES, Datum.WGS84), COLUMNS)
    assert "crs" in refusal(path, crs=crs).errors


def test_a_feature_without_a_shape_is_kept_for_its_refusal(tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [({"code": "1"}, None), ({"code": "2"}, square(0, 0))])
    first, second = read_layer(path, LayerOptions()).features
    assert first.shape is None
    assert second.shape is not None


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    pyogrio.raw.write(
        str(path), None, [np.array(["x"], dtype=object)], ["code"], driver="GPKG", geometry_type=None, crs=None
    )
    assert "file" in refusal(path).errors


def test_numbers_and_blanks_become_plain_text(tmp_path: Path) -> None:
    path = write_features(
        tmp_path / "a.geojson",
        [
            ({"n": 320613006001001.0, "t": " x ", "e": None}, square(0, 0)),
            ({"n": None, "t": "", "e": "y"}, square(1, 0)),
        ],
    )
    first, second = read_layer(path, LayerOptions()).features
    assert first.values == {"n": "320613006001001", "t": "x", "e": ""}
    assert second.values["n"] == ""


def test_a_system_without_a_place_on_earth_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "cells.gpkg", in_datum(SQUARES, Datum.WGS84), COLUMNS)
    local = 'LOCAL_CS["site",UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]'
    assert "crs" in refusal(path, crs=local).errors


def test_the_layers_of_a_broken_file_are_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b"{")
    with pytest.raises(BadInput):
        layer_names(path)
