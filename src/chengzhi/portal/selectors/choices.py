"""What a resident may choose from: categories, places, and matters that somebody has reported already."""

from datetime import timedelta

from django.db.models import Count

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import SimilarCase, similar_cases
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force, propose_categories, search_categories
from chengzhi.grid.selectors import PlaceHit, find_places, locate
from chengzhi.kernel import clock
from chengzhi.portal.drafts import Draft

GUESSES = 3
USUAL_DAYS = timedelta(days=60)
MOST_PLACES = 5


def category_named(pk: int | None) -> Category | None:
    """Return a category in force, or None."""
    return categories_in_force().filter(pk=pk).first() if pk else None


def guesses(words: str) -> list[Category]:
    """Return the three likeliest categories for the words, filled up with what is reported most these weeks."""
    meant = [one.category for one in propose_categories(words)] if words else []
    meant += [one for one in search_categories(words, limit=GUESSES) if one not in meant] if words else []
    return [*meant, *(one for one in usual_categories() if one not in meant)][:GUESSES]


def usual_categories() -> list[Category]:
    """Return the categories reported most often lately; where nothing was reported yet, the first events."""
    since = clock.now() - USUAL_DAYS
    counted = Case.objects.filter(opened_at__gte=since, category__in=categories_in_force()).values("category")
    wanted = [row["category"] for row in counted.annotate(n=Count("pk")).order_by("-n")[: GUESSES * 2]]
    known = {one.pk: one for one in categories_in_force().filter(pk__in=wanted)}
    first = categories_in_force().order_by("kind", "code", "name")
    return [known[pk] for pk in wanted] + [one for one in first[: GUESSES * 3] if one.pk not in known]


def places_named(text: str) -> list[PlaceHit]:
    """Return landmarks, streets and cells that the words may mean, best first; what reads alike is offered once."""
    found = find_places(text, limit=MOST_PLACES * 2) if text else []
    alike = {(one.name, one.street_name, one.community_name): one for one in reversed(found)}
    return [one for one in found if one in alike.values()][:MOST_PLACES]


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
