"""What a resident may choose from: categories, places, and matters that somebody has reported already."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Count, Q

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import SimilarCase, similar_cases
from chengzhi.catalogue.models import Category
from chengzhi.grid.selectors import PlaceHit, find_places, locate
from chengzhi.kernel import clock
from chengzhi.portal.services.drafts import Draft

GUESSES = 3
USUAL_DAYS = timedelta(days=60)
MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Group:
    """A big category with its small ones."""

    name: str
    categories: list[Category]


def categories_in_force() -> "list[Category]":
    """Return the categories of the edition the city has adopted today."""
    today = clock.now().date()
    dated = Q(edition__valid_from__lte=today) & (Q(edition__valid_to=None) | Q(edition__valid_to__gt=today))
    rows = Category.objects.filter(dated, edition__is_adopted=True)
    return list(rows.order_by("-kind", "big_code", "code", "name"))


def category_groups() -> list[Group]:
    """Return every category in force under its big category."""
    rows = sorted(categories_in_force(), key=lambda one: (one.kind != "event", one.big_code, one.big_name))
    return [Group(name, list(some)) for name, some in groupby(rows, key=lambda one: one.big_name)]


def category_named(pk: int | None) -> Category | None:
    """Return a category in force, or None."""
    return next((one for one in categories_in_force() if one.pk == pk), None) if pk else None


def guesses(words: str) -> list[Category]:
    """Return the three likeliest categories for the words, filled up with what is reported most these weeks."""
    meant = _meant(words)
    usual = [one for one in usual_categories() if one.pk not in {other.pk for other in meant}]
    return [*meant, *usual][:GUESSES]


def _meant(words: str) -> list[Category]:
    scored = [(_score(one, words), one) for one in categories_in_force()] if words else []
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0])[:GUESSES] if score]


def _score(category: Category, words: str) -> int:
    known = [category.name, *category.keywords]
    return sum(len(word) for word in known if word and word in words)


def usual_categories() -> list[Category]:
    """Return the categories reported most often lately; where nothing was reported yet, the first events."""
    since = clock.now() - USUAL_DAYS
    counted = Case.objects.filter(opened_at__gte=since).values("category").annotate(n=Count("pk")).order_by("-n")
    wanted = [row["category"] for row in counted[: GUESSES * 2]]
    rows = categories_in_force()
    first = [one for one in rows if one.kind == "event"] or rows
    return [one for pk in wanted for one in rows if one.pk == pk] + [one for one in first if one.pk not in wanted]


def places_named(text: str) -> list[PlaceHit]:
    """Return landmarks, streets and cells that the words may mean, best first."""
    return find_places(text, limit=MOST_PLACES) if text else []


def area_at(lon: float | None, lat: float | None) -> str:
    """Return street and community of a position, "" where it lies outside the district or is unknown."""
    cell = locate(lon, lat) if lon is not None and lat is not None else None
    return f"{cell.street_name} {cell.community_name}" if cell else ""


def area_of(draft: Draft) -> str:
    """Return street and community of the draft's position."""
    return area_at(draft.lon, draft.lat)


def already_reported(draft: Draft) -> list[SimilarCase]:
    """Return open matters near the draft's position that may be the same one; public facts only."""
    return similar_cases(None, lon=draft.lon, lat=draft.lat, words=draft.words, category_id=draft.category)
