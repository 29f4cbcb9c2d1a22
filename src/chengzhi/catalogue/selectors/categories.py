"""Categories in force on a day, for pickers, search and the passage from one edition to another."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from chengzhi.catalogue.enums import CategoryKind, Relation
from chengzhi.catalogue.models import Category, CategoryMapping, CategoryQuestion, Edition, QuestionOption
from chengzhi.catalogue.models.periods import in_force
from chengzhi.catalogue.naming import name_key
from chengzhi.kernel import clock
from chengzhi.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class BigClass:
    """A big class (大类) with its small categories, for a picker."""

    kind: CategoryKind
    code: str
    name: str
    icon: str
    categories: list[Category] = field(default_factory=list)


def today() -> dt.date:
    """Return the day it is here, by the clock of the house."""
    return clock.now().date()


def edition_in_force(on: dt.date | None = None) -> Edition | None:
    """Return the edition the city follows on a day, or None where none was adopted."""
    return Edition.objects.filter(in_force(on or today()), is_adopted=True).first()


def categories_in_force(on: dt.date | None = None) -> QuerySet[Category]:
    """Return the categories of the edition the city follows on a day."""
    return Category.objects.filter(in_force(on or today(), "edition__"), edition__is_adopted=True)


def category_tree(on: dt.date | None = None, kind: CategoryKind | None = None) -> list[BigClass]:
    """Return the big classes with their categories, events before parts, in the order of their codes."""
    found = categories_in_force(on).order_by("kind", "big_code", "code", "name")
    chosen = found.filter(kind=kind) if kind else found
    grouped = groupby(chosen, lambda one: (one.kind, one.big_code, one.big_name))
    return [_big_class(*facts, list(members)) for facts, members in grouped]


def category_by_key(key: str, on: dt.date | None = None, kind: CategoryKind | None = None) -> Category:
    """Return the category a name stands for on a day; raise NotFound where the edition in force has none."""
    found = categories_in_force(on).filter(key=name_key(key))
    category = (found.filter(kind=kind) if kind else found).order_by("kind").first()
    if category is None:
        raise NotFound
    return category


def category_on(category: Category, on: dt.date | None = None) -> Category | None:
    """Return what a category of any edition is called on a day: the same name, or what a mapping says; else None."""
    current = categories_in_force(on)
    if current.filter(pk=category.pk).exists():
        return category
    named = current.filter(key=category.key, kind=category.kind).first()
    return named or _mapped(category, on)


def search_categories(text: str, on: dt.date | None = None, limit: int = 20) -> list[Category]:
    """Return categories found by name, code, pinyin, initials or everyday word; names that begin so come first."""
    wanted = "".join(text.split()).lower()
    if not wanted:
        return []
    matches = (
        Q(name__icontains=wanted)
        | Q(code__startswith=wanted)
        | Q(pinyin__contains=wanted)
        | Q(initials__contains=wanted)
        | Q(keywords__icontains=wanted)
    )
    begins = Q(name__istartswith=wanted) | Q(code=wanted) | Q(initials__startswith=wanted)
    rank = Case(
        When(begins, then=Value(0)),
        When(Q(name__icontains=wanted) | Q(initials__contains=wanted), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = categories_in_force(on).filter(matches).annotate(rank=rank)
    return list(found.order_by("rank", "kind", "code", "name")[:limit])


def questions(category: Category) -> QuerySet[CategoryQuestion]:
    """Return the follow-up questions of a category with their answers, in order."""
    options = Prefetch("options", QuestionOption.objects.order_by("order"))
    return category.questions.order_by("order").prefetch_related(options)


def _big_class(kind: str, code: str, name: str, members: list[Category]) -> BigClass:
    return BigClass(CategoryKind(kind), code, name, members[0].icon, members)


def _mapped(category: Category, on: dt.date | None) -> Category | None:
    """Return the category a mapping leads to; an equal one before a related one."""
    current = categories_in_force(on)
    mappings = CategoryMapping.objects.filter(
        Q(from_category=category, to_category__in=current) | Q(to_category=category, from_category__in=current)
    ).select_related("from_category", "to_category")
    order = list(Relation)
    best = min(mappings, key=lambda one: (order.index(Relation(one.relation)), one.pk), default=None)
    if best is None:
        return None
    return best.to_category if best.from_category_id == category.pk else best.from_category
