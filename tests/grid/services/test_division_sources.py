"""Lists of divisions are read from tables and from map files."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.services.division_sources import Source, _text, read_divisions
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from tests.factories.grid import square
from tests.factories.layers import FORMATS, in_datum, write_features, write_layer


def table(folder: Path, *lines: str) -> Path:
    path = folder / "divisions.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def read(path: Path, **options: Any) -> list[Source]:
    return read_divisions(path, LayerOptions(**options))


def test_a_table_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    found = read(table(tmp_path, "代码,名称", "320613,崇川区", "320613006,学田街道"))
    assert [(one.number, one.values["code"], one.values["name"]) for one in found] == [
        (2, "320613", "崇川区"),
        (3, "320613006", "学田街道"),
    ]


@pytest.mark.parametrize(
    "heading", ["code,name", "区划代码,区划名称", "行政区划代码,行政区划名称", "XZQDM,XZQMC", "统计用区划代码,名称"]
)
def test_columns_are_known_by_the_names_that_lists_use(tmp_path: Path, heading: str) -> None:
    assert read(table(tmp_path, heading, "320613,崇川区"))[0].values == {"code": "320613", "name": "崇川区"}


def test_a_column_can_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, "编号,地名", "320613,崇川区")
    assert read(path, mapping={"code": "编号", "name": "地名"})[0].values["name"] == "崇川区"


@pytest.mark.parametrize(("heading", "missing"), [("a,b", "code、name"), ("code,b", "name"), ("name,b", "code")])
def test_missing_columns_are_named_with_those_there_are(tmp_path: Path, heading: str, missing: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(table(tmp_path, heading, "1,2"))
    [words] = refusal.value.errors["mapping"]
    assert f"（{missing}）" in words
    assert "、".join(heading.split(",")) in words


def test_a_workbook_is_read_and_numbers_are_codes_again(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["代码", "名称", "上级代码"], [320613006001, "学田苑社区", 320613006.0]):
        sheet.append(line)
    book.save(tmp_path / "divisions.xlsx")
    [found] = read(tmp_path / "divisions.xlsx")
    assert found.values == {"code": "320613006001", "name": "学田苑社区", "parent": "320613006"}


def test_a_cell_may_hold_the_boundary(tmp_path: Path) -> None:
    text = json.dumps(square(0, 0)).replace('"', '""')
    [found] = read(table(tmp_path, "代码,名称,边界", f'320613,崇川区,"{text}"'))
    assert found.shape.geom_type == "Polygon"


@pytest.mark.parametrize("text", ["POLYGON", "{}", "[1]", '{""type"": ""Nonsense""}'])
def test_a_cell_that_holds_none_is_marked(tmp_path: Path, text: str) -> None:
    [found] = read(table(tmp_path, "代码,名称,边界", f'320613,崇川区,"{text}"'))
    assert found.is_unreadable
    assert found.shape is None


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_map_file_brings_boundaries(tmp_path: Path, suffix: str) -> None:
    shapes = in_datum([square(0, 0)], Datum.GCJ02)
    path = write_layer(tmp_path / f"a.{suffix}", shapes, {"code": ["320613"], "name": ["崇川区"]})
    [found] = read(path, datum=Datum.GCJ02)
    assert (found.number, found.values["name"]) == (1, "崇川区")
    assert found.shape.bounds == pytest.approx((120.86, 32.01, 120.861, 32.011), abs=1e-5)


def test_a_feature_without_a_shape_is_a_division_without_boundary(tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [({"code": "320613", "name": "崇川区"}, None)])
    assert read(path)[0].shape is None


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 broken", b"{broken"])
def test_what_is_neither_table_nor_map_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read(path)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (320613006.0, "320613006"),
        (320613006001, "320613006001"),
        (1.5, "1.5"),
        ("  崇川区 ", "崇川区"),
        (None, ""),
        (datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")), ""),
    ],
)
def test_a_cell_of_any_sort_is_text(value: Any, text: str) -> None:
    assert _text(value) == text
