"""Open cases that may be the same matter: within 50 m and 24 h, or by like words."""

from dataclasses import dataclass
from datetime import timedelta
from math import cos, radians

from django.db.models import Q

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import distance_m
from chengzhi.kernel.search import index_words

NEAR_M = 50.0
WITHIN = timedelta(hours=24)
LIKE_WORDS = 0.5
DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case that may be the same matter, how far away it is and how alike the words are (0 to 1)."""

    case: Case
    metres: float | None
    likeness: float


def similar_cases(
    viewer: Capacity | None,
    *,
    lon: float | None,
    lat: float | None,
    words: str,
    category_id: int | None = None,
    limit: int = 3,
) -> list[SimilarCase]:
    """Return open cases near the place within a day, likeliest first; None as viewer looks at public facts only."""
    if lon is None or lat is None:
        return []
    rows = Case.objects.all() if viewer is None else visible_cases(viewer, Permission.READ)
    near = rows.filter(_box(lon, lat), is_open=True, opened_at__gte=clock.now() - WITHIN).select_related("category")
    told = set(index_words(words).split())
    found = [_compared(case, (lon, lat), told) for case in near[:50]]
    same = [one for one in found if (one.metres or 0) <= NEAR_M and _is_like(one, category_id)]
    return sorted(same, key=lambda one: (-one.likeness, one.metres or 0))[:limit]


def _is_like(one: SimilarCase, category_id: int | None) -> bool:
    return one.likeness >= LIKE_WORDS or category_id is None or one.case.category_id == category_id


def _box(lon: float, lat: float) -> Q:
    high = NEAR_M / DEGREE_M
    wide = high / max(cos(radians(lat)), 0.01)
    return Q(point__within_box=(lon - wide, lat - high, lon + wide, lat + high))


def _compared(case: Case, here: tuple[float, float], told: set[str]) -> SimilarCase:
    theirs = set(index_words(case.summary, case.description).split())
    shared = len(told & theirs) / max(1, min(len(told), len(theirs))) if told and theirs else 0.0
    there = (case.lon or 0.0, case.lat or 0.0)
    return SimilarCase(case, distance_m(here, there), round(shared, 2))
