"""What an import of cells would do: the fate of every feature, and the faults of all of them together."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.enums import FaultKind
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, CellVersion, Division
from chengzhi.grid.services import CellPlan, check_cells, retire_cell
from chengzhi.grid.services.cell_plans import complete_facts
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import Fate
from tests.factories.grid import COMMUNITY, SOUTH, STEP, WEST, polygon, square
from tests.factories.layers import FORMATS, in_datum, in_metres, write_features, write_layer

DAY = date(2024, 3, 1)

KNOT = polygon((WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP))

Features = list[tuple[dict[str, Any], Any]]


def cell(number: int, geometry: Any, **facts: Any) -> tuple[dict[str, Any], Any]:
    return {"网格编码": f"{COMMUNITY}{number:03}", **facts}, geometry


def plan(path: Path, **given: Any) -> CellPlan:
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return check_cells(path=path, **facts)


def planned(folder: Path, features: Features, **given: Any) -> CellPlan:
    return plan(write_features(folder / "cells.geojson", features), **given)


def fates(found: CellPlan) -> list[str]:
    return [row.fate.value for row in found.rows]


def reasons(found: CellPlan) -> list[str]:
    return [row.reason for row in found.dry_run.rows]


GOOD: Features = [
    cell(1, square(0, 1), 网格名称="第1网格"),
    cell(2, square(1, 1), 区域类别="A类", 用地性质="商业用地"),
    cell(5, square(2, 1), 网格名称="新网格"),
]


def test_a_dry_run_tells_the_fate_of_every_feature_and_writes_nothing(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, GOOD)
    assert fates(found) == ["same", "changed", "new"]
    assert found.dry_run.counts == {Fate.NEW: 1, Fate.CHANGED: 1, Fate.SAME: 1, Fate.REFUSED: 0}
    assert found.dry_run.rows[1].before["grade"] == "B"
    assert found.dry_run.rows[1].after["grade"] == "A"
    assert CellVersion.objects.count() == len(cells)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02])
def test_every_format_and_datum_leads_to_the_same_cells(
    cells: list[Cell], tmp_path: Path, suffix: str, datum: Datum
) -> None:
    shapes = in_datum([square(0, 1), square(1, 1), square(5, 5)], datum)
    columns = {"BGCODE": [f"{COMMUNITY}{number:03}" for number in (1, 2, 5)]}
    path = write_layer(tmp_path / f"cells.{suffix}", shapes, columns)
    assert fates(plan(path, options=LayerOptions(datum=datum))) == ["same", "same", "new"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_metres_lead_to_the_same_cells(cells: list[Cell], tmp_path: Path, suffix: str) -> None:
    shapes = in_metres([square(0, 1), square(1, 1), square(5, 5)])
    columns = {"BGCODE": [f"{COMMUNITY}{number:03}" for number in (1, 2, 5)]}
    path = write_layer(tmp_path / f"cells.{suffix}", shapes, columns, crs="EPSG:4549")
    assert fates(plan(path)) == ["same", "same", "new"]


def test_a_file_read_in_the_wrong_datum_shows_as_moved(cells: list[Cell], tmp_path: Path) -> None:
    shapes = in_datum([square(0, 1), square(9, 9)], Datum.GCJ02)
    path = write_layer(tmp_path / "cells.gpkg", shapes, {"BGCODE": [f"{COMMUNITY}001", f"{COMMUNITY}009"]})
    assert fates(plan(path)) == ["changed", "new"]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (cell(5, KNOT), "自相交"),
        (cell(5, None), "没有面积"),
        (cell(5, {"type": "Point", "coordinates": [120.9, 32.0]}), "不是面"),
        (cell(5, square(0.5, 1)), "重叠"),
        (cell(5, square(0.995, 3, wide=0.005)), "碎缝"),
        (cell(5, polygon((1, 1), (1.1, 1), (1.1, 1.1))), "不在中国"),
        (cell(5, square(5, 5), 区域类别="特级"), "特级"),
        (cell(5, square(5, 5), 用地性质="火星"), "火星"),
        (({"网格编码": "12"}, square(5, 5)), "不是 15 位"),
        (({"网格编码": ""}, square(5, 5)), "不是 15 位"),
        (({"网格编码": "320613006099001"}, square(5, 5)), "社区代码"),
        (({"网格编码": "320602006001001"}, square(5, 5)), "社区代码"),
    ],
)
def test_each_fault_refuses_its_feature_alone(cells: list[Cell], tmp_path: Path, bad: Any, words: str) -> None:
    found = planned(tmp_path, [cell(6, square(7, 7)), bad])
    assert fates(found) == ["new", "refused"]
    assert words in reasons(found)[1]


def test_two_pieces_are_refused(cells: list[Cell], tmp_path: Path) -> None:
    pieces = {"type": "MultiPolygon", "coordinates": [square(5, 5)["coordinates"], square(7, 7)["coordinates"]]}
    assert "不相连" in reasons(planned(tmp_path, [cell(5, pieces)]))[0]


def test_an_overlap_inside_the_file_refuses_both(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, [cell(5, square(5, 5)), cell(6, square(5.5, 5)), cell(7, square(8, 8))])
    assert fates(found) == ["refused", "refused", "new"]
    fault = next(fault for fault in found.faults if fault.is_fatal)
    assert fault.kind is FaultKind.OVERLAP
    assert fault.codes == (f"{COMMUNITY}005", f"{COMMUNITY}006")
    assert reasons(found)[0] == reasons(found)[1] == f"boundary：{fault}"


def test_a_code_twice_in_the_file_refuses_the_second(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, [cell(5, square(5, 5)), cell(5, square(7, 7))])
    assert fates(found) == ["new", "refused"]
    assert "第 1 个要素" in reasons(found)[1]


def test_cells_may_change_places_within_one_file(cells: list[Cell], tmp_path: Path) -> None:
    assert fates(planned(tmp_path, [cell(1, square(1, 1)), cell(2, square(0, 1))])) == ["changed", "changed"]


def test_a_neighbour_that_counted_on_a_refused_one_is_refused_too(cells: list[Cell], tmp_path: Path) -> None:
    swap = [cell(1, square(0, 1, wide=0.5), 区域类别="特级"), cell(2, square(0.5, 1, wide=1.5))]
    found = planned(tmp_path, swap)
    assert fates(found) == ["refused", "refused"]
    assert "重叠" in reasons(found)[1]


def test_a_gap_is_told_but_bars_nothing(cells: list[Cell], tmp_path: Path) -> None:
    ring = [(2, 2), (3, 2), (4, 2), (2, 3), (4, 3), (2, 4), (3, 4), (4, 4)]
    found = planned(tmp_path, [cell(number, square(*at)) for number, at in enumerate(ring, start=5)])
    assert set(fates(found)) == {"new"}
    (gap,) = found.warnings
    assert gap.kind is FaultKind.GAP
    assert f"{COMMUNITY}006" in gap.codes
    assert "平方米" in str(gap)


def test_ground_of_the_community_without_a_cell_is_told(cells: list[Cell], tmp_path: Path) -> None:
    Division.objects.filter(code=COMMUNITY).update(boundary=square(0, 0, wide=3, high=2))
    (gap,) = planned(tmp_path, GOOD).warnings
    assert gap.kind is FaultKind.GAP
    assert set(gap.codes) == {f"{COMMUNITY}004", f"{COMMUNITY}005", f"{COMMUNITY}002"}


def test_a_cell_beyond_the_district_is_told(cells: list[Cell], tmp_path: Path) -> None:
    Division.objects.filter(code="320613").update(boundary=square(0, 0, wide=2, high=2))
    (fault,) = planned(tmp_path, [cell(5, square(9, 9))]).warnings
    assert (fault.kind, fault.codes) == (FaultKind.OUTSIDE, (f"{COMMUNITY}005",))


def test_a_retired_code_stays_retired(cells: list[Cell], tmp_path: Path) -> None:
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=date(2023, 1, 1))
    assert "停用" in reasons(planned(tmp_path, [cell(1, square(0, 1))]))[0]


def test_a_day_before_the_last_change_is_refused(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, [cell(1, square(0, 1), 区域类别="A")], effective_on=date(2021, 1, 1))
    assert "生效日期" in reasons(found)[0]


def test_a_file_without_codes_asks_for_the_column(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "cells.geojson", [({"wg": f"{COMMUNITY}005"}, square(5, 5))])
    with pytest.raises(BadInput, match="wg"):
        plan(path)
    assert fates(plan(path, options=LayerOptions(mapping={"code": "wg"}))) == ["new"]


def test_an_empty_file_brings_nothing(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "cells.geojson", [])
    with pytest.raises(BadInput):
        plan(path)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("", "", "")),
        ({"网格名称": "长" * 99}, ("长" * 80, "", "")),
        ({"区域类别": "一级"}, ("", "A", "")),
        ({"用地性质": "公园绿地"}, ("", "", "green")),
    ],
)
def test_what_a_feature_says_is_read(
    cells: list[Cell], tmp_path: Path, facts: dict[str, str], expected: tuple[str, str, str]
) -> None:
    row = planned(tmp_path, [cell(5, square(5, 5), **facts)]).rows[0]
    assert (row.facts["name"], row.facts["grade"], row.facts["land_use"]) == expected


def test_what_a_feature_leaves_out_is_as_before_or_ordinary(cells: list[Cell], tmp_path: Path) -> None:
    rows = planned(tmp_path, [cell(1, square(0, 1)), cell(5, square(5, 5))]).rows
    assert complete_facts(rows[0], cells[0]) == {"name": "第1网格", "grade": "B", "land_use": "other"}
    assert complete_facts(rows[1], None) == {"name": "", "grade": "B", "land_use": "other"}


def test_a_row_keeps_its_first_reason_for_a_column(cells: list[Cell], tmp_path: Path) -> None:
    row = planned(tmp_path, [cell(5, square(5, 5))]).rows[0]
    row.refuse("code", "第一")
    row.refuse("code", "第二")
    assert (row.errors, row.fate) == ({"code": "第一"}, Fate.REFUSED)


def test_every_feature_is_told_to_whoever_watches(cells: list[Cell], tmp_path: Path) -> None:
    seen: list[int] = []
    planned(tmp_path, GOOD, on_row=lambda: seen.append(1))
    assert len(seen) == len(GOOD)


def test_a_plan_costs_few_queries_whatever_its_length(
    cells: list[Cell], tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    features = [cell(number, square(number, 5)) for number in range(5, 65)]
    with django_assert_max_num_queries(80):
        found = planned(tmp_path, features)
    assert set(fates(found)) == {"new"}
