"""Write what one act writes in one round trip, with statements that PostgreSQL keeps prepared.

Django's own ``save()`` composes each statement anew and waits for each answer. An act writes five to eight rows whose
statements never change, so here each is composed once, and all are sent together in psycopg's pipeline mode. Values go
out as text, which PostgreSQL reads as the type of the column: thus one prepared statement serves every size of number.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

import psycopg
from django.db import IntegrityError, connection, models, router

from chengzhi.kernel.prepared import note, ready_link, send_together

KEYS_AT_ONCE = 50
_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"

Parameters = tuple[str | None, ...]


class _Keys:
    """Primary keys that this process has drawn from the sequences and not yet used, by database and table."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stock: dict[tuple[str, str], deque[int]] = {}

    def next(self, model: type[models.Model], at_once: int) -> int:
        table = model._meta.db_table
        place = (str(connection.settings_dict["NAME"]), table)
        with self._lock:
            stock = self._stock.setdefault(place, deque())
            if stock:
                return stock.popleft()
        drawn = _drawn_keys(model, at_once)
        with self._lock:
            stock.extend(drawn[1:])
        return drawn[0]

    def clear(self) -> None:
        with self._lock:
            self._stock.clear()


_keys = _Keys()


def _drawn_keys(model: type[models.Model], count: int) -> list[int]:
    """Return fresh values of the table's own sequence; a sequence never gives a value twice, whatever is rolled back."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [table, str(model._meta.pk.column), count])
        return [int(one) for (one,) in cursor.fetchall()]


def key_for(model: type[models.Model], at_once: int = KEYS_AT_ONCE) -> int:
    """Return a primary key for a row that is to be written; ``at_once`` are drawn when none is left, unused ones leave a gap."""
    return _keys.next(model, at_once)


def forget_keys() -> None:
    """Drop the keys in stock, as after restoring the database under a running process."""
    _keys.clear()


def as_text(value: Any) -> str | None:
    """Return a plain value as PostgreSQL reads it; raises TypeError for anything that is not one value."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, Enum):
        return as_text(value.value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str | int | float | Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as a value; use Django's own update() for expressions")


@dataclass(frozen=True, slots=True)
class _Column:
    """How one attribute of a model becomes one parameter."""

    field: "models.Field[Any, Any]"
    name: str
    text: Callable[[Any], str | None]
    is_made_on_saving: bool


@cache
def _column(field: "models.Field[Any, Any]") -> _Column:
    is_made = bool(getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False))
    return _Column(field, field.attname, _writer(field), is_made)


def _texts(row: models.Model, columns: Sequence[_Column], *, is_new: bool) -> tuple[str | None, ...]:
    """Return the values of a row as PostgreSQL reads them; this runs a hundred times an intake, hence its plainness."""
    for one in columns:
        if one.is_made_on_saving:
            one.field.pre_save(row, is_new)
    facts = row.__dict__
    return tuple([value if (value := facts[one.name]) is None else one.text(value) for one in columns])


def _take_keys_of_parents(row: models.Model) -> None:
    """Give the row the keys that the rows it names have got since it was made, as ``save()`` would."""
    for field in _relations(type(row)):
        if row.__dict__[field.attname] is None and field.is_cached(row):
            setattr(row, field.attname, getattr(field.get_cached_value(row), "pk", None))


@cache
def _relations(model: type[models.Model]) -> "tuple[models.ForeignKey[Any, Any], ...]":
    return tuple(one for one in model._meta.local_concrete_fields if isinstance(one, models.ForeignKey))


def _writer(field: "models.Field[Any, Any]") -> Callable[[Any], str | None]:
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder, ensure_ascii=False)
    if hasattr(field, "get_placeholder"):
        return lambda value: as_text(field.get_prep_value(value))
    return as_text


def _placeholder(field: "models.Field[Any, Any]") -> str:
    """Return what stands for the value: the field's own word for it, as in Django's statements."""
    return str(field.get_placeholder("", None, connection)) if hasattr(field, "get_placeholder") else "%s"


@cache
def _insertion(model: type[models.Model]) -> tuple[str, tuple[_Column, ...]]:
    fields = _written_fields(model)
    quoted = ", ".join(f'"{one.column}"' for one in fields)
    marks = ", ".join(_placeholder(one) for one in fields)
    statement = f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({marks})'
    return statement, tuple(_column(one) for one in fields)


