"""Read whole rows by statements composed once, the counterpart of ``kernel.writing``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Whole(Generic[Row]):
    """How to ask for all columns of a model and make its objects of the answer."""

    model: type[Row]
    columns: str
    names: tuple[str, ...]
    readers: tuple[tuple[int, Callable[..., Any]], ...]

    def where(self, condition: str) -> str:
        """Return the statement for the rows of a condition, written with ``%s`` for every value."""
        return f'SELECT {self.columns} FROM "{self.model._meta.db_table}" WHERE {condition}'

    def made_of(self, found: Iterable[tuple[Any, ...]]) -> list[Row]:
        """Return the objects that rows of ``where()`` describe."""
        return [self._one(row) for row in found]

    def _one(self, row: tuple[Any, ...]) -> Row:
        values = list(row)
        for position, read in self.readers:
            values[position] = read(values[position], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


@cache
def whole(model: type[Row]) -> Whole[Row]:
    """Return how to read whole rows of a model."""
    fields = model._meta.concrete_fields
    readers = [
        (place, read)
        for place, field in enumerate(fields)
        if (read := getattr(field, "from_db_value", None)) is not None
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return Whole(model, columns, tuple(field.attname for field in fields), tuple(readers))
