"""Open cases on the map of somebody in the field, and the categories they report most."""

import json
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import visible_cases
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force
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


def usual_categories(viewer: Capacity) -> list[Category]:
    """Return what this person reports most, then what is reported most around them, then the first events."""
    lately = visible_cases(viewer).filter(opened_at__gte=clock.now() - LATELY, category=OuterRef("pk"))
    own = lately.filter(reported_by=viewer.appointment_id)
    counted = categories_in_force().annotate(own=_count(own), n=_count(lately))
    return list(counted.order_by("-own", "-n", "kind", "code", "name")[:USUAL])


def _count(rows: QuerySet[Case]) -> Coalesce:
    per_category = rows.order_by().values("category").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_category, output_field=IntegerField()), 0)
