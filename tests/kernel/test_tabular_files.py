"""Files of every kind are read by what they hold, and the others refused with the way out."""

import csv
import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chengzhi.kernel import tabular_files
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import (
    Cell,
    Row,
    read_table,
)

TEXT = "编号,描述,数量\nA1,井盖破损,3\n\nA2,,\n"
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [(2, {"编号": "A1", "描述": "井盖破损", "数量": "3"}), (4, {"编号": "A2", "描述": None, "数量": None})]


def written(folder: Path, data: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rows_of(path: Path, **options: str | int) -> list[Row]:
    return list(read_table(path, **options).rows)  # type: ignore[arg-type]  # the tests name the options


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert rows_of(written(tmp_path, TEXT.encode(encoding))) == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    assert rows_of(written(tmp_path, TEXT.replace(",", delimiter))) == ROWS


def test_the_heading_has_a_say_in_the_delimiter(tmp_path: Path) -> None:
    found = rows_of(written(tmp_path, "甲,乙\n;a;b;,;\n;c;d;,;\n"))
    assert [row.values for row in found] == [{"甲": ";a;b;", "乙": ";"}, {"甲": ";c;d;", "乙": ";"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_known(tmp_path: Path, end: str) -> None:
    assert rows_of(written(tmp_path, TEXT.replace("\n", end))) == ROWS


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, gzip.compress(TEXT.encode()), "table.csv.gz")) == ROWS


def test_lines_are_whole_across_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_files, "MEGABYTE", 1)
    assert rows_of(written(tmp_path, TEXT.replace("\n", "\r\n"))) == ROWS


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("案件")
    sheet.append(["编号", "时间", "数量", "比例"])
    sheet.append(["A1", datetime(2026, 11, 23, 9, 30), 13800138000, 0.5])  # noqa: DTZ001  workbooks know no zones
    sheet.append([None, None, None, None])
    sheet.append(["A2", None, True, "  "])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_the_first_visible_sheet_of_a_workbook_is_read(workbook: Path) -> None:
    first, second = rows_of(workbook)
    assert first.values["数量"] == 13_800_138_000
    assert first.values["时间"] == datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  workbooks know no zones
    assert second == (4, {"编号": "A2", "时间": None, "数量": True, "比例": None})


def test_a_sheet_is_chosen_by_name(workbook: Path) -> None:
    assert rows_of(workbook, sheet="案件")
    with pytest.raises(BadInput, match="现有的工作表：案件"):
        read_table(workbook, sheet="台账")


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    path = tmp_path / "a[1]*.parquet"
    query = """COPY (SELECT 1::BIGINT AS id, 1.5::DECIMAL(5,2) AS price, 2.0::DECIMAL(5,1) AS whole, 'x' AS "a""b",
        DATE '2026-11-23' AS day, TIMESTAMPTZ '2026-11-23 09:00:00+08' AS at, NULL::TIMESTAMPTZ AS never,
        [1, 2] AS list, encode('é') AS raw, 'nan'::DOUBLE AS nan) TO '{}' (FORMAT parquet)"""
    with duckdb.connect() as database:
        database.execute(query.format(tmp_path / "plain.parquet"))
    (tmp_path / "plain.parquet").rename(path)
    expected: dict[str, Cell] = {
        "id": 1,
        "price": 1.5,
        "whole": 2,
        'a"b': "x",
        "day": datetime(2026, 11, 23),  # noqa: DTZ001  a day has no zone
        "at": datetime(2026, 11, 23, 1, tzinfo=UTC),
        "never": None,
        "list": "[1, 2]",
        "raw": "é",
        "nan": None,
    }
    assert rows_of(path) == [(2, expected)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\n \n", "空的"),
        (b",,\n,,\n", "空的"),
        (b"\xd0\xcf\x11\xe0old", "旧版 .xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04broken", "损坏"),
        (b"PAR1broken", "Parquet 文件已损坏"),
        (b"%PDF-1.7 ...", "认不出这种文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "认不出这种文件"),
        (b"<html><table></table></html>", "网页格式"),
        (b"a,b\n\xff\xff\xff,1\n", "编码"),
        (b"\xff\xfea\x00,", "无法识别的字符"),
        (b"a,b,a\n1,2,3\n", "重复的列名：a"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9], "压缩文件已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        rows_of(written(tmp_path, data))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.csv"):
        read_table(tmp_path / "none.csv")


def test_another_package_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.xlsx", "w") as package:
        package.writestr("photo.jpg", b"x")
    with pytest.raises(BadInput, match="不是 Excel"):
        read_table(tmp_path / "photos.xlsx")


def test_a_workbook_without_its_parts_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "torn.xlsx", "w") as package:
        package.writestr("xl/styles.xml", b"x")
    with pytest.raises(BadInput, match="工作簿已损坏"):
        read_table(tmp_path / "torn.xlsx")


