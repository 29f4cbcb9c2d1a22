"""Rows in PostgreSQL's binary COPY format, taken apart by column and repeated with other values by numpy."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import Connection, sql

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
NULL = -1
EPOCH_2000_US = 946_684_800_000_000
"""Microseconds between the Unix epoch and PostgreSQL's."""

Bytes = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order, each with the name of its type."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]

    def times(self) -> list[str]:
        """Return the columns that hold a moment."""
        return [name for name, kind in zip(self.columns, self.types, strict=True) if kind == "timestamptz"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as values in binary form by column; None for NULL."""

    values: dict[str, bytes | None]

    def integer(self, column: str) -> int:
        return int.from_bytes(self.values[column] or b"", "big", signed=True)

    def text(self, column: str) -> str:
        return (self.values[column] or b"").decode()

    def with_values(self, **other: bytes | None) -> "Row":
        return Row({**self.values, **other})


def table_named(connection: Connection[Any], name: str) -> Table:
    """Return the table as the database has it."""
    found = connection.execute(
        "SELECT column_name::text, udt_name::text FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [name],
    ).fetchall()
    return Table(name, tuple(str(one[0]) for one in found), tuple(str(one[1]) for one in found))


def column_list(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.columns))


def read_rows(connection: Connection[Any], table: Table, order: Sequence[str]) -> Iterator[Row]:
    """Give every row of the table in the order of these columns."""
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT (FORMAT BINARY)").format(
        column_list(table), sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, order))
    )
    with connection.cursor().copy(query) as copy:
        data = b"".join(bytes(block) for block in copy)
    at = len(HEADER)
    while data[at : at + 2] != TRAILER:
        values, at = _fields(data, at + 2, len(table.columns))
        yield Row(dict(zip(table.columns, values, strict=True)))


def _fields(data: bytes, at: int, count: int) -> tuple[list[bytes | None], int]:
    values: list[bytes | None] = []
    for _field in range(count):
        (length,) = struct.unpack_from(">i", data, at)
        at += 4
        values.append(None if length == NULL else data[at : at + length])
        at += max(length, 0)
    return values, at


@dataclass(frozen=True, slots=True)
class Stencil:
    """A row with known places: where in its bytes each column's value stands."""

    content: Bytes
    places: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, table: Table, row: Row) -> "Stencil":
        parts, places, at = [struct.pack(">h", len(table.columns))], {}, 2
        for name in table.columns:
            value = row.values[name]
            parts.append(struct.pack(">i", NULL if value is None else len(value)) + (value or b""))
            if value is not None:
                places[name] = (at + 4, len(value))
            at += len(parts[-1])
        return cls(np.frombuffer(b"".join(parts), np.uint8), places)

    def repeated(self, count: int) -> Bytes:
        return np.tile(self.content, (count, 1))

    def put(self, many: Bytes, column: str, values: Any, *, at: int = 0) -> None:
        """Write one value per row over the column's own, which must be as long; NULL stays NULL."""
        if column not in self.places:
            return
        begin, _length = self.places[column]
        block = as_bytes(values)
        many[:, begin + at : begin + at + block.shape[1]] = block


def as_bytes(values: Any) -> Bytes:
    """Return numbers, or byte strings of one length, as one row of bytes each."""
    array = np.asarray(values)
    kind = array.dtype.kind
    if kind in "if":
        array = array.astype(">i8" if kind == "i" else ">f8")
    return np.ascontiguousarray(array).view(np.uint8).reshape(len(array), -1)


def microseconds(value: bytes) -> int:
    """Return a moment in PostgreSQL's own count."""
    return int.from_bytes(value, "big", signed=True)


def split(many: Bytes) -> list[bytes]:
    """Return the rows as byte strings."""
    whole, width = many.tobytes(), many.shape[1]
    return [whole[at : at + width] for at in range(0, len(whole), width)]


def write_rows(connection: Connection[Any], table: Table, rows: Sequence[bytes]) -> None:
    """Copy rows into the table."""
    query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table.name), column_list(table))
    with connection.cursor().copy(query) as copy:
        copy.write(HEADER)
        copy.write(b"".join(rows))
        copy.write(TRAILER)
