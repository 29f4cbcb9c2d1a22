"""The gazetteer: from the words in which people say where something is, to positions and cells."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Length

from chengzhi.grid.enums import PlaceKind
from chengzhi.grid.models import Place
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.selectors.index import CellIndex, CellRef, current_index

MOST_HITS = 10
MOST_CANDIDATES = 60
SHORTEST, LONGEST = 2, 60
LANDMARK, DIVISION, CELL = 1.1, 1.15, 0.9
CELL_DIGITS = 15
# Words by which people mean a kind of landmark, whatever its name says.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    PlaceKind.MARKET: ("菜场", "菜市场", "农贸", "集贸"),
    PlaceKind.SCHOOL: ("学校", "小学", "中学", "幼儿园"),
    PlaceKind.CROSSING: ("路口", "红绿灯", "十字"),
    PlaceKind.ESTATE: ("小区", "新村", "花苑", "号楼", "单元"),
    PlaceKind.PARK: ("公园", "游园", "绿地"),
    PlaceKind.HOSPITAL: ("医院", "卫生", "诊所"),
    PlaceKind.STATION: ("车站", "公交", "站台"),
    PlaceKind.SHOP: ("超市", "商场", "广场"),
    PlaceKind.OFFICE: ("居委会", "党群", "服务中心"),
}

_GENERIC = re.compile(
    "|".join(sorted({word for words in KIND_WORDS.values() for word in words}, key=len, reverse=True))
    + "|佳园|农贸市场|市场|实验学校|社区|街道|村$|便民|生活|服务站"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """A landmark, community, street or cell that the words may mean; ``kind`` is a PlaceKind, a Level or "cell"."""

    name: str
    kind: str
    lon: float
    lat: float
    cell_code: str
    community_name: str
    street_name: str
    score: float


def find_places(text: str, *, limit: int = MOST_HITS) -> list[PlaceHit]:
    """Return what the words may mean, best first: by name, by pinyin, by initials, or named inside a longer address.

    A landmark outranks the community around it. A cell is found by its name or its code.
    """
    words = re.sub(r"[\s\x00]+", "", text)[:LONGEST]
    if len(words) < SHORTEST:
        return []
    hits = [hit for hit in (*_landmarks(words), *_divisions(words), *_cells(words)) if hit.score]
    hits.sort(key=lambda hit: (-hit.score, len(hit.name), hit.name, hit.cell_code))
    return hits[:limit]


def _landmarks(words: str) -> list[PlaceHit]:
    index = current_index()
    return [
        PlaceHit(
            name=place.name,
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            score=LANDMARK * _likeness(place, place.name, words),
            **_surroundings(index.locate(place.lon, place.lat)),
        )
        for place in _matching(Place.objects.all(), "name", words)
    ]


def _divisions(words: str) -> list[PlaceHit]:
    index = current_index()
    wanted = _matching(divisions_in_force().exclude(level="district"), "short_name", words)
    return [
        _at_middle(index, one.code, one.short_name, one.level, DIVISION * _likeness(one, one.short_name, words))
        for one in wanted
        if index.under(one.code)
    ]


def _cells(words: str) -> list[PlaceHit]:
    index = current_index()
    named = [ref for ref in index.refs if ref.name and (words in ref.name or ref.name in words)]
    coded = [index.refs[at] for at in index.under(words)] if len(words) == CELL_DIGITS else []
    return [
        _at_middle(index, ref.code, ref.name or ref.code, "cell", 1.0 if ref in coded else CELL * _fit(ref.name, words))
        for ref in [*coded, *named[:MOST_CANDIDATES]]
    ]


def _matching(rows: QuerySet[Any], field: str, words: str) -> list[Any]:
    """Return the rows whose name or sound shares most with the words; letters match the beginning of the pinyin."""
    if words.isascii():
        sound = words.lower()
        found = rows.filter(Q(pinyin__startswith=sound) | Q(initials__startswith=sound))
        return list(found.order_by("initials", field)[:MOST_CANDIDATES])
    shares = [Case(When(**{f"{field}__contains": pair}, then=1), default=0) for pair in _pairs(words)]
    found = rows.annotate(shared=reduce(add, shares)).filter(shared__gt=0)
    return list(found.order_by("-shared", Length(field), field)[:MOST_CANDIDATES])


def _pairs(words: str) -> list[str]:
    """Return every two neighbouring characters outside the words of kind, or of the whole where nothing else is left."""
    parts = [part for part in _GENERIC.split(words) if len(part) >= SHORTEST] or [words]
    return sorted({part[at : at + 2] for part in parts for at in range(len(part) - 1)})


def _likeness(row: Any, name: str, words: str) -> float:
    if words.isascii():
        return 0.7 if row.pinyin.startswith(words.lower()) else 0.6
    wanted = any(word in words for word in KIND_WORDS.get(getattr(row, "kind", ""), ()))
    fit = _fit(name, words)
    return fit + (0.15 if fit and wanted else 0.0)


def _fit(name: str, words: str) -> float:
    """Return how well a name fits: 1 for the same, less for its beginning, its inside, or its share of an address."""
    if name == words:
        return 1.0
    if words in name:
        return 0.9 if name.startswith(words) else 0.8
    if name in words:
        return 0.55 + 0.4 * len(name) / len(words)
    core = _GENERIC.sub("", name) or name
    common = SequenceMatcher(None, core, words, autojunk=False).find_longest_match().size
    return 0.0 if common < min(SHORTEST, len(core)) else 0.2 + 0.5 * common / len(core) + 0.01 * common


def _at_middle(index: CellIndex, code: str, name: str, kind: str, score: float) -> PlaceHit:
    lon, lat = index.middle(code)
    return PlaceHit(name=name, kind=kind, lon=lon, lat=lat, score=score, **_surroundings(index.locate(lon, lat)))


def _surroundings(ref: CellRef | None) -> dict[str, str]:
    if ref is None:
        return {"cell_code": "", "community_name": "", "street_name": ""}
    return {"cell_code": ref.code, "community_name": ref.community_name, "street_name": ref.street_name}
