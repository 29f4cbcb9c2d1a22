"""The files behind ``tabular``: what kind a file is, and its records as rows of raw cells."""

import codecs
import csv
import gzip
import re
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError

import duckdb
import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from chengzhi.kernel.errors import BadInput

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 512 * MEGABYTE
LONGEST_CELL = MEGABYTE
LONGEST_LINE = 16 * MEGABYTE
DELIMITERS = (",", "\t", ";", "|")

# Behind a line end, but not between CR and LF nor behind a CR whose LF may still come.
_LINE_START = re.compile(r"(?<=\n)|(?<=\r)(?=[^\n])")
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\f\r")
_SAMPLE_LINES = 20
_BATCH = 2000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BROKEN_WORKBOOK = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
)

Record = Sequence[Any]


def open_records(path: Path, *, sheet: str = "") -> Iterator[Record]:
    """Return the records of a file of any known kind; raises BadInput, also later while they are read."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise BadInput(_("打不开文件 %(name)s。请检查路径和读取权限。") % {"name": path.name}) from error
    if not head.strip():
        raise BadInput(_("文件是空的，没有可以读取的行。请检查选中的文件或工作表。"))
    if head.startswith(b"PK\x03\x04"):
        return _workbook(path, sheet)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    _refuse_other_kinds(path, head)
    return _delimited(path)


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise BadInput(_("工作簿加了密码，无法读取。请在 Excel 中取消密码后再导入。"))
        raise BadInput(_("这是旧版 .xls 工作簿，无法读取。请在 Excel 中另存为 .xlsx 后再导入。"))
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")):
        raise BadInput(_("这是网页格式的表格，无法读取。请用 Excel 打开并另存为 .xlsx 后再导入。"))
    has_mark = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x1f\x8b"))
    if head.startswith(b"%PDF") or (_is_binary(head) and not has_mark):
        raise BadInput(_("认不出这种文件。可以导入 CSV、TSV、XLSX 和 Parquet 文件，请另存为其中一种。"))


def _is_binary(head: bytes) -> bool:
    """Tell whether control characters are more than stray ones in a text."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 20 > len(head)


def _delimited(path: Path) -> Iterator[Record]:
    encoding = _encoding(path)
    with closing(_text(path, encoding)) as lines:
        sample = [line for _place, line in zip(range(_SAMPLE_LINES), lines, strict=False)]
    with closing(_text(path, encoding)) as lines:
        csv.field_size_limit(LONGEST_CELL)
        try:
            yield from csv.reader(lines, delimiter=_delimiter(sample))
        except csv.Error as error:
            raise BadInput(_("表格的引号不成对，或有一格特别长，无法继续读取。请用 Excel 打开检查后另存。")) from error


def _encoding(path: Path) -> str:
    with closing(_chunks(path)) as chunks:
        first = next(chunks, b"")
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise BadInput(_("认不出文件的编码。请另存为“CSV UTF-8”后再导入。"))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: Sequence[str]) -> str:
    """Return the delimiter that cuts most of the first lines, then into most columns; the comma where none does."""

    def cut(delimiter: str) -> tuple[int, int]:
        widths = sorted(len(record) for record in csv.reader(sample, delimiter=delimiter) if record)
        return sum(width > 1 for width in widths), widths[len(widths) // 2] if widths else 0

    return max(DELIMITERS, key=cut)


def _text(path: Path, encoding: str) -> Generator[str]:
    """Return the lines of a text file with their ends; only CR and LF end a line."""
    rest = ""
    try:
        for text in codecs.iterdecode(_chunks(path), encoding):
            *lines, rest = _LINE_START.split(rest + text)
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise BadInput(_("有一行特别长，不像表格。请检查文件内容，另存为 CSV 后再导入。"))
    except UnicodeDecodeError as error:
        raise BadInput(_("文件中有无法识别的字符。请另存为“CSV UTF-8”后再导入。")) from error
    if rest:
        yield rest


def _chunks(path: Path) -> Generator[bytes]:
    unpacked = 0
    try:
        with _unpacked(path) as file:
            while chunk := file.read(MEGABYTE):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise too_large()
                yield chunk
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInput(_("压缩文件已损坏，无法读取。请重新导出或重新上传。")) from error


def _unpacked(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path)) if is_packed else path.open("rb")


def too_large() -> BadInput:
    words = _("文件解开后超过 %(most)s MB，不予读取。请分成几个文件导入。")
    return BadInput(words % {"most": MOST_UNPACKED // MEGABYTE})


def _workbook(path: Path, sheet: str) -> Iterator[Record]:
    _check_package(path)
    with path.open("rb") as file:
        rows = _sheet(_load(file), sheet).iter_rows(values_only=True)
        while batch := _batch(rows):
            yield from batch


def _load(file: BinaryIO) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except _BROKEN_WORKBOOK as error:
        raise _broken_workbook() from error


def _batch(rows: Iterator[Record]) -> list[Record]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return list(islice(rows, _BATCH))
    except _BROKEN_WORKBOOK as error:
        raise _broken_workbook() from error


def _broken_workbook() -> BadInput:
    return BadInput(_("工作簿已损坏，无法读取。请用 Excel 打开并另存一份后再导入。"))


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise _broken_workbook() from error
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large()
    if not any(part.filename.lstrip("/").startswith("xl/") for part in parts):
        raise BadInput(_("这不是 Excel 工作簿（.xlsx）。请另存为 .xlsx 或 CSV 后再导入。"))


def _sheet(book: Any, name: str) -> Any:
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    found = [one for one in sheets if not name or one.title == name]
    if not found:
        words = _("工作簿里没有工作表“%(name)s”。现有的工作表：%(titles)s。")
        raise BadInput(words % {"name": name, "titles": "、".join(one.title for one in sheets)})
    found[0].reset_dimensions()
    return found[0]


def _parquet(path: Path) -> Iterator[Record]:
    # DuckDB reads * ? [ in a path as a pattern, so the file is reached under a plain name.
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        plain = Path(folder) / "table.parquet"
        plain.symlink_to(path.resolve())
        try:
            yield from _parquet_records(database, str(plain))
        except duckdb.Error as error:
            raise BadInput(_("Parquet 文件已损坏，无法读取。请重新导出后再导入。")) from error


def _parquet_records(database: duckdb.DuckDBPyConnection, path: str) -> Iterator[Record]:
    described = database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()
    names = [str(row[0]) for row in described]
    zoned = {place for place, row in enumerate(described) if row[1] == "TIMESTAMP WITH TIME ZONE"}
    columns = ", ".join(_parquet_column(name, is_zoned=place in zoned) for place, name in enumerate(names))
    yield names
    found = database.execute(f"SELECT {columns} FROM read_parquet(?)", [path])
    while batch := found.fetchmany(_BATCH):
        for record in batch:
            yield [_moment(cell) if place in zoned else cell for place, cell in enumerate(record)]


def _parquet_column(name: str, *, is_zoned: bool) -> str:
    """Return a column for the query; DuckDB would need pytz for moments with a zone, so they come as microseconds."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"epoch_us({quoted})" if is_zoned else quoted


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
