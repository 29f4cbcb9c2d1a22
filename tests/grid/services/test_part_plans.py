"""What an import of parts would do: the fate of every feature."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell
from chengzhi.grid.services import PartPlan, check_parts, import_parts, retire_part
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from tests.factories.grid import middle, square
from tests.factories.layers import write_features

DAY = date(2024, 3, 1)


def point(column: float, row: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(at, 6) for at in middle(column, row)]}


def lamp(serial: int, geometry: Any, **facts: Any) -> tuple[dict[str, Any], Any]:
    return {"ObjID": f"3206130137{serial:06}", "ObjName": "路灯", **facts}, geometry


def run(path: Path, **given: Any) -> Any:
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return import_parts(path=path, **facts)


def planned(folder: Path, *features: Any, **given: Any) -> PartPlan:
    path = write_features(folder / "parts.geojson", features)
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return check_parts(path=path, **facts)


def reason(found: PartPlan, at: int = 0) -> str:
    return found.dry_run.rows[at].reason


def test_a_line_stands_at_a_point_upon_it(cells: list[Cell], tmp_path: Path) -> None:
    (west, south), (east, _north) = middle(0, 1), middle(1, 1)
    rail = {"type": "LineString", "coordinates": [[west, south], [east, south]]}
    assert [row.fate for row in planned(tmp_path, lamp(1, rail), lamp(2, square(0, 0))).rows] == ["new", "new"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lamp(1, None), "不在中国"),
        (lamp(1, {"type": "Point", "coordinates": [32.0, 120.8]}), "不在中国"),
        (({"ObjID": "12", "ObjName": "路灯"}, point(0, 1)), "16 位"),
        (({"ObjID": "3206020137000001", "ObjName": "路灯"}, point(0, 1)), "不一致"),
        (lamp(1, point(0, 1), ObjName=""), "没有部件名称"),
        (lamp(1, point(0, 1), ObjState="飞了"), "飞了"),
        (lamp(1, point(0, 1), Note="长" * 201), "缩短"),
    ],
)
def test_each_fault_refuses_its_feature_alone(cells: list[Cell], tmp_path: Path, bad: Any, words: str) -> None:
    found = planned(tmp_path, bad, lamp(9, point(1, 1)))
    assert [row.fate for row in found.rows] == ["refused", "new"]
    assert words in reason(found)


def test_a_code_twice_in_the_file_refuses_the_second(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, lamp(1, point(0, 1)), lamp(1, point(1, 1)))
    assert "第 1 个要素" in reason(found, 1)


def test_a_retired_code_stays_retired(cells: list[Cell], tmp_path: Path) -> None:
    run(write_features(tmp_path / "a.geojson", [lamp(1, point(0, 1))]))
    retire_part(capacity=SYSTEM, code="3206130137000001", effective_on=date(2024, 4, 1), reason="")
    assert "已注销" in reason(planned(tmp_path, lamp(1, point(0, 1))))


def test_a_file_without_codes_asks_for_the_column(cells: list[Cell], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="部件编码"):
        planned(tmp_path, ({"x": 1}, point(0, 1)))
