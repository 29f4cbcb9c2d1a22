"""What the form says back while somebody is still speaking: likely doubles, what to promise, dangers, earlier reports."""

from dataclasses import dataclass

from django.http import QueryDict

from chengzhi.cases.selectors import SimilarCase, similar_cases
from chengzhi.cases.selectors.reporters import Promise, promise
from chengzhi.catalogue.models import Category
from chengzhi.console.intake.categories import CategoryHelp, category_help, condition_of
from chengzhi.console.intake.dangers import Danger, dangers_in
from chengzhi.console.intake.places import Spot
from chengzhi.kernel.access import Capacity

MOST_PARTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Everything beside the form, for the words, the place and the category as they stand."""

    similar: list[SimilarCase]
    parted: list[str]
    promise: Promise
    dangers: list[Danger]
    category: Category | None
    spot: Spot | None


def advice_on(viewer: Capacity, given: QueryDict, help_: CategoryHelp | None = None) -> Advice:
    """Return the advice; cases that were said not to be the same stay away (``parted``)."""
    chosen = help_ or category_help(texts(given))
    spot = spot_of(given)
    parted = [number[:32] for number in given.getlist("parted")[:MOST_PARTED]]
    found = similar_cases(
        viewer,
        lon=spot.lon if spot else None,
        lat=spot.lat if spot else None,
        words=given.get("words", ""),
        category_id=chosen.chosen.pk if chosen.chosen else None,
    )
    cell = spot.cell if spot else None
    return Advice(
        similar=[one for one in found if one.case.number not in parted],
        parted=parted,
        promise=promise(
            chosen.chosen,
            cell_code=cell.code if cell else "",
            grade=cell.grade if cell else "",
            condition_no=condition_of(chosen.asked),
        ),
        dangers=dangers_in(given.get("words", "")),
        category=chosen.chosen,
        spot=spot,
    )


def texts(given: QueryDict) -> dict[str, str]:
    """Return the last value of every field, as text."""
    return {name: str(value) for name, value in given.items()}


def spot_of(given: QueryDict) -> Spot | None:
    """Return the position the form carries."""
    return Spot.read(given.get("lon", ""), given.get("lat", ""), given.get("datum", ""))
