"""Filing standards in force: which conditions a category has, and which limit a region level has for one."""

import datetime as dt

from django.db.models import QuerySet

from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.catalogue.models.periods import in_force
from chengzhi.catalogue.permissions import Permission
from chengzhi.catalogue.selectors.categories import today
from chengzhi.kernel.access import ActorKind, Capacity

# Which level's limit holds where the wanted level has none of its own: the ungraded one, then the nearest.
_NEAREST = {
    "A": ("A", "", "B", "C"),
    "B": ("B", "", "A", "C"),
    "C": ("C", "", "B", "A"),
    "": ("", "B", "A", "C"),
}


def find_standards(category: Category, grade: str = "", on: dt.date | None = None) -> list[FilingStandard]:
    """Return one standard for each filing condition of a category, as it holds in a cell of this grade on a day."""
    order = _NEAREST.get(grade, _NEAREST[""])
    versions = category.standards.filter(in_force(on or today())).order_by("condition_no")
    best: dict[int, FilingStandard] = {}
    for one in versions:
        held = best.get(one.condition_no)
        if held is None or order.index(one.level) < order.index(held.level):
            best[one.condition_no] = one
    return list(best.values())


def standard_for(
    category: Category, condition: int | str, grade: str = "", on: dt.date | None = None
) -> FilingStandard | None:
    """Return the standard of one condition, given by its number or its words, or None."""
    return next(
        (one for one in find_standards(category, grade, on) if condition in {one.condition_no, one.condition}), None
    )


def condition_names(category: Category, on: dt.date | None = None) -> dict[int, str]:
    """Return the filing conditions of a category by number."""
    return {one.condition_no: one.condition for one in find_standards(category, "", on)}


def standard_history(standard: FilingStandard) -> QuerySet[FilingStandard]:
    """Return every version of a standard, newest first."""
    return FilingStandard.objects.filter(
        category_id=standard.category_id, condition_no=standard.condition_no, level=standard.level
    ).order_by("-valid_from", "-pk")


def standards_register(viewer: Capacity, on: dt.date | None = None) -> QuerySet[FilingStandard]:
    """Return the standards in force that a viewer may read, with their categories; nothing without the right."""
    if viewer.kind is not ActorKind.SYSTEM and not viewer.may(Permission.READ):
        return FilingStandard.objects.none()
    day = on or today()
    return (
        FilingStandard.objects.filter(in_force(day))
        .select_related("category__edition", "default_unit")
        .order_by("category__kind", "category__code", "condition_no", "level")
    )
