"""Exported workbooks: the cover, the kinds of cells, strangers' text."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from chengzhi.kernel import excel
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.excel import Column, ColumnKind, write_xlsx

MOMENT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
COLUMNS = [
    Column("案件编号"),
    Column("电话", ColumnKind.TEXT, width=14),
    Column("得分", ColumnKind.NUMBER),
    Column("按期率", ColumnKind.PERCENT),
    Column("日期", ColumnKind.DATE),
    Column("时间", ColumnKind.MOMENT),
]
ROW = ["20261123-0402", 13800138000, 87.5, 0.925, date(2026, 11, 23), MOMENT]


def book_of(rows: list[list[Any]], columns: list[Column] = COLUMNS, title: str = "案件清单") -> Any:
    data = write_xlsx(
        title=title, conditions=[("街道", "任港街道")], columns=columns, rows=rows, person="王敏", moment=MOMENT
    )
    return openpyxl.load_workbook(BytesIO(data))


def test_the_first_sheet_tells_conditions_person_time_and_count() -> None:
    cover = book_of([ROW, ROW]).worksheets[0]
    assert [[cell.value for cell in row] for row in cover.rows] == [
        ["表名", "案件清单"],
        ["街道", "任港街道"],
        ["导出人", "王敏"],
        ["导出时间", "2026-11-23 16:30:00"],
        ["行数", "2"],
    ]


def test_the_second_sheet_holds_the_rows_by_kind() -> None:
    sheet = book_of([ROW])["案件清单"]
    cells = sheet[2]
    assert [cell.value for cell in cells] == [
        "20261123-0402",
        "13800138000",
        87.5,
        0.925,
        datetime(2026, 11, 23),  # noqa: DTZ001  workbooks know no zones
        datetime(2026, 11, 23, 16, 30),  # noqa: DTZ001  workbooks know no zones
    ]
    assert [cell.number_format for cell in cells[3:]] == ["0.0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F2")
    assert [cell.value for cell in sheet[1]][:2] == ["案件编号", "电话"]


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-2", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_strangers_text_never_becomes_a_formula(text: str) -> None:
    book = book_of([[text]], [Column("描述")], title=text)
    assert [(cell.value, cell.data_type) for cell in (book.worksheets[1]["A2"], book.worksheets[0]["B1"])] == [
        (text, "s")
    ] * 2


def test_text_in_a_column_of_numbers_stays_text() -> None:
    assert book_of([["=1+1"]], [Column("得分", ColumnKind.NUMBER)]).worksheets[1]["A2"].data_type == "s"


def test_empty_yes_no_and_unprintable_values_are_written_plainly() -> None:
    sheet = book_of(
        [[None, "", True, False, "a\x00b\x0bc", "长" * 40_000]], [Column(str(n)) for n in range(6)]
    ).worksheets[1]
    values = [cell.value for cell in sheet[2]]
    assert values[:5] == [None, None, "是", "否", "abc"]
    assert len(values[5]) == 32_767


def test_an_export_without_rows_or_columns_is_still_a_workbook() -> None:
    assert book_of([], []).worksheets[1].max_row == 1
    assert book_of([]).worksheets[1].auto_filter.ref == "A1:F1"


@pytest.mark.parametrize(
    ("title", "name"), [("2026/11 案件[全部]", "2026 11 案件 全部"), ("", "明细"), ("长" * 40, "长" * 31)]
)
def test_the_sheet_is_named_as_excel_allows(title: str, name: str) -> None:
    assert book_of([], title=title).sheetnames[1] == name


def test_a_workbook_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    data = write_xlsx(
        title="清单", conditions=[], columns=COLUMNS, rows=iter([ROW]), person="王敏", moment=MOMENT, target=path
    )
    assert data == b""
    assert openpyxl.load_workbook(path).sheetnames == ["导出说明", "清单"]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    with pytest.raises(BadInput, match="缩小范围"):
        book_of([ROW] * 3)


@pytest.mark.parametrize(
    ("rows", "names"), [(0, ["表"]), (2, ["表"]), (3, ["表", "表 2"]), (5, ["表", "表 2", "表 3"])]
)
def test_rows_go_on_to_further_sheets_where_that_is_allowed(rows: int, names: list[str]) -> None:
    given = [[str(number)] for number in range(rows)]
    content = write_xlsx(
        title="表", conditions=[], columns=[Column("号")], rows=given, person="张丽", moment=MOMENT, per_sheet=2
    )
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames[1:] == names
    found = [row[0].value for sheet in book.worksheets[1:] for row in list(sheet.rows)[1:]]
    assert found == [row[0] for row in given]
    assert [row[1].value for row in book.worksheets[0].rows][-1] == str(rows)


def test_the_number_of_a_further_sheet_is_never_cut_off() -> None:
    content = write_xlsx(
        title="很长的名字" * 9, conditions=[], columns=[Column("号")], rows=[["1"], ["2"]], person="", moment=MOMENT,
        per_sheet=1,
    )  # fmt: skip
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert [len(one) for one in names[1:]] == [31, 31]
    assert names[2].endswith(" 2")


typed = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30).map("字{}".format)


@settings(max_examples=25, deadline=None)
@given(st.lists(typed, min_size=1, max_size=6))
def test_any_text_is_kept_but_for_what_no_workbook_can_hold(texts: list[str]) -> None:
    sheet = book_of([[text] for text in texts], [Column("描述")]).worksheets[1]
    plain = [ILLEGAL_CHARACTERS_RE.sub("", text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert [row[0].value.replace("_x000D_", "") for row in sheet.iter_rows(min_row=2)] == plain


@settings(max_examples=25, deadline=None)
@given(st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9, allow_nan=False))
def test_numbers_stay_numbers(whole: int, part: float) -> None:
    columns = [Column("件数", ColumnKind.NUMBER), Column("率", ColumnKind.PERCENT)]
    cells = book_of([[whole, part]], columns).worksheets[1][2]
    assert cells[0].value == whole
    assert cells[1].value == pytest.approx(part)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (ColumnKind.TEXT, 13800138000, "13800138000"),
        (ColumnKind.TEXT, "007", "007"),
        (ColumnKind.NUMBER, 0, 0),
        (ColumnKind.NUMBER, "无", "无"),
        (ColumnKind.PERCENT, 0.5, 0.5),
        (ColumnKind.PERCENT, "没有", "没有"),
        (ColumnKind.NUMBER, True, "是"),
        (ColumnKind.DATE, None, None),
        (ColumnKind.MOMENT, "", None),
        (ColumnKind.NUMBER, Decimal("1.25"), 1.25),
    ],
)
def test_every_kind_takes_what_comes(kind: ColumnKind, value: object, shown: object) -> None:
    assert book_of([[value]], [Column("列", kind)]).worksheets[1]["A2"].value == shown


@pytest.mark.parametrize("hour", [15, 16, 17])
def test_moments_are_written_in_the_time_of_the_city(hour: int) -> None:
    moment = datetime(2026, 12, 31, hour, 30, tzinfo=UTC)
    cell = book_of([[moment]], [Column("时间", ColumnKind.MOMENT)]).worksheets[1]["A2"]
    local = timezone.localtime(moment)
    assert (cell.value.day, cell.value.hour) == (local.day, local.hour)


def test_columns_are_as_wide_as_their_kind_or_as_told() -> None:
    sheet = book_of([]).worksheets[1]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths == [20, 14, 12, 10, 12, 18]


def test_headings_are_bold_and_stay_in_sight() -> None:
    sheet = book_of([ROW]).worksheets[1]
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold


def test_a_heading_that_begins_like_a_formula_is_text() -> None:
    cell = book_of([], [Column("=1+1")]).worksheets[1]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_row_of_the_wrong_width_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        book_of([ROW[:3]])


def test_a_fault_in_the_rows_leaves_no_file_behind(tmp_path: Path) -> None:
    def rows() -> Iterator[list[Any]]:
        yield ROW
        raise RuntimeError("lost the database")

    with pytest.raises(RuntimeError, match="lost the database"):
        write_xlsx(
            title="清单", conditions=[], columns=COLUMNS, rows=rows(), person="王敏", moment=MOMENT,
            target=tmp_path / "out.xlsx",
        )  # fmt: skip
    assert not (tmp_path / "out.xlsx").exists()


def test_rows_are_taken_one_by_one_and_not_kept() -> None:
    taken = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal taken
        for _row in range(500):
            taken += 1
            yield ROW

    book = book_of(rows())  # type: ignore[arg-type]  # any rows will do
    assert taken == 500
    assert book.worksheets[0]["B5"].value == "500"


def test_the_cover_speaks_the_language_of_the_reader() -> None:
    with translation.override("en"):
        cover = book_of([ROW]).worksheets[0]
    assert all(str(row[0].value).isascii() for row in cover.rows if row[0].value != "街道")


@pytest.mark.parametrize("title", ["[]:*?/\\", "'案件'", "   ", "案件\t清单"])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert book_of([], title=title).sheetnames[1].strip()
