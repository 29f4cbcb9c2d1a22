"""Guess which column of a file says what where no name is known: by likeness of names, and by what the cells hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.cases.services.imports.mapping import KNOWN
from chengzhi.cases.services.imports.reading import moment_of
from chengzhi.kernel.coordinates import CHINA_BOX

WEST, SOUTH, EAST, NORTH = CHINA_BOX
# A position needs three decimals to lie within a hundred metres; fewer are prices, areas or counts.
POSITION = re.compile(r"-?\d{1,3}\.\d{3,}")
# A mobile number, or a landline with its area code: without one, eight digits may be anything.
PHONE = re.compile(r"(?:86)?1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}")
BETWEEN_DIGITS = re.compile(r"[\s\-()（）+]+")
DATED = re.compile(r"(?:19|20)\d\d[-/]\d{1,2}[-/]\d")
SEPARATORS = re.compile(r"[\s_\-()（）:：./]+")
LONG_WORDS = 12
ALIKE = 0.8
SHORTEST_ALIAS = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """A column that may hold a field, and why it may, in words."""

    column: str
    why: str


def guessed_columns(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], mapped: Mapping[str, str]
) -> dict[str, Guess]:
    """Return a guess for each field that has no column yet, out of the columns that no field uses.

    What the cells prove goes before what a name resembles; no column is guessed twice.
    """
    free = {name: _said(rows, name) for name in columns if name not in mapped.values()}
    found: dict[str, Guess] = {}
    for guess in (_by_cells, _by_name):
        for field in [one for one in KNOWN if one not in mapped]:
            one = None if field in found else guess(field, free)
            if one is not None:
                found[field] = one
                del free[one.column]
    return found


def _said(rows: Sequence[Mapping[str, Any]], column: str) -> list[str]:
    """Return what stands in a column, without its empty cells."""
    return [text for row in rows if (text := _text(row.get(column)))]


def _text(value: Any) -> str:
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return "" if whole is None else str(whole).strip()


def _by_cells(field: str, free: Mapping[str, list[str]]) -> Guess | None:
    """Return the first column all of whose cells have the form of a field, unless its name speaks for another."""
    if field not in _FORMS:
        return None
    has_form, why = _FORMS[field]
    for name, said in free.items():
        if said and all(map(has_form, said)) and _may_be(field, name):
            return Guess(name, why())
    return None


def _may_be(field: str, name: str) -> bool:
    """Tell whether a column's name leaves a field open: one that resembles another field's is for that one."""
    return _likeness(field, name) >= ALIKE or all(_likeness(other, name) < ALIKE for other in KNOWN)


def _by_name(field: str, free: Mapping[str, list[str]]) -> Guess | None:
    """Return the column whose name is most like one known for a field, unless its cells have another form."""
    likes = [(_likeness(field, name), name) for name, said in free.items() if _may_hold(field, said)]
    score, name = max(likes, default=(0.0, ""), key=lambda one: one[0])
    return Guess(name, _("列名相近")) if score >= ALIKE else None


def _may_hold(field: str, said: list[str]) -> bool:
    """Tell whether at least half of the cells have the form of a field that has one; short words are words too."""
    if field not in _FORMS or field == "words":
        return True
    has_form, _why = _FORMS[field]
    return 2 * sum(map(has_form, said)) >= len(said)


def _likeness(field: str, name: str) -> float:
    """Return 0 to 1: how much a name is like one of the names known for a field; one inside the other counts 0.9."""
    plain = _plain(name)
    return max(_alike(_plain(alias), plain) for alias in KNOWN[field])


def _alike(alias: str, name: str) -> float:
    if alias == name:
        return 1.0
    shorter, longer = sorted((alias, name), key=len)
    is_part = longer.endswith(shorter) or longer.startswith(shorter)
    if len(shorter) >= SHORTEST_ALIAS + shorter.isascii() and is_part:
        return 0.9
    return SequenceMatcher(None, alias, name).ratio()


def _plain(name: str) -> str:
    return SEPARATORS.sub("", name.strip().lower())


def _within(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: bool(POSITION.fullmatch(text)) and low <= float(text) <= high


def _is_moment(text: str) -> bool:
    return bool(DATED.match(text)) and moment_of(text) is not None


def _is_phone(text: str) -> bool:
    return bool(PHONE.fullmatch(BETWEEN_DIGITS.sub("", text)))


# In China no latitude is as large as the smallest longitude, so that the two cannot be taken for each other.
_FORMS: dict[str, tuple[Callable[[str], bool], Callable[[], str]]] = {
    "lon": (_within(WEST, EAST), lambda: _("值是中国范围内的经度")),
    "lat": (_within(SOUTH, NORTH), lambda: _("值是中国范围内的纬度")),
    "time": (_is_moment, lambda: _("值是日期或时间")),
    "phone": (_is_phone, lambda: _("值是电话号码")),
    "words": (lambda text: len(text) >= LONG_WORDS and not text.isascii(), lambda: _("值是成句的文字")),
}
