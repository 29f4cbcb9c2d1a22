"""Chinese full-text search on PostgreSQL's 'simple' configuration, and pinyin to sort and find names by.

The index holds every Han character and every pair of neighbours, so that any piece of a text is found; the query is cut
into words and asks for the pairs inside each word, so that the order of the words does not matter. Latin letters and
digits are kept whole, in lower case and half width, and found by their beginning.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from operator import add
from types import ModuleType

from django.contrib.postgres.search import SearchQuery

CONFIG = "simple"
LONGEST_QUERY = 200
MOST_TERMS = 40
LONGEST_WORD = 60

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
# Words of one character that only mean something after the name before them.
_TAILS = frozenset("路街道区县市镇乡村组巷弄里桥河港园苑厦楼栋幢号室")
_SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "翟": "zhai",
    "朴": "piao",
    "查": "zha",
    "解": "xie",
    "区": "ou",
    "盖": "ge",
    "任": "ren",
    "华": "hua",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "单于": "chan yu",
}


def index_words(*texts: str) -> str:
    """Return the words to index some texts by, separated by blanks, for ``to_tsvector('simple', ...)``."""
    terms: list[str] = []
    for han, other in _RUN.findall(_plain("\n".join(texts))):
        if other:
            terms.append(other[:LONGEST_WORD])
        else:
            terms += han
            terms += map(add, han, han[1:])
    return " ".join(terms)


def query_words(text: str) -> str:
    """Return what a person typed as a tsquery in which every term must match; empty where nothing can be asked."""
    terms = dict.fromkeys(_query_terms(_plain(text[:LONGEST_QUERY])))
    return " & ".join(list(terms)[:MOST_TERMS])


def search_query(text: str) -> SearchQuery:
    """Return the query for a ``SearchVector`` column; whatever was typed, it is valid, and matches nothing if empty."""
    return SearchQuery(query_words(text), config=CONFIG, search_type="raw")


def pinyin_key(text: str, *, is_person: bool = False) -> str:
    """Return the toneless pinyin of a text, to sort by; a person's name begins with the reading of a surname."""
    return "".join(_syllables(text, is_person=is_person))


def pinyin_initials(text: str, *, is_person: bool = False) -> str:
    """Return the first letters of the syllables, as people type them to find a name: 任港街道 is rgjd."""
    return "".join(
        syllable[0] if syllable.isalpha() else syllable for syllable in _syllables(text, is_person=is_person)
    )


def _plain(text: str) -> str:
    """Return the text in half width and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _query_terms(text: str) -> Iterator[str]:
    for han, other in _RUN.findall(text):
        if other:
            yield f"'{other[:LONGEST_WORD]}':*"
        else:
            yield from (f"'{term}'" for term in _han_terms(han))


def _han_terms(run: str) -> Iterator[str]:
    before = ""
    for word in _jieba().cut(run):
        if len(word) > 1:
            yield from _pairs(word)
        else:
            yield before + word if word in _TAILS else word
        before = word[-1]


def _pairs(run: str) -> Iterator[str]:
    return (first + second for first, second in pairwise(run))


def _syllables(text: str, *, is_person: bool) -> list[str]:
    plain = "".join(_plain(text).split())
    head: list[str] = []
    if is_person:
        surname = next((plain[:size] for size in (2, 1) if plain[:size] in _SURNAMES), "")
        head, plain = _SURNAMES.get(surname, "").split(), plain[len(surname) :]
    return head + list(_pinyin().lazy_pinyin(plain))


# Both libraries read their dictionaries on import (0.15 to 0.3 s), which commands that never search need not pay for.
@cache
def _jieba() -> ModuleType:
    return import_module("rjieba")


@cache
def _pinyin() -> ModuleType:
    return import_module("pypinyin")
