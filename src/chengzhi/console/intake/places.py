"""From what a caller says about where it is to a position with its street, community and cell."""

import re
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from chengzhi.cases.services.places import parsed
from chengzhi.grid.selectors import CellRef, PlaceHit, find_places, locate
from chengzhi.kernel.coordinates import Datum, parse_position, to_wgs84
from chengzhi.kernel.errors import BadInput

MOST_HITS = 6
SURE = 0.9
LIKELY = 0.55
AHEAD = 0.05
_NUMBERS = re.compile(r"(?=.*\d.*\d)[\d\s.,，;；、°度º′'’分″\"”秒:：东经北纬度EeNn()（）-]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A position as it was given, in WGS-84, and the cell it lies in."""

    lon: float
    lat: float
    cell: CellRef | None

    @classmethod
    def read(cls, lon: str, lat: str, datum: str) -> Self | None:
        """Return the spot that two form values name; None where there is none or they are no position."""
        if not lon or not lat:
            return None
        try:
            given = parsed(lon, lat)
        except BadInput:
            return None
        point = to_wgs84(*given, known_datum(datum))
        return cls(point.lon, point.lat, locate(*point))

    @property
    def area(self) -> str:
        return f"{self.cell.street_name} · {self.cell.community_name}" if self.cell else ""

    @property
    def cell_name(self) -> str:
        """Return the cell by its name, which says 网格 itself, or by its code."""
        if self.cell is None:
            return ""
        return self.cell.name or _("网格 %(code)s") % {"code": self.cell.code}


@dataclass(frozen=True, slots=True)
class PlaceHelp:
    """What the typed words may mean; ``typed`` is a position that was typed as numbers, in its own datum."""

    hits: tuple[PlaceHit, ...] = ()
    typed: tuple[float, float] | None = None
    spot: Spot | None = None
    fault: str = ""
    is_sure: bool = False


def known_datum(text: str) -> Datum:
    return Datum(text) if text in set(Datum) else Datum.CGCS2000


def place_help(text: str, datum: str) -> PlaceHelp:
    """Return the places that typed words may mean, or the position that was typed as numbers."""
    words = text.strip()
    if _NUMBERS.fullmatch(words) and not (words.isdigit() and len(words) > len("120")):
        return _typed(words, datum)
    hits = tuple(find_places(words, limit=MOST_HITS))
    return PlaceHelp(hits, is_sure=_is_sure(hits))


def _typed(words: str, datum: str) -> PlaceHelp:
    try:
        lon, lat = parse_position(words)
    except BadInput as fault:
        return PlaceHelp(fault=fault.message)
    return PlaceHelp(typed=(lon, lat), spot=Spot.read(str(lon), str(lat), datum))


def _is_sure(hits: tuple[PlaceHit, ...]) -> bool:
    """Tell whether the first hit is so much better than the next that leaving the field may take it."""
    if len(hits) == 1:
        return hits[0].score >= LIKELY
    return bool(hits) and hits[0].score >= SURE and hits[0].score - hits[1].score >= AHEAD
