"""The gazetteer: from the words in which people say where something is, to positions and cells."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from chengzhi.grid.models import Place
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.selectors.index import CellIndex, CellRef, current_index

MOST_HITS = 10
MOST_CANDIDATES = 60
SHORTEST, LONGEST = 2, 60
LANDMARK, DIVISION, CELL = 1.2, 1.0, 0.9


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
    words = re.sub(r"\s+", "", text)[:LONGEST]
    if len(words) < SHORTEST:
        return []
    hits = [*_landmarks(words), *_divisions(words), *_cells(words)]
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
    wanted = [ref for ref in index.refs if words == ref.code or (ref.name and (words in ref.name or ref.name in words))]
    return [
        _at_middle(index, ref.code, ref.name or ref.code, "cell", CELL * _fit(ref.name, words))
        for ref in wanted[:MOST_CANDIDATES]
    ]


def _matching(rows: QuerySet[Any], field: str, words: str) -> list[Any]:
    """Return rows whose name holds the words, or whose name the words hold, or that sound so."""
    sound = words.lower()
    holds = Q(**{f"{field}__contains": words}) | Q(named_at__gt=0)
    sounds = Q(pinyin__startswith=sound) | Q(initials__startswith=sound)
    found = rows.annotate(named_at=StrIndex(Value(words), F(field))).filter(
        holds | sounds if sound.isascii() else holds
    )
    return list(found.order_by(field)[:MOST_CANDIDATES])


def _likeness(row: Model, name: str, words: str) -> float:
    fit = _fit(name, words)
    if fit:
        return fit
    return 0.7 if str(getattr(row, "pinyin", "")).startswith(words.lower()) else 0.6


def _fit(name: str, words: str) -> float:
    """Return how well a name fits: the same 1, its beginning .9, inside .8; named in an address by its share of it."""
    if name == words:
        return 1.0
    if words in name:
        return 0.9 if name.startswith(words) else 0.8
    return 0.5 + 0.45 * len(name) / len(words) if name and name in words else 0.0


def _at_middle(index: CellIndex, code: str, name: str, kind: str, score: float) -> PlaceHit:
    lon, lat = index.middle(code)
    return PlaceHit(name=name, kind=kind, lon=lon, lat=lat, score=score, **_surroundings(index.locate(lon, lat)))


def _surroundings(ref: CellRef | None) -> dict[str, str]:
    if ref is None:
        return {"cell_code": "", "community_name": "", "street_name": ""}
    return {"cell_code": ref.code, "community_name": ref.community_name, "street_name": ref.street_name}