def test_a_workbook_with_a_broken_sheet_is_refused(workbook: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(workbook) as good, zipfile.ZipFile(broken, "w") as bad:
        for part in good.namelist():
            bad.writestr(part, b"<worksheet><sheetData><row" if "sheet2" in part else good.read(part))
    with pytest.raises(BadInput, match="工作簿已损坏"):
        rows_of(broken)


def test_a_workbook_torn_after_its_first_row_is_refused_when_the_tear_is_reached(
    workbook: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.xlsx"
    whole_row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    with zipfile.ZipFile(workbook) as good, zipfile.ZipFile(torn, "w") as bad:
        for part in good.namelist():
            sheet = b'<worksheet xmlns="%s"><dimension ref="A1:A9"/><sheetData>%s<row' % (SHEET, whole_row)
            bad.writestr(part, sheet if "sheet2" in part else good.read(part))
    with pytest.raises(BadInput, match="工作簿已损坏"):
        rows_of(torn)


def test_entities_in_a_workbook_are_not_expanded(workbook: Path, tmp_path: Path) -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
    )
    evil = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(workbook) as good, zipfile.ZipFile(evil, "w") as bad:
        for part in good.namelist():
            bad.writestr(part, bomb if "sheet2" in part else good.read(part))
    with pytest.raises(BadInput, match="工作簿已损坏"):
        rows_of(evil)


@pytest.mark.parametrize("is_book", [True, False])
def test_bombs_are_refused(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_book: bool) -> None:
    monkeypatch.setattr(tabular_files, "MOST_UNPACKED", 100)
    packed = written(tmp_path, gzip.compress(b"a,b\n" + b"0" * 1000), "bomb.csv.gz")
    with pytest.raises(BadInput, match="超过"):
        rows_of(workbook if is_book else packed)


def test_a_cell_or_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="引号不成对"):
        rows_of(written(tmp_path, 'a,b\n1,"' + "x\n" * 600_000))
    monkeypatch.setattr(tabular_files, "LONGEST_LINE", 100)
    with pytest.raises(BadInput, match="特别长"):
        rows_of(written(tmp_path, "a,b\n" + "x" * 1000))


