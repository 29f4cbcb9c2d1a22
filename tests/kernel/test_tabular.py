"""Handed-in tables of every kind, and what is said of those that cannot be read."""

import csv
import re
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import (
    OVERFLOW,
    Cell,
    DryRun,
    Fate,
    Row,
    RowFate,
    guarded,
    read_table,
    write_reject_file,
)

TEXT = "编号,描述,数量\nA1,井盖破损,3\n\nA2,,\n"
ROWS = [(2, {"编号": "A1", "描述": "井盖破损", "数量": "3"}), (4, {"编号": "A2", "描述": None, "数量": None})]


def written(folder: Path, data: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rows_of(path: Path, **options: str | int) -> list[Row]:
    return list(read_table(path, **options).rows)  # type: ignore[arg-type]  # the tests name the options


def test_quotes_hold_delimiters_line_ends_and_odd_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n"x,1","第一行\n第二行 "\n\u2028y,\x00\t2 \n')
    assert [row.values for row in rows_of(path)] == [{"a": "x,1", "b": "第一行\n第二行"}, {"a": "y", "b": "2"}]
    assert [row.number for row in rows_of(path)] == [2, 3]


def test_a_title_above_the_heading_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "2026年11月案件表,,\n编号,描述,数量\nA1,井盖,1\n")
    assert read_table(path).columns == ("编号", "描述", "数量")
    assert [row.number for row in rows_of(path)] == [3]


def test_a_table_of_one_column_is_read(tmp_path: Path) -> None:
    assert [row.values["编号"] for row in rows_of(written(tmp_path, "编号\nA1\nA2\n"))] == ["A1", "A2"]


def test_nameless_columns_get_a_name_and_surplus_cells_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "a,,c,\n1,2,3,4,5\n")
    assert rows_of(path) == [(2, {"a": "1", "第2列": "2", "c": "3", OVERFLOW: "4 | 5"})]


def test_only_so_many_rows_are_read_as_asked(tmp_path: Path) -> None:
    assert len(rows_of(written(tmp_path, TEXT), limit_rows=1)) == 1


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="501 列"):
        read_table(written(tmp_path, ",".join(f"c{n}" for n in range(501)) + "\n"))


FATES = [
    RowFate(2, Fate.NEW, "A1"),
    RowFate(3, Fate.SAME, "A2"),
    RowFate(4, Fate.REFUSED, "", {"编号": "不能为空", "": "整行重复"}, after={"编号": None, "描述": "=1+1"}),
    RowFate(5, Fate.REFUSED, "A3", {"数量": "不是数字"}, after={"编号": "A3", "数量": "+8613", "原因": "上次的"}),
]


def test_a_dry_run_counts_every_row_once() -> None:
    run = DryRun(FATES)
    assert run.counts == {Fate.NEW: 1, Fate.CHANGED: 0, Fate.SAME: 1, Fate.REFUSED: 2}
    assert [fate.number for fate in run.refused] == [4, 5]
    assert [str(fate.label) for fate in Fate] == ["新增", "修改", "不变", "不能导入"]


def test_the_reject_file_gives_reasons_and_can_be_handed_in_again(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    assert DryRun(FATES).write_reject_file(path) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["行号", "原因", "编号", "描述", "数量"],
            ["4", "编号：不能为空；整行重复", "", "'=1+1", ""],
            ["5", "数量：不是数字", "A3", "", "+8613"],
        ]
    assert [row.values["描述"] for row in rows_of(path)] == ["=1+1", None]


def test_an_empty_reject_file_has_its_heading(tmp_path: Path) -> None:
    assert write_reject_file(tmp_path / "none.csv", []) == 0
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").strip() == "行号,原因"


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1", "'=1"), ("@x", "'@x"), ("-cmd", "'-cmd"), ("-1.5", "-1.5"), ("+86", "+86"), (3, 3), (None, ""), ("a", "a")],
)
def test_only_formulas_are_guarded(value: Cell, cell: Cell) -> None:
    assert guarded(value) == cell


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("编号, 描述 ,数量", ("编号", "描述", "数量")),
        ("编号,描述\n", ("编号", "描述")),
        ("编号,描述,,", ("编号", "描述")),
        (",描述,数量", ("第1列", "描述", "数量")),
        ('"第一\n行",b', ("第一 行", "b")),
        ("1,2.5", ("1", "2.5")),
    ],
)
def test_headings_are_tidied_and_the_nameless_counted(tmp_path: Path, heading: str, columns: tuple[str, ...]) -> None:
    assert read_table(written(tmp_path, f"{heading}\nx,y,z\n")).columns == columns


def test_blank_lines_and_titles_do_not_shift_the_numbers_of_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "台账,,\n\n制表：王敏,,\n编号,描述,数量\n,,\nA1,井盖,1\n\nA2,路灯,2\n")
    assert [(row.number, row.values["编号"]) for row in rows_of(path)] == [(6, "A1"), (8, "A2")]


def test_a_short_row_has_nothing_in_its_last_columns(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "a,b,c\n1\n"))[0].values == {"a": "1", "b": None, "c": None}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("  x ", "x"), ("'=1", "=1"), ("'x", "'x"), ("' =1", "' =1"), ("\u3000", None), ("0", "0"), ("'", "'")],
)
def test_cells_lose_padding_and_the_guard_and_nothing_else(tmp_path: Path, cell: str, value: Cell) -> None:
    assert rows_of(written(tmp_path, f"a,b\nk,{cell}\n"))[0].values["b"] == value


@given(st.one_of(st.text(max_size=20), st.integers(), st.none()))
def test_a_guarded_cell_starts_no_formula(value: Cell) -> None:
    found = guarded(value)
    assert not (isinstance(found, str) and re.match(r"[=@\t\r]|[+-](?!\d+(\.\d+)?$)", found))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20))
def test_the_guard_hides_nothing_of_what_was_written(value: str) -> None:
    found = guarded(value)
    assert found in {value, f"'{value}"}


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        ({}, ""),
        ({"": "整行重复"}, "整行重复"),
        ({"数量": "不是数字"}, "数量：不是数字"),
        ({"a": "甲", "b": "乙"}, "a：甲；b：乙"),
    ],
)
def test_the_reason_of_a_row_names_its_columns(errors: dict[str, str], reason: str) -> None:
    assert RowFate(2, Fate.REFUSED, errors=errors).reason == reason


def test_an_import_of_nothing_counts_nothing() -> None:
    run = DryRun([])
    assert set(run.counts.values()) == {0}
    assert run.refused == []


def test_a_reject_file_that_came_back_keeps_its_columns_and_gets_new_reasons(tmp_path: Path) -> None:
    DryRun(FATES).write_reject_file(tmp_path / "first.csv")
    again = [
        RowFate(row.number, Fate.REFUSED, "", {"编号": "还是空的"}, after=row.values)
        for row in rows_of(tmp_path / "first.csv")
    ]
    write_reject_file(tmp_path / "second.csv", again)
    assert read_table(tmp_path / "second.csv").columns == ("行号", "原因", "编号", "描述", "数量")
    assert [row.values["原因"] for row in rows_of(tmp_path / "second.csv")] == ["编号：还是空的"] * 2


def test_fates_are_told_in_english_too() -> None:
    with translation.override("en"):
        assert all(str(fate.label).isascii() for fate in Fate)


@pytest.mark.parametrize("count", [500, 499])
def test_as_many_columns_as_allowed_are_read(tmp_path: Path, count: int) -> None:
    assert len(read_table(written(tmp_path, ",".join(f"c{n}" for n in range(count)) + "\n")).columns) == count
