"""What an import of divisions would do: the fate of every row."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, Division
from chengzhi.grid.services import DivisionPlan, check_divisions
from chengzhi.grid.services.division_plans import plain_name
from chengzhi.kernel.access import SYSTEM
from tests.factories.grid import COMMUNITY, alice, polygon, square
from tests.factories.layers import write_features

DAY = date(2026, 1, 1)
HEADING = "代码,名称,原代码"


def plan(folder: Path, *lines: str, heading: str = HEADING, **given: Any) -> DivisionPlan:
    path = folder / "divisions.csv"
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return check_divisions(path=path, **facts)


def fates(found: DivisionPlan) -> list[str]:
    return [row.fate.value for row in found.rows]


def reason(found: DivisionPlan) -> str:
    return found.dry_run.rows[0].reason


def test_every_row_has_its_fate_and_nothing_is_written(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "320613,崇川区,",
        "320613006,学田街道办,",
        "320613006002,学田二社区居委会,",
        "3206,江苏,",
    )
    assert fates(found) == ["same", "changed", "new", "refused"]
    assert sum(found.dry_run.counts.values()) == 4
    assert found.dry_run.rows[1].before["name"] == "学田街道"
    assert Division.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("3206,南通市,", "不是区划代码"),
        (",崇川区,", "不是区划代码"),
        ("32061x,崇川区,", "不是区划代码"),
        ("320613006001001,网格,", "不是区划代码"),
        ("320613007,,", "没有名称"),
        (f"320613007,{'长' * 61},", "缩短"),
        ("320699001,某街道,", "上级 320699 不在文件里"),
        ("320613006002,二社区,320613006", "不是同一级"),
        ("320613006002,二社区,320613006002", "或者相同"),
        ("320613006002,二社区,320602006002", "不是有效的区划"),
        ("320613006002,二社区,x", "不是同一级"),
    ],
)
def test_each_fault_refuses_its_row_alone(cells: list[Cell], tmp_path: Path, line: str, words: str) -> None:
    found = plan(tmp_path, line, "320613008,新街道,")
    assert fates(found) == ["refused", "new"]
    assert words in reason(found)


def test_a_code_twice_refuses_the_second(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(tmp_path, "320613008,新街道,", "320613008,又一街道,")
    assert fates(found) == ["new", "refused"]
    assert "与第 2 行的代码相同" in found.dry_run.rows[1].reason


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("320613000000", "320613"),
        ("320613006000", "320613006"),
        (f"{COMMUNITY}", COMMUNITY),
        (" 320613 006 ", "320613006"),
    ],
)
def test_zeros_that_fill_a_code_up_are_dropped(cells: list[Cell], tmp_path: Path, code: str, plain: str) -> None:
    assert plan(tmp_path, f"{code},某地,").rows[0].code == plain


@pytest.mark.parametrize(
    ("parent", "fate"), [("320613", "new"), ("320613000000", "new"), ("", "new"), ("320614", "refused")]
)
def test_a_superior_is_what_the_code_says(cells: list[Cell], tmp_path: Path, parent: str, fate: str) -> None:
    found = plan(tmp_path, f"320613008,新街道,{parent}", heading="代码,名称,上级代码")
    assert fates(found) == [fate]


def test_superiors_may_come_in_the_same_file_in_any_order(cells: list[Cell], tmp_path: Path) -> None:
    assert fates(plan(tmp_path, "320699001001,社区,", "320699001,街道,", "320699,新区,")) == ["new"] * 3


def test_what_stands_below_a_refused_row_is_refused_too(cells: list[Cell], tmp_path: Path) -> None:
    assert fates(plan(tmp_path, "320699,,", "320699001,街道,", "320699001001,社区,")) == ["refused"] * 3


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("德民社区居委会", "德民社区"),
        ("德民社区居民委员会", "德民社区"),
        ("小石桥村村委会", "小石桥村"),
        ("学田街道", "学田街道"),
        ("居委会", "居委会"),
    ],
)
def test_a_short_name_drops_the_committee(name: str, short: str) -> None:
    assert plain_name(name) == short


def test_a_short_name_of_the_file_is_kept(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(tmp_path, "320613008,新街道办事处,新街道", heading="代码,名称,简称")
    assert found.rows[0].short_name == "新街道"


def test_several_old_codes_may_be_written_in_one_cell(cells: list[Cell], tmp_path: Path) -> None:
    Division.objects.create(
        code="320613007", level="street", name="旧", short_name="旧", edition="2023", valid_from=date(2020, 7, 3),
        parent=Division.objects.get(code="320613"),
    )  # fmt: skip
    found = plan(tmp_path, "320613009,合并街道,320613006、320613007")
    assert found.rows[0].old_codes == ("320613006", "320613007")
    assert fates(found) == ["new"]


def test_what_a_change_of_codes_leaves_to_do_is_noted(cells: list[Cell], tmp_path: Path) -> None:
    notes = plan(tmp_path, "320699,新区,320613", "320699006,学田街道,320613006").notes
    assert len(notes) == 2
    assert COMMUNITY in notes[0]
    assert "区划代码变更" in notes[1]


def test_cells_that_keep_the_old_code_are_counted(cells: list[Cell], tmp_path: Path) -> None:
    notes = plan(tmp_path, f"320613006009,学田新社区,{COMMUNITY}").notes
    assert "旧代码下还有 4 个网格在用" in notes[0]


def test_a_code_that_passes_into_two_is_noted(cells: list[Cell], tmp_path: Path) -> None:
    notes = plan(tmp_path, f"320613006008,一社区,{COMMUNITY}", f"320613006009,二社区,{COMMUNITY}").notes
    assert any("分到了几个新代码" in note for note in notes)


def test_a_refused_row_lets_no_code_end(cells: list[Cell], tmp_path: Path) -> None:
    assert plan(tmp_path, f"320613006009,,{COMMUNITY}").notes == []


def test_a_code_that_holds_only_later_is_refused(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(tmp_path, "320613006,学田街道,", effective_on=date(2019, 1, 1))
    assert "已登记从 2020-07-03 起生效" in reason(found)


def test_an_ended_code_comes_back_only_in_another_edition(cells: list[Cell], tmp_path: Path) -> None:
    Division.objects.filter(code=COMMUNITY).update(valid_to=date(2025, 1, 1))
    line = f"{COMMUNITY},学田苑社区,"
    assert "请换一个版本名" in reason(plan(tmp_path, line, edition="2023"))
    assert fates(plan(tmp_path, line, edition="2026")) == ["new"]


@pytest.mark.parametrize(("territory", "fate"), [("320613", "new"), ("320613008", "new"), ("320613006", "refused")])
def test_only_codes_of_the_territory_may_come_in(cells: list[Cell], tmp_path: Path, territory: str, fate: str) -> None:
    assert fates(plan(tmp_path, "320613008,新街道,", capacity=alice(territory))) == [fate]


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ({"type": "Point", "coordinates": [120.9, 32.0]}, "不是面"),
        (polygon((120.8, 32.0), (120.9, 32.1), (120.9, 32.0), (120.8, 32.1)), "自相交"),
        (polygon((1, 1), (1.1, 1), (1.1, 1.1)), "不在中国"),
    ],
)
def test_a_boundary_that_cannot_be_is_refused(cells: list[Cell], tmp_path: Path, shape: Any, words: str) -> None:
    path = write_features(tmp_path / "a.geojson", [({"code": "320613008", "name": "新街道"}, shape)])
    found = check_divisions(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=DAY)
    assert words in reason(found)


def test_a_cell_with_a_broken_boundary_is_refused(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(tmp_path, "320613008,新街道,POLYGON", heading="代码,名称,边界")
    assert "GeoJSON" in reason(found)


def test_a_boundary_where_there_was_none_is_a_change(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [({"code": "320613", "name": "崇川区"}, square(0, 0))])
    found = check_divisions(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=DAY)
    assert fates(found) == ["changed"]
    Division.objects.filter(code="320613").update(boundary=square(0, 0))
    again = check_divisions(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=DAY)
    assert fates(again) == ["same"]


def test_every_row_is_told_to_whoever_watches(cells: list[Cell], tmp_path: Path) -> None:
    seen: list[int] = []
    plan(tmp_path, "320613008,甲,", "320613009,乙,", on_row=lambda: seen.append(1))
    assert len(seen) == 2


def test_a_comma_too_many_refuses_the_row(cells: list[Cell], tmp_path: Path) -> None:
    found = plan(tmp_path, "320613008,新街道,,多余")
    assert "多余的逗号" in reason(found)