@cache
def _insertion_of_many(model: type[models.Model]) -> str:
    """Return the statement that inserts as many rows as the arrays given for its columns are long."""
    fields = _written_fields(model)
    quoted = ", ".join(f'"{one.column}"' for one in fields)
    values = ", ".join(_cast(one).replace("%s", f"given.c{at}") for at, one in enumerate(fields))
    arrays, names = ", ".join("%s::text[]" for _ in fields), ", ".join(f"c{at}" for at in range(len(fields)))
    return f'INSERT INTO "{model._meta.db_table}" ({quoted}) SELECT {values} FROM unnest({arrays}) AS given ({names})'


def _cast(field: "models.Field[Any, Any]") -> str:
    """Return how a text becomes a value of the column; one of limited length stays text, since a cast would cut it."""
    placeholder, kind = _placeholder(field), str(field.db_type(connection))
    return placeholder if "(" in placeholder or kind.startswith(("varchar", "text")) else f"%s::{kind}"


def _written_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [one for one in model._meta.local_concrete_fields if not getattr(one, "generated", False)]


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[_Column, ...]]:
    fields = cast("list[models.Field[Any, Any]]", [model._meta.get_field(name) for name in names])
    marks = ", ".join(f'"{one.column}" = {_placeholder(one)}' for one in fields)
    key = model._meta.pk
    statement = f'UPDATE "{model._meta.db_table}" SET {marks} WHERE "{key.column}" = %s'
    return statement, tuple(_column(one) for one in (*fields, key))


class Writes:
    """Rows gathered while an act is judged, written together by ``send()`` in the order in which they were added.

    A row to insert gets its primary key when it is added, so that the rows after it can name it. Runs inside the
    caller's transaction; raises Django's own database errors.
    """

    def __init__(self, keys_at_once: int = KEYS_AT_ONCE) -> None:
        self._keys_at_once = keys_at_once
        self._waiting: list[tuple[str, Parameters]] = []
        self._new: list[models.Model] = []

    def insert(self, row: models.Model) -> None:
        """Add a new row; its values are read now."""
        _take_keys_of_parents(row)
        if row.pk is None:
            row.pk = key_for(type(row), self._keys_at_once)
        statement, columns = _insertion(type(row))
        self._waiting.append((statement, _texts(row, columns, is_new=True)))
        self._new.append(row)

    def update(self, row: models.Model, names: Sequence[str]) -> None:
        """Add a change of the named columns of a row; their values are read now."""
        statement, columns = _change(type(row), tuple(dict.fromkeys(names)))
        self._waiting.append((statement, _texts(row, columns, is_new=False)))

    def send(self) -> None:
        """Write everything that was added and wait once for the answer."""
        self._sent(self._waiting)

    def send_by_table(self) -> None:
        """Write what was added table by table, in the order in which tables were first named: for hundreds of rows.

        Raises TypeError where a change was added too: it would come before the row it changes.
        """
        by_table: dict[type[models.Model], list[Parameters]] = {}
        if len(self._waiting) != len(self._new):
            raise TypeError("only new rows can be written table by table")
        for row, (_statement, values) in zip(self._new, self._waiting, strict=True):
            by_table.setdefault(type(row), []).append(values)
        for model, rows in by_table.items():
            _copy(model, rows)
        self._sent([])

    def _sent(self, statements: Sequence[tuple[str, Parameters]]) -> None:
        try:
            if statements:
                send_together(statements)
        except IntegrityError:
            forget_keys()  # a sequence restored, or set back by a crash, may give again what lies in stock
            raise
        self._waiting = []
        for row in self._new:
            row._state.adding = False
            row._state.db = router.db_for_write(type(row))
        self._new = []


def _copy(model: type[models.Model], rows: Sequence[Parameters]) -> None:
    """Write rows of one table by COPY, or by one INSERT over arrays where a value needs a function around it."""
    fields = _written_fields(model)
    if any("(" in _placeholder(one) for one in fields):
        send_together([(_insertion_of_many(model), [list(one) for one in zip(*rows, strict=True)])])
        return
    names = ", ".join(f'"{one.column}"' for one in fields)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    link = ready_link()
    begun = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(link) as cursor, cursor.copy(statement) as copy:
        for values in rows:
            copy.write_row(values)
    note([statement], time.monotonic() - begun)