cells = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85\ufeff"), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_what_a_spreadsheet_wrote_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("甲", "乙"), *rows])
    found = [row.values for row in rows_of(written(tmp_path, out.getvalue()))]
    plain = [tuple(one.strip() or None for one in pair) for pair in rows]
    wanted = [pair for pair in plain if any(pair)]
    guards = ("'=", "'@", "'+", "'-", "'\t", "'\r")
    assert [tuple(one[1:] if one and one.startswith(guards) else one for one in pair) for pair in wanted] == [
        (row["甲"], row["乙"]) for row in found
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    try:
        rows_of(written(tmp_path, data))
    except BadInput as refusal:
        said = refusal.message
    else:
        said = "读到了。"
    assert said.endswith("。")


@pytest.mark.parametrize(
    "start", [b"<HTML>", b"\xef\xbb\xbf<!DOCTYPE html>", b"\r\n <table>", b"<?xml version='1.0'?>", b"<meta x>"]
)
def test_a_page_that_calls_itself_a_table_is_refused(tmp_path: Path, start: bytes) -> None:
    with pytest.raises(BadInput, match="网页格式"):
        rows_of(written(tmp_path, start + b"<td>1</td>", "table.xls"))


@pytest.mark.parametrize("name", ["table.xlsx", "table.parquet", "table", "表 格.csv", "a*b?.csv"])
def test_a_file_is_known_by_what_it_holds_and_not_by_its_name(tmp_path: Path, name: str) -> None:
    assert rows_of(written(tmp_path, TEXT, name)) == ROWS


def test_a_stray_control_character_does_not_make_a_text_another_kind_of_file(tmp_path: Path) -> None:
    assert (
        rows_of(written(tmp_path, "编号,描述\nA1,井盖\x01破损\n" + "A2,路灯\n" * 20))[0].values["描述"]
        == "井盖\x01破损"
    )


def test_a_text_of_several_chunks_in_an_old_encoding_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabular_files, "MEGABYTE", 7)
    lines = "".join(f"A{n},井盖破损{n}\n" for n in range(40))
    found = rows_of(written(tmp_path, f"编号,描述\n{lines}".encode("gb18030")))
    assert len(found) == 40
    assert found[-1].values == {"编号": "A39", "描述": "井盖破损39"}


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert [row.values["b"] for row in rows_of(written(tmp_path, "a,b\n1,2\n3,4"))] == ["2", "4"]


def test_a_comma_is_taken_where_nothing_divides_the_lines(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "编号 描述\nA1 井盖\n")).columns == ("编号 描述",)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_passed_over_unless_there_is_no_other(tmp_path: Path, state: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "描述"])
    book.active.append(["A1", "井盖"])
    other = book.create_sheet("说明")
    other.append(["说明", "无"])
    book.active.sheet_state = state
    book.save(tmp_path / "book.xlsx")
    assert read_table(tmp_path / "book.xlsx").columns == ("说明", "无")


def test_formulas_are_read_as_what_they_came_to_and_without_that_as_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "和"])
    book.active.append(["A1", "=1+1"])
    book.save(tmp_path / "book.xlsx")
    assert [row.values for row in rows_of(tmp_path / "book.xlsx")] == [{"编号": "A1", "和": None}]


def test_a_workbook_whose_parts_lie_is_refused(workbook: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(workbook) as good, zipfile.ZipFile(broken, "w") as bad:
        for part in good.namelist():
            bad.writestr(part, b"<not-a-workbook" if part == "xl/workbook.xml" else good.read(part))
    with pytest.raises(BadInput, match="工作簿已损坏"):
        read_table(broken)


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "book.xlsx")
    with pytest.raises(BadInput, match="空的"):
        read_table(tmp_path / "book.xlsx")


def parquet(folder: Path, query: str) -> Path:
    path = folder / "made.parquet"
    with duckdb.connect() as database:
        database.sql(query).write_parquet(str(path))
    return path


def test_a_parquet_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    table = read_table(parquet(tmp_path, "SELECT 1 AS id, 'x' AS name WHERE false"))
    assert (table.columns, list(table.rows)) == (("id", "name"), [])


def test_a_parquet_file_of_many_rows_is_read_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_files, "_BATCH", 7)
    path = parquet(tmp_path, "SELECT range AS id, range % 3 AS kind FROM range(50)")
    assert [row.values["id"] for row in rows_of(path)] == list(range(50))


@pytest.mark.parametrize("limit", [0, 1, 5, 100])
def test_no_more_is_read_of_any_kind_than_is_asked_for(tmp_path: Path, workbook: Path, limit: int) -> None:
    assert len(rows_of(written(tmp_path, TEXT), limit_rows=limit)) == min(limit, 2)
    assert len(rows_of(workbook, limit_rows=limit)) == min(limit, 2)
