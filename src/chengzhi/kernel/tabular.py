"""Tables that people hand in, and what an import would do with each of their rows.

``read_table`` knows a file by its content, not by its name: CSV and TSV in UTF-8, UTF-16 or GB18030, plain or gzipped,
XLSX and Parquet. Row numbers are those a spreadsheet shows, the heading being row 1 unless a title stands above it.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular_files import open_records

Cell = str | int | float | datetime | None

MOST_COLUMNS = 500
# Rows with more cells than the heading keep the surplus under this key, for the importer to refuse.
OVERFLOW = "+"
_HEADING_WITHIN = 10
_FORMULA_STARTS = ("=", "@", "+", "-", "\t", "\r")
_SIGNED_NUMBER = re.compile(r"[+-]\d+(\.\d+)?")


class Row(NamedTuple):
    """One row: its number in the sheet and its values by column, empty ones None."""

    number: int
    values: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns, and its rows to be read once; reading them may raise BadInput where the file is broken."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


class Fate(StrEnum):
    """What an import does, or would do, with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"

    @property
    def label(self) -> str | Promise:
        return _FATES[self]


_FATES = {
    Fate.NEW: gettext_lazy("新增"),
    Fate.CHANGED: gettext_lazy("修改"),
    Fate.SAME: gettext_lazy("不变"),
    Fate.REFUSED: gettext_lazy("不能导入"),
}


@dataclass(frozen=True, slots=True)
class RowFate:
    """One row's fate: its key in the register, the errors by column, the values before and after."""

    number: int
    fate: Fate
    key: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The errors as one line, each with its column."""
        return "；".join(f"{column}：{words}" if column else words for column, words in self.errors.items())


@dataclass(frozen=True, slots=True)
class DryRun:
    """The fate of every row of a table."""

    rows: Sequence[RowFate]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many rows meet each fate; the sum is the number of rows."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in Fate}

    @property
    def refused(self) -> list[RowFate]:
        return [row for row in self.rows if row.fate is Fate.REFUSED]

    def write_reject_file(self, path: Path) -> int:
        """Write the refused rows as CSV, each with its number and reason, ready to be mended and handed in again."""
        return write_reject_file(path, self.refused)


def read_table(path: Path, *, limit_rows: int | None = None, sheet: str = "") -> Table:
    """Return the columns and rows of a file; raises BadInput saying what is wrong with it.

    The heading is the first row with two values or more, so that a title above the table does no harm. ``sheet`` names
    a sheet of a workbook, else the first visible one is read.
    """
    numbered = enumerate(open_records(path, sheet=sheet), start=1)
    head = list(islice(numbered, _HEADING_WITHIN))
    filled = [place for place, (_number, cells) in enumerate(head) if _filled(cells)]
    if not filled:
        raise BadInput(_("文件是空的，没有可以读取的行。请检查选中的文件或工作表。"))
    wide = [place for place in filled if _filled(head[place][1]) > 1]
    place = wide[0] if wide else filled[0]
    columns = _columns(head[place][1])
    rows = _rows(columns, chain(head[place + 1 :], numbered))
    return Table(columns, islice(rows, limit_rows) if limit_rows is not None else rows)


def write_reject_file(path: Path, refused: Iterable[RowFate]) -> int:
    """Write refused rows as CSV for Excel (UTF-8 with a mark) and return how many there were."""
    rows = list(refused)
    number, reason = _("行号"), _("原因")
    columns = [
        name for name in dict.fromkeys(name for row in rows for name in row.after) if name not in {number, reason}
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([number, reason, *columns])
        for row in rows:
            writer.writerow([row.number, guarded(row.reason), *(guarded(row.after.get(name)) for name in columns)])
    return len(rows)


def guarded(value: Any) -> Any:
    """Return a CSV cell that no spreadsheet takes for a formula; read_table() takes the guard off again."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _filled(cells: Sequence[Any]) -> int:
    return sum(_clean(cell) is not None for cell in cells)


def _columns(cells: Sequence[Any]) -> tuple[str, ...]:
    names = [" ".join(str(_clean(cell) or "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        words = _("表头有 %(count)s 列，最多能读 %(most)s 列。请删去多余的列后再导入。")
        raise BadInput(words % {"count": len(names), "most": MOST_COLUMNS})
    twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        words = _("表头有重复的列名：%(names)s。请改成不同的列名后再导入。")
        raise BadInput(words % {"names": "、".join(twice)})
    return tuple(name or _("第%(number)s列") % {"number": place} for place, name in enumerate(names, start=1))


def _rows(columns: tuple[str, ...], numbered: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Row]:
    for number, cells in numbered:
        values = [_clean(cell) for cell in cells]
        if all(value is None for value in values):
            continue
        found: dict[str, Cell] = dict.fromkeys(columns)
        found.update(zip(columns, values, strict=False))
        surplus = [str(value) for value in values[len(columns) :] if value is not None]
        if surplus:
            found[OVERFLOW] = " | ".join(surplus)
        yield Row(number, found)


def _clean(value: Any) -> Cell:
    """Return a cell as text without padding, number or datetime; empty ones as None."""
    if isinstance(value, str):
        text = value.replace("\x00", "").strip()
        if text[:1] == "'" and text[1:].startswith(_FORMULA_STARTS):
            text = text[1:]
        return text or None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime | int | float | None):
        return value
    return _converted(value)


def _converted(value: Any) -> Cell:
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").replace("\x00", "")
    return str(value)
