"""What the pages of the catalogue read: any edition as a tree, one category with all its versions, the standards."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from chengzhi.cases.models import Case
from chengzhi.catalogue.enums import CategoryKind, Level
from chengzhi.catalogue.models import Category, CategoryMapping, Edition, FilingStandard
from chengzhi.catalogue.selectors import edition_in_force
from chengzhi.catalogue.selectors.standards import standards_register
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.models import in_force


@dataclass(frozen=True, slots=True)
class BigClass:
    """A big class of an edition with its small categories."""

    kind: CategoryKind
    code: str
    name: str
    rows: list[Category]


@dataclass(slots=True)
class ConditionRow:
    """One filing condition on a day: its standard at each region level, and those still to come."""

    number: int
    condition: str
    closing_rule: str
    levels: dict[str, FilingStandard] = field(default_factory=dict)
    future: list[FilingStandard] = field(default_factory=list)

    @property
    def cells(self) -> list[FilingStandard | None]:
        """The standards of A, B and C; the one without a level stands wherever no own one does."""
        plain = self.levels.get(Level.ANY)
        return [self.levels.get(level, plain) for level in (Level.A, Level.B, Level.C)]


def editions() -> list[Edition]:
    """Return every edition with the number of its categories, the adopted ones first."""
    return list(Edition.objects.annotate(count=Count("categories")).order_by("-is_adopted", "-valid_from", "code"))


def edition_named(code: str, on: date) -> Edition | None:
    """Return the edition with a code, without one that which holds on the day; None where nothing was adopted."""
    if not code:
        return edition_in_force(on) or Edition.objects.order_by("-valid_from").first()
    found = Edition.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def tree(edition: Edition, on: date, *, text: str = "", kind: str = "") -> list[BigClass]:
    """Return the categories of an edition by class, with how many conditions each has on a day."""
    held = Count("standards__condition_no", filter=in_force(on, "standards__"), distinct=True)
    found = edition.categories.filter(_speaks_of(text)).annotate(conditions=held)
    rows = (found.filter(kind=kind) if kind else found).order_by("kind", "big_code", "big_name", "code", "name")
    grouped = groupby(rows, lambda one: (one.kind, one.big_code, one.big_name))
    return [BigClass(CategoryKind(facts[0]), facts[1], facts[2], list(members)) for facts, members in grouped]


def _speaks_of(text: str) -> Q:
    wanted = "".join(text.split()).lower()
    if not wanted:
        return Q()
    return (
        Q(name__icontains=wanted) | Q(code__startswith=wanted) | Q(pinyin__contains=wanted)
        | Q(initials__contains=wanted) | Q(keywords__icontains=wanted) | Q(big_name__icontains=wanted)
    )  # fmt: skip


def access_category(pk: int) -> Category:
    """Return a category of any edition, or raise NotFound."""
    found = Category.objects.select_related("edition").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def other_categories(category: Category) -> QuerySet[Category]:
    """Return the categories of the same kind in other editions."""
    others = Category.objects.filter(kind=category.kind).exclude(edition=category.edition_id)
    return others.select_related("edition").order_by("edition", "code")


def access_standard(pk: int) -> FilingStandard:
    """Return a version of a standard, or raise NotFound."""
    found = FilingStandard.objects.select_related("category__edition", "default_unit").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def conditions(category: Category, on: date) -> list[ConditionRow]:
    """Return the filing conditions of a category on a day, with versions that begin later."""
    rows: dict[int, ConditionRow] = {}
    lasting = category.standards.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("condition_no", "valid_from")
    for one in lasting:
        row = rows.setdefault(one.condition_no, ConditionRow(one.condition_no, one.condition, one.closing_rule))
        if one.valid_from > on:
            row.future.append(one)
        else:
            row.levels[one.level] = one
    return list(rows.values())


def versions(category: Category) -> QuerySet[FilingStandard]:
    """Return every version of every standard of a category, by condition and level, newest first."""
    return category.standards.select_related("default_unit").order_by("condition_no", "level", "-valid_from")


def mappings(category: Category) -> list[tuple[CategoryMapping, Category]]:
    """Return how a category answers to those of other editions, whichever way it was recorded."""
    found = CategoryMapping.objects.filter(Q(from_category=category) | Q(to_category=category))
    rows = found.select_related("from_category__edition", "to_category__edition")
    return [(one, one.to_category if one.from_category_id == category.pk else one.from_category) for one in rows]


def edition_mappings(first: Edition, second: Edition) -> list[CategoryMapping]:
    """Return the mappings between two editions, those whose codes differ first."""
    between = Q(from_category__edition=first, to_category__edition=second)
    between |= Q(from_category__edition=second, to_category__edition=first)
    found = CategoryMapping.objects.filter(between).select_related("from_category__edition", "to_category__edition")
    return sorted(
        found, key=lambda one: (one.from_category.big_code == one.to_category.big_code, one.from_category.code)
    )


def big_codes(editions_shown: list[Edition]) -> list[tuple[str, list[str], bool]]:
    """Return each big-class code of events with its name in every edition, and whether the editions disagree."""
    rows = Category.objects.filter(edition__in=editions_shown, kind=CategoryKind.EVENT).exclude(big_code="")
    named: dict[str, dict[int, str]] = {}
    for code, edition, name in rows.values_list("big_code", "edition_id", "big_name").distinct():
        named.setdefault(code, {})[edition] = name
    return [
        (code, [names.get(one.pk, "") for one in editions_shown], len(set(names.values())) > 1)
        for code, names in sorted(named.items())
    ]


def standards(viewer: Capacity, on: date, *, text: str = "", level: str = "") -> QuerySet[FilingStandard]:
    """Return the standards of the adopted edition on a day that speak of some words."""
    found = standards_register(viewer, on).filter(
        in_force(on, "category__edition__"), category__edition__is_adopted=True
    )
    if level:
        found = found.filter(level=level)
    wanted = "".join(text.split()).lower()
    if not wanted:
        return found
    return found.filter(
        Q(category__name__icontains=wanted) | Q(category__initials__contains=wanted) | Q(number__startswith=wanted)
        | Q(condition__icontains=text.strip()) | Q(category__big_name__icontains=wanted)
    )  # fmt: skip


def open_cases(**facts: Any) -> int:
    """Return how many open cases answer to some facts; they keep the version they were filed under."""
    return Case.objects.filter(is_open=True, **facts).count()
