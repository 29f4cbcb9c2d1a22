"""Workbooks that leave the house: first under which conditions, by whom and when, then the rows themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from chengzhi.kernel.errors import BadInput

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31


class ColumnKind(StrEnum):
    """How the cells of a column are written; TEXT is also for ids, codes and telephone numbers."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"


_FORMATS = {
    ColumnKind.PERCENT: "0.0%",
    ColumnKind.DATE: "yyyy-mm-dd",
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm",
}
_WIDTHS = {ColumnKind.TEXT: 20, ColumnKind.NUMBER: 12, ColumnKind.PERCENT: 10, ColumnKind.DATE: 12}
_WIDEST = 18


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column and the kind of its cells; ``width`` in characters, else by kind."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 0


def write_xlsx(
    *,
    title: str,
    conditions: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    person: str,
    moment: datetime,
    target: Path | BinaryIO | None = None,
    per_sheet: int = 0,
) -> bytes:
    """Write a workbook row by row and return it, or write it to ``target`` and return nothing in the bytes.

    Text stays text whatever it begins with, so no cell of a stranger's words becomes a formula. Rows go on to further
    sheets after ``per_sheet`` of them; without it, BadInput is raised where they do not fit on one sheet.
    """
    book = Workbook(write_only=True)
    cover = book.create_sheet(_("导出说明"))
    count = _write_sheets(book, title, columns, iter(rows), per_sheet)
    facts = [
        (_("表名"), title),
        *conditions,
        (_("导出人"), person),
        (_("导出时间"), f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"),
        (_("行数"), str(count)),
    ]
    _write_cover(cover, facts)
    file = BytesIO()
    book.save(target or file)
    return file.getvalue()


def _write_sheets(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterator[Sequence[Any]], per_sheet: int
) -> int:
    """Write the rows onto one sheet, or onto as many as they need, and return how many rows there were."""
    total, number = 0, 1
    while True:
        sheet = book.create_sheet(_sheet_name(title, number))
        try:
            count = _write_rows(sheet, columns, islice(rows, per_sheet) if per_sheet else rows)
        except Exception:
            sheet.close()
            raise
        total += count
        following = next(rows, None)
        if following is None:
            return total
        rows, number = chain([following], rows), number + 1


def _write_rows(sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    for place, column in enumerate(columns, start=1):
        width = column.width or _WIDTHS.get(column.kind, _WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, str(column.header)) for column in columns])
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            words = _("结果超过 %(most)s 行，一张工作表放不下。请缩小范围后分次导出。")
            raise BadInput(words % {"most": MOST_ROWS})
        sheet.append([_cell(sheet, column.kind, value) for column, value in zip(columns, row, strict=True)])
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    return count


def _write_cover(sheet: Any, facts: Iterable[tuple[str, str]]) -> None:
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 60
    for label, value in facts:
        sheet.append([_bold(sheet, str(label)), _text(sheet, value)])


def _cell(sheet: Any, kind: ColumnKind, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if kind is ColumnKind.TEXT or isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = timezone.localtime(value).replace(tzinfo=None)
    if kind not in _FORMATS:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _FORMATS[kind]
    return cell


def _text(sheet: Any, value: Any) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_TEXT]
    if not text.startswith(("=", "+", "-", "@")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _sheet_name(title: str, number: int = 1) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '") or _("明细")
    mark = f" {number}" if number > 1 else ""
    return name[: LONGEST_SHEET_NAME - len(mark)] + mark
