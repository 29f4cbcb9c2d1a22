"""Open cases on the map of somebody in the field, and the categories they report most."""

import json
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import visible_cases
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import light

MOST_POINTS = 500
MOST_ROWS = 50
USUAL = 8
EDGES, MOST_DEGREES = 4, 180
LATELY = timedelta(days=90)
MIDDLE = (120.894, 32.010)  # where the map opens while there is no case to show
Box = tuple[float, float, float, float]


def open_cases_in_field(viewer: Capacity) -> QuerySet[Case]:
    """Return the open cases with a position that the viewer may see: a collector's own territory, a unit's own cases."""
    rows = visible_cases(viewer).filter(is_open=True, lon__isnull=False, lat__isnull=False)
    return rows.select_related("category").order_by("due_at", "id")


def points(viewer: Capacity, box: Box | None, address: Any) -> str:
    """Return open cases inside a box as GeoJSON for the map; ``address`` gives the page of a case by number."""
    rows = open_cases_in_field(viewer)
    if box:
        rows = rows.filter(point__within_box=box)
    features = [_feature(case, address(case.number)) for case in rows[:MOST_POINTS]]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _feature(case: Case, url: str) -> dict[str, Any]:
    code = light(due_at=case.due_at, warn_at=case.warn_at, is_paused=case.is_clock_paused, at=clock.now())
    facts = {
        "kind": "case",
        "id": case.number,
        "light": code.value if code else "g",
        "title": case.category.name,
        "detail": case.place or case.area_name,
        "url": url,
        "supervised": case.is_supervised,
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [case.lon, case.lat]}, "properties": facts}


def box_of(text: str) -> Box | None:
    """Read "west,south,east,north"; None for anything else."""
    try:
        numbers = [float(one) for one in text.split(",")]
    except ValueError:
        return None
    if len(numbers) != EDGES or not all(abs(one) <= MOST_DEGREES for one in numbers):
        return None
    west, south, east, north = numbers
    return west, south, east, north


def categories_in_force() -> list[Category]:
    """Return the categories of the edition the city has adopted, events first."""
    today = clock.now().date()
    dated = Q(edition__valid_from__lte=today) & (Q(edition__valid_to=None) | Q(edition__valid_to__gt=today))
    rows = Category.objects.filter(dated, edition__is_adopted=True)
    return sorted(rows, key=lambda one: (one.kind != "event", one.big_code, one.code, one.name))


def usual_categories(viewer: Capacity, known: list[Category]) -> list[Category]:
    """Return what this person reports most, then what is reported most around them."""
    since = clock.now() - LATELY
    rows = visible_cases(viewer).filter(opened_at__gte=since)
    counts = rows.values("category").annotate(
        own=Count("pk", filter=Q(reported_by=viewer.appointment_id)), n=Count("pk")
    )
    order = {row["category"]: (-row["own"], -row["n"]) for row in counts}
    return sorted(known, key=lambda one: order.get(one.pk, (0, 0)))[:USUAL]


def grouped(known: list[Category]) -> list[tuple[str, list[Category]]]:
    """Return categories under their big class."""
    return [(name, list(some)) for name, some in groupby(known, key=lambda one: one.big_name)]
