"""Which category the words mean: proposed, searched for, chosen by hand, and the questions that then are asked."""

import pytest

from chengzhi.catalogue.models import Category, CategoryQuestion, Edition, QuestionOption
from chengzhi.console.intake import categories
from chengzhi.console.intake.categories import Asked, CategoryHelp, Offer, category_help, chosen_category, condition_of
from tests.factories.city import SINCE, City


@pytest.fixture
def rubbish(city: City) -> Category:
    return city.categories["暴露垃圾"]


@pytest.fixture
def stalls(city: City) -> Category:
    return city.categories["占道经营"]


@pytest.fixture
def question(rubbish: Category) -> CategoryQuestion:
    asked = CategoryQuestion.objects.create(category=rubbish, order=1, text="堆了多大？")
    for order, (label, number) in enumerate((("1 立方米以上", 2), ("一小袋", None)), start=1):
        QuestionOption.objects.create(question=asked, order=order, label=label, condition_no=number)
    return asked


def test_nothing_said_offers_nothing(city: City) -> None:
    assert category_help({}) == CategoryHelp(offers=[])


def test_clear_words_choose_and_may_be_changed(rubbish: Category) -> None:
    found = category_help({"words": "路边暴露垃圾很多"})
    assert (found.chosen, found.is_by_hand) == (rubbish, False)
    assert found.offers[0].category == rubbish
    assert found.offers[0].words


def test_a_choice_made_by_hand_stays_whatever_the_words_become(rubbish: Category, stalls: Category) -> None:
    given = {"words": "路边暴露垃圾很多", "category": str(stalls.pk), "by_hand": "1"}
    found = category_help(given)
    assert (found.chosen, found.is_by_hand) == (stalls, True)
    assert stalls in [one.category for one in found.offers]


def test_a_choice_that_was_only_proposed_follows_the_words(rubbish: Category, stalls: Category) -> None:
    found = category_help({"words": "路边暴露垃圾很多", "category": str(stalls.pk)})
    assert found.chosen == rubbish


@pytest.mark.parametrize(("typed", "name"), [("占道", "占道经营"), ("暴露", "暴露垃圾"), ("垃圾", "暴露垃圾")])
def test_a_search_comes_before_proposals(city: City, typed: str, name: str) -> None:
    found = category_help({"find": typed, "words": "有件事"})
    assert [one.category.name for one in found.offers] == [name]
    assert found.offers[0].words == ()
    assert not found.has_found_nothing


def test_a_search_that_finds_nothing_says_so_and_keeps_the_choice(rubbish: Category) -> None:
    found = category_help({"find": "月亮", "category": str(rubbish.pk), "by_hand": "1"})
    assert found.has_found_nothing
    assert [one.category for one in found.offers] == [rubbish]


def test_without_a_search_nothing_was_missed(city: City) -> None:
    assert not category_help({"words": "有件事"}).has_found_nothing


def test_a_very_long_search_is_cut(city: City) -> None:
    assert len(category_help({"find": "x" * 500}).find) == 40


@pytest.mark.parametrize(("given", "is_whole"), [({"all": "1"}, True), ({"all": "0"}, False), ({}, False)])
def test_the_whole_list_comes_only_where_it_was_asked_for(
    city: City,
    given: dict[str, str],
    is_whole: bool,  # noqa: FBT001  a table
) -> None:
    assert bool(category_help(given).tree) is is_whole


@pytest.mark.parametrize("text", ["", "0", "x", "-1", "１", "9" * 18, "9" * 25, "1 or 1=1"])
def test_what_names_no_category_chooses_none(city: City, text: str) -> None:
    assert chosen_category({"category": text}) is None


def test_the_pick_of_a_list_comes_before_the_field(rubbish: Category, stalls: Category) -> None:
    assert chosen_category({"pick": str(stalls.pk), "category": str(rubbish.pk)}) == stalls


def test_a_category_of_an_edition_not_in_force_cannot_be_chosen(city: City) -> None:
    edition = Edition.objects.create(code="old", name="旧版", valid_from=SINCE, is_adopted=False)
    old = Category.objects.create(
        edition=edition,
        kind="event",
        big_code="09",
        big_name="旧",
        code="0901",
        name="旧类",
        key="旧类",
        handler="street",
    )
    assert chosen_category({"category": str(old.pk)}) is None


def test_questions_are_asked_with_the_answer_given_so_far(rubbish: Category, question: CategoryQuestion) -> None:
    option = question.options.get(label="1 立方米以上")
    given = {"category": str(rubbish.pk), "by_hand": "1", f"answer_{question.pk}": str(option.pk)}
    asked = category_help(given).asked
    assert [(one.name, one.words) for one in asked] == [(f"answer_{question.pk}", "堆了多大？1 立方米以上")]
    assert condition_of(asked) == 2


@pytest.mark.parametrize("answer", ["", "0", "x", "999999"])
def test_an_answer_there_is_not_is_none(rubbish: Category, question: CategoryQuestion, answer: str) -> None:
    given = {"category": str(rubbish.pk), "by_hand": "1", f"answer_{question.pk}": answer}
    asked = category_help(given).asked
    assert [(one.answer, one.words) for one in asked] == [(None, "")]
    assert condition_of(asked) is None


def test_an_answer_without_a_condition_leads_to_none(question: CategoryQuestion) -> None:
    assert condition_of([Asked(question, question.options.get(label="一小袋"))]) is None


def test_the_first_answer_with_a_condition_counts(question: CategoryQuestion) -> None:
    small, large = question.options.get(label="一小袋"), question.options.get(label="1 立方米以上")
    assert condition_of([Asked(question), Asked(question, small), Asked(question, large)]) == 2


@pytest.mark.parametrize(
    ("scores", "is_clear"),
    [((), False), ((0.4,), True), ((0.39,), False), ((0.9, 0.85), False), ((0.9, 0.7), True), ((0.5, 0.39), True)],
)
def test_only_a_clear_proposal_is_chosen_unasked(
    city: City,
    monkeypatch: pytest.MonkeyPatch,
    scores: tuple[float, ...],
    is_clear: bool,  # noqa: FBT001  a table
) -> None:
    named = list(city.categories.values())
    found = [categories.Proposal(named[place % 2], score, ("词",)) for place, score in enumerate(scores)]
    monkeypatch.setattr(categories, "propose_categories", lambda _words: found)
    assert (category_help({"words": "x"}).chosen is not None) is is_clear


def test_an_offer_shows_at_most_three_of_the_callers_words(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    one = next(iter(city.categories.values()))
    proposal = categories.Proposal(one, 0.2, ("甲", "乙", "丙", "丁"))
    monkeypatch.setattr(categories, "propose_categories", lambda _words: [proposal])
    assert category_help({"words": "x"}).offers == [Offer(one, ("甲", "乙", "丙"))]
