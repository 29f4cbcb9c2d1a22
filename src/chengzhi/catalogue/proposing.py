"""Which category a resident's words may mean: a small exact model of word weights, no statistics package.

Each keyword of the catalogue counts by how few categories know it and how long it is. The longest keyword at a place
counts and the shorter ones inside it do not, so that 垃圾桶 is not also 垃圾. Words learned from filed cases add a
little, never more than the catalogue itself.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType

LONGEST_TEXT = 400
NAME_WEIGHT = 1.5
PART_WEIGHT = 0.45
LEARNED_WEIGHT = 0.35
OPENING = 80  # people say first what it is about; words behind this many characters count less
LATER_WEIGHT = 0.6
USUAL = 120  # categories of a usual catalogue; a smaller one is weighed like it
HALF = 6.0  # a sum of weights at which the score is one half
LEAST = 1.9  # sums below this are chance: a fragment of a keyword or two
EMPTY = frozenset(
    {
        "有人",
        "没人",
        "小区",
        "门口",
        "马路上",
        "路边",
        "一路",
        "店里",
        "学校",
        "路口",
        "晚上",
        "夜里",
        "半夜",
        "问题",
        "管理",
        "管理问题",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the model knows of one category: its name, everyday words for it, and learned words with counts."""

    key: int
    name: str
    keywords: tuple[str, ...] = ()
    learned: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guess:
    """A category by its key, how sure (0 to 1), and the words that speak for it, weightiest first."""

    key: int
    score: float
    words: tuple[str, ...]


class WordModel:
    """Weights of words for categories, built once for a revision of an edition."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known = list(entries)
        self._weights = _weighed(known)
        self._sizes = _sizes_by_first_letter(self._weights)

    def guess(self, text: str, limit: int = 3) -> list[Guess]:
        """Return the likeliest categories, best first; none where no word speaks clearly."""
        sums: defaultdict[int, float] = defaultdict(float)
        words: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
        for term, place in self._first_places(text[:LONGEST_TEXT].lower()).items():
            share = 1.0 if place < OPENING else LATER_WEIGHT
            for key, weight in self._weights[term]:
                sums[key] += weight * share
                words[key].append((weight, term))
        best = sorted(sums, key=lambda key: (-sums[key], key))[:limit]
        return [
            Guess(key, round(sums[key] / (sums[key] + HALF), 3), tuple(word for _w, word in sorted(words[key])[::-1]))
            for key in best
            if sums[key] >= LEAST
        ]

    def _first_places(self, text: str) -> dict[str, int]:
        """Return the longest known word at each place, going on behind it, with where it stands first."""
        found: dict[str, int] = {}
        place = 0
        while place < len(text):
            size = self._known_at(text, place)
            if size:
                found.setdefault(text[place : place + size], place)
            place += max(size, 1)
        return found

    def _known_at(self, text: str, place: int) -> int:
        for size in self._sizes.get(text[place], ()):
            if text[place : place + size] in self._weights:
                return size
        return 0


def _sizes_by_first_letter(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return for each first letter how long the terms are that begin with it, longest first; most letters begin none."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for term in terms:
        sizes[term[0]].add(len(term))
    return {letter: tuple(sorted(found, reverse=True)) for letter, found in sizes.items()}


def cut_words(text: str) -> list[str]:
    """Return the words of a text of two characters or more, as the model learns them."""
    return [word for word in _jieba().cut(text[:LONGEST_TEXT].lower()) if len(word) > 1 and word.isalpha()]


def _weighed(entries: list[Entry]) -> dict[str, tuple[tuple[int, float], ...]]:
    """Return for each word the categories it speaks for, with weights."""
    shares: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for entry in entries:
        for term, share in _terms_of(entry):
            shares[term][entry.key] = max(share, shares[term].get(entry.key, 0))
    whole = max(len(entries), USUAL)
    return {
        term: tuple((key, share * _rarity(term, len(owners), whole)) for key, share in owners.items())
        for term, owners in shares.items()
    }


def _terms_of(entry: Entry) -> Iterator[tuple[str, float]]:
    yield entry.name.lower(), NAME_WEIGHT
    for keyword in entry.keywords:
        yield keyword.lower(), 1.0
    for part in {word for text in (entry.name, *entry.keywords) for word in cut_words(text)} - EMPTY:
        yield part, PART_WEIGHT
    total = sum(entry.learned.values())
    for word, count in entry.learned.items():
        yield word, LEARNED_WEIGHT * min(1.0, math.log1p(count) / math.log1p(total))


def _rarity(term: str, owners: int, whole: int) -> float:
    """Return the weight of a word by how few categories own it and how much it says."""
    return math.log(1 + whole / owners) * min(len(term), 4) / 3


# Its dictionary is read on import (0.15 s), which commands that never propose need not pay for.
@cache
def _jieba() -> ModuleType:
    return import_module("rjieba")
