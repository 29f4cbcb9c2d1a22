"""Rules by code, and the parts of this system that enforce each of them."""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from chengzhi.kernel.procedures.table import Basis

DATA = Path(__file__).parent / "data" / "rules.csv"
Part = TypeVar("Part", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of procedure: where it stands, what it says in words of ours, and the figure that it sets.

    ``value`` and ``unit`` are as the article states them; ``day_kind`` is "working", "natural" or empty where a period
    has no days or the article leaves it open. ``is_confirmed`` is False where the text itself was not read: such a rule
    decides nothing by itself, it is a setting with a mark or goes to legal review.
    """

    code: str
    statute: str
    version: str
    in_force_from: str
    article: str
    kind: str
    value: str
    unit: str
    day_kind: str
    is_confirmed: bool
    phase: str
    words: str

    @property
    def basis(self) -> Basis:
        return Basis(self.statute, self.article, self.code)


class Manner(StrEnum):
    """How a rule is enforced."""

    GUARD = "guard"
    CLOCK = "clock"
    FIELD = "field"
    DOCUMENT = "document"
    SETTING = "setting"
    STEP = "step"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Enforcer:
    """A part of this system that enforces a rule: how, and where it stands."""

    manner: Manner
    where: str


_enforcers: dict[str, list[Enforcer]] = defaultdict(list)


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the register."""
    with DATA.open(encoding="utf-8", newline="") as rows:
        read = [_read(row) for row in csv.DictReader(rows)]
    return MappingProxyType({one.code: one for one in read})


def _read(row: dict[str, str]) -> Rule:
    is_confirmed = row.pop("confirmed") == "yes"
    return Rule(is_confirmed=is_confirmed, **row)


def rule(code: str) -> Rule:
    """Return the rule of a code; raises KeyError for an unknown one, so a misspelt code stops the start."""
    return rules()[code]


def law(code: str) -> Basis:
    """Return the legal ground that a rule stands on: statute and article."""
    return rule(code).basis


def enforces(*codes: str, manner: Manner = Manner.GUARD) -> Callable[[Part], Part]:
    """Mark a guard or another function as what enforces these rules; raises KeyError for an unknown code."""

    def marked(part: Part) -> Part:
        enforced(*codes, manner=manner, where=f"{part.__module__}.{part.__qualname__}")
        return part

    return marked


def enforced(*codes: str, manner: Manner, where: str) -> None:
    """Note that a term, field, document, setting, step or right enforces these rules; ``where`` names it."""
    for code in codes:
        one = Enforcer(manner, where)
        if one not in _enforcers[rule(code).code]:
            _enforcers[code].append(one)


def enforcers() -> Mapping[str, list[Enforcer]]:
    """Return what enforces each rule, by code; rules that nothing enforces are absent."""
    return MappingProxyType(_enforcers)
