"""Help for an act that moves a case: places and categories that typed words may mean, and the cell a position lies in."""

import json
from dataclasses import dataclass
from typing import Self

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengzhi.cases.permissions import Permission
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import search_categories
from chengzhi.console.errors import explained
from chengzhi.console.intake.places import PlaceHelp, Spot, place_help
from chengzhi.grid.selectors import PlaceHit
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.web import StaffRequest, guarded

MOST_FOUND = 8
LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing to choose: what it is called, what tells it from others, and the fields it fills in by their ids."""

    name: str
    detail: str
    fills: str

    @classmethod
    def of_place(cls, hit: PlaceHit) -> Self:
        area = " · ".join(part for part in (hit.street_name, hit.community_name) if part)
        fills = {"id_place": hit.name, **_position(hit.lon, hit.lat)}
        return cls(name=hit.name, detail=area, fills=json.dumps(fills, ensure_ascii=False))

    @classmethod
    def of_numbers(cls, lon: float, lat: float) -> Self:
        spot = Spot.read(str(lon), str(lat), Datum.CGCS2000)
        area = spot.area if spot and spot.area else _("不在本区网格内")
        return cls(name=f"{lon:.6f}，{lat:.6f}", detail=f"CGCS2000 · {area}", fills=json.dumps(_position(lon, lat)))

    @classmethod
    def of_category(cls, one: Category) -> Self:
        fills = json.dumps({"id_category": str(one.pk)})
        return cls(name=one.name, detail=f"{one.get_kind_display()} · {one.big_name}", fills=fills)


def _position(lon: float, lat: float) -> dict[str, str]:
    return {"id_lon": f"{lon:.6f}", "id_lat": f"{lat:.6f}"}


def _places(found: PlaceHelp) -> list[Offer]:
    typed = [Offer.of_numbers(*found.typed)] if found.typed else []
    return typed + [Offer.of_place(hit) for hit in found.hits]


@guarded(Permission.READ)
@explained
@require_POST
def place_offers(request: StaffRequest) -> HttpResponse:
    """Return the places that the words typed may mean; sent by POST, so that no address enters a log."""
    words = request.POST.get("place", "")[:LONGEST].strip()
    found = place_help(words, Datum.CGCS2000) if words else PlaceHelp()
    return _offered(request, _places(found), words, found.fault)


@guarded(Permission.READ)
@explained
@require_POST
def category_offers(request: StaffRequest) -> HttpResponse:
    """Return the categories found by name, code, pinyin or initials."""
    words = request.POST.get("find", "")[:LONGEST].strip()
    found = search_categories(words, limit=MOST_FOUND) if words else []
    return _offered(request, [Offer.of_category(one) for one in found], words)


def _offered(request: StaffRequest, offers: list[Offer], words: str, fault: str = "") -> HttpResponse:
    return render(request, "console/case/offers.html", {"offers": offers, "words": words, "fault": fault})


@guarded(Permission.READ)
@explained
@require_POST
def place_spot(request: StaffRequest) -> HttpResponse:
    """Say in which street, community and cell a position lies."""
    spot = Spot.read(request.POST.get("lon", ""), request.POST.get("lat", ""), Datum.CGCS2000)
    return render(request, "console/case/spot.html", {"spot": spot})
