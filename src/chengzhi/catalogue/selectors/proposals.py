"""Proposing categories for what a resident wrote or said."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from chengzhi.catalogue.models import Category, Edition, LearnedWord
from chengzhi.catalogue.models.periods import in_force
from chengzhi.catalogue.proposing import Entry, WordModel
from chengzhi.catalogue.selectors.categories import today


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that may be meant: how sure (0 to 1), and the words that speak for it."""

    category: Category
    score: float
    words: tuple[str, ...]


def propose_categories(text: str, limit: int = 3, on: dt.date | None = None) -> list[Proposal]:
    """Return the likeliest categories of the edition in force, best first; none where nothing speaks clearly."""
    return proposer(on)(text, limit)


def proposer(on: dt.date | None = None) -> Callable[[str, int], list[Proposal]]:
    """Return ``propose_categories`` for one day, for callers with many texts: the edition is looked up once."""
    found = Edition.objects.filter(in_force(on or today()), is_adopted=True).values_list("pk", "revision").first()
    if found is None:
        return lambda _text, _limit: []
    model, categories = _trained(*found)

    def propose(text: str, limit: int) -> list[Proposal]:
        return [Proposal(categories[guess.key], guess.score, guess.words) for guess in model.guess(text, limit)]

    return propose


@lru_cache(maxsize=4)
def _trained(edition_id: int, _revision: int) -> tuple[WordModel, dict[int, Category]]:
    """Return the model of an edition; every change of its categories or learned words makes a new revision."""
    categories = {one.pk: one for one in Category.objects.filter(edition_id=edition_id)}
    learned: dict[int, dict[str, int]] = {pk: {} for pk in categories}
    for word in LearnedWord.objects.filter(category_id__in=categories):
        learned[word.category_id][word.word] = word.count
    entries = [Entry(pk, one.name, tuple(one.keywords), learned[pk]) for pk, one in categories.items()]
    return WordModel(entries), categories
