"""Which small category the words mean: proposed, searched for, or chosen from the whole list; and what to ask then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chengzhi.catalogue.models import Category, CategoryQuestion, QuestionOption
from chengzhi.catalogue.selectors import (
    BigClass,
    Proposal,
    category_tree,
    propose_categories,
    questions,
    search_categories,
)
from chengzhi.catalogue.selectors.categories import categories_in_force

MOST_FOUND = 8
LONGEST_ID = 19
SURE = 0.4
AHEAD = 0.1


@dataclass(frozen=True, slots=True)
class Offer:
    """A category that may be chosen, and the caller's words that speak for it."""

    category: Category
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryHelp:
    """The categories on offer and the one that is chosen; ``tree`` is the whole list, where it was asked for."""

    offers: list[Offer]
    chosen: Category | None = None
    is_by_hand: bool = False
    find: str = ""
    tree: list[BigClass] = field(default_factory=list)
    asked: list["Asked"] = field(default_factory=list)

    @property
    def has_found_nothing(self) -> bool:
        """Tell whether a search found nothing but what was chosen before."""
        return bool(self.find) and all(one.category == self.chosen for one in self.offers)


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up question (追问) of the chosen category with the answer given so far."""

    question: CategoryQuestion
    answer: QuestionOption | None = None

    @property
    def name(self) -> str:
        return f"answer_{self.question.pk}"

    @property
    def words(self) -> str:
        return f"{self.question.text}{self.answer.label}" if self.answer else ""


def category_help(given: Mapping[str, str]) -> CategoryHelp:
    """Return what to offer for the words typed so far; a choice made by hand stays, whatever the words become."""
    find = given.get("find", "").strip()[:40]
    is_by_hand = given.get("by_hand") == "1"
    kept = chosen_category(given) if is_by_hand else None
    proposals = propose_categories(given.get("words", ""))
    chosen = kept or _clear_one(proposals)
    offers = _offers(find, proposals)
    if chosen and chosen.pk not in {one.category.pk for one in offers}:
        offers.insert(0, Offer(chosen))
    tree = category_tree() if given.get("all") == "1" else []
    asked = asked_of(chosen, given)
    return CategoryHelp(offers=offers, chosen=chosen, is_by_hand=kept is not None, find=find, tree=tree, asked=asked)


def chosen_category(given: Mapping[str, str]) -> Category | None:
    """Return the category of the edition in force that the form names, or None."""
    text = given.get("pick") or given.get("category") or ""
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else 0
    return categories_in_force().filter(pk=wanted).first() if wanted else None


def asked_of(category: Category | None, given: Mapping[str, str]) -> list[Asked]:
    """Return the follow-up questions of a category with the answers that the form carries."""
    if category is None:
        return []
    found = []
    for question in questions(category):
        answer = given.get(f"answer_{question.pk}", "")
        chosen = next((one for one in question.options.all() if str(one.pk) == answer), None)
        found.append(Asked(question, chosen))
    return found


def condition_of(asked: list[Asked]) -> int | None:
    """Return the filing condition that the answers lead to, if any does."""
    numbers = (one.answer.condition_no for one in asked if one.answer)
    return next((number for number in numbers if number is not None), None)


def _offers(find: str, proposals: list[Proposal]) -> list[Offer]:
    if find:
        return [Offer(one) for one in search_categories(find, limit=MOST_FOUND)]
    return [Offer(one.category, one.words[:3]) for one in proposals]


def _clear_one(proposals: list[Proposal]) -> Category | None:
    """Return the first proposal where the words are clear enough to choose it unasked."""
    if not proposals or proposals[0].score < SURE:
        return None
    is_ahead = len(proposals) == 1 or proposals[0].score - proposals[1].score >= AHEAD
    return proposals[0].category if is_ahead else None
