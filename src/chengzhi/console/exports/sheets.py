"""Lists as workbooks: what one viewer sees of a list, ready to be written, and the lists that can be written so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from chengzhi.console.errors import named
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column
from chengzhi.kernel.permissions import OfficialPermission, Words

T = TypeVar("T")
M = TypeVar("M", bound=Model)
Row = Sequence[Any]
Given = Mapping[str, str]
AT_A_TIME = 1000
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a list for one viewer; nothing is read before ``count`` or ``rows`` is called."""

    columns: Sequence[Column]
    count: Callable[[], int]
    rows: Callable[[], Iterable[Row]]
    conditions: Sequence[tuple[str, str]] = ()


Read = Callable[[Capacity, Given], Sheet]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that can be exported: ``page`` shows it (a route and its arguments), ``asks`` names its conditions.

    Whoever has one of the ``rights`` may export it, and sees what they see on the page; without any, everybody may.
    """

    name: str
    label: Words
    page: tuple[str, ...]
    read: Read
    rights: tuple[OfficialPermission, ...] = ()
    asks: tuple[str, ...] = ()

    def admits(self, viewer: Capacity) -> bool:
        return not self.rights or any(viewer.may(one) for one in self.rights)

    def params(self, given: Given) -> dict[str, str]:
        """Return the conditions of this list among what an address carries."""
        found = {name: given.get(name, "").strip()[:LONGEST] for name in self.asks}
        return {name: value for name, value in found.items() if value}

    def fixed(self, given: Given, today: date) -> dict[str, str]:
        """Return the conditions as they shall stand until the list is written: the list of a day keeps its day."""
        day = {"on": today.isoformat()} if "on" in self.asks else {}
        return day | self.params(given)

    def address(self, given: Given) -> str:
        """Return the address of the page that shows the list under these conditions."""
        text, path = urlencode(self.params(given)), named(*self.page)
        return f"{path}?{text}" if text else path

    def told(self, sheet: Sheet) -> list[tuple[str, str]]:
        """Return the conditions that say more than the name of the list."""
        return [(label, value) for label, value in sheet.conditions if value and value != str(self.label)]


def rows_of(
    rows: QuerySet[Any] | Sequence[T], told: Callable[[T], Row], columns: Sequence[Column], conditions: Any = ()
) -> Sheet:
    """Return the sheet of some rows, each written as ``told`` puts it; a query is read a thousand rows at a time."""
    kept = [(str(label), str(value)) for label, value in conditions if value]
    if isinstance(rows, QuerySet):
        return Sheet(
            columns=columns, count=rows.count, rows=lambda: map(told, streamed(rows)), conditions=kept
        )  # fmt: skip
    return Sheet(columns=columns, count=lambda: len(rows), rows=lambda: map(told, rows), conditions=kept)


def streamed(rows: QuerySet[Any]) -> Iterator[Any]:
    """Yield the rows of a query without ever holding more than a thousand."""
    return rows.iterator(chunk_size=AT_A_TIME)


def in_batches(rows: QuerySet[M], told: Callable[[list[M]], Iterable[Row]]) -> Iterator[Row]:
    """Yield rows that are put into words a thousand at a time, for what is looked up for many at once."""
    found = streamed(rows)
    while batch := list(islice(found, AT_A_TIME)):
        yield from told(batch)
