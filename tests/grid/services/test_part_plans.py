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
from tests.factories.grid import alice, middle, square
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


@pytest.mark.parametrize(
    ("facts", "name", "value"),
    [
        ({"ObjState": "破损"}, "state", "damaged"),
        ({"ObjState": ""}, "state", "intact"),
        ({"ORDate": "2020年1月5日"}, "valid_from", date(2020, 1, 5)),
        ({"ORDate": "不详"}, "valid_from", DAY),
        ({"DeptName1": " 城管局 "}, "competent_name", "城管局"),
        ({"DeptName3": "养护队"}, "maintainer_name", "养护队"),
    ],
)
def test_what_a_feature_says_of_a_part_is_read(
    cells: list[Cell], tmp_path: Path, facts: dict[str, str], name: str, value: Any
) -> None:
    assert planned(tmp_path, lamp(1, point(0, 1), **facts)).rows[0].facts[name] == value


def test_empty_words_are_not_values(cells: list[Cell], tmp_path: Path) -> None:
    row = planned(tmp_path, lamp(1, point(0, 1))).rows[0]
    assert set(row.values) == {"name", "state", "valid_from", "lon", "lat", "cell_id"}
    assert row.values["cell_id"] == cells[0].pk


def test_a_part_outside_every_cell_needs_the_district(cells: list[Cell], tmp_path: Path) -> None:
    far = lamp(1, point(40, 40))
    assert [row.fate.value for row in planned(tmp_path, far, capacity=alice("320613")).rows] == ["new"]
    assert "管理范围" in reason(planned(tmp_path, far, capacity=alice("320613006")))


def test_what_stands_is_shown_beside_what_comes(cells: list[Cell], tmp_path: Path) -> None:
    run(write_features(tmp_path / "a.geojson", [lamp(1, point(0, 1), Note="旧")]))
    told = planned(tmp_path, lamp(1, point(0, 1), Note="新")).dry_run.rows[0]
    assert (told.fate.value, told.before["note"], told.after["note"]) == ("changed", "旧", "新")


def test_a_refused_row_of_a_known_part_stays_refused(cells: list[Cell], tmp_path: Path) -> None:
    run(write_features(tmp_path / "a.geojson", [lamp(1, point(0, 1))]))
    assert [row.fate.value for row in planned(tmp_path, lamp(1, point(0, 1), ObjState="飞了")).rows] == ["refused"]
