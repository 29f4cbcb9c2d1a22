import datetime as dt
from datetime import datetime
from typing import Any

import pytest

from chengzhi.catalogue.enums import CategoryKind, Relation
from chengzhi.catalogue.models import CategoryQuestion, Edition, QuestionOption
from chengzhi.catalogue.selectors import (
    category_by_key,
    category_on,
    category_tree,
    edition_in_force,
    questions,
    search_categories,
)
from chengzhi.catalogue.services import map_categories
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import NotFound
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
EARLY = dt.date(2010, 1, 1)


@pytest.fixture
def older() -> Edition:
    return made.edition("older", valid_from=dt.date(2007, 1, 1), valid_to=made.FIRST)


def test_edition_in_force_follows_the_day(older: Edition) -> None:
    newer = made.edition()
    assert edition_in_force(EARLY) == older
    assert edition_in_force(made.FIRST) == newer
    assert edition_in_force(dt.date(1999, 1, 1)) is None


def test_today_is_the_day_of_the_house_clock(older: Edition) -> None:
    with clock.at(datetime(2010, 5, 1, tzinfo=dt.UTC)):
        assert edition_in_force() == older


def test_edition_that_is_not_adopted_is_never_in_force() -> None:
    made.edition("imported", is_adopted=False)
    assert edition_in_force(made.LATER) is None


def test_tree_groups_categories_by_class() -> None:
    held = made.edition()
    made.category(held)
    made.category(held, name="道路不洁", code="0112")
    made.category(held, name="上水井盖", code="0101", kind=CategoryKind.PART, big_name="公用设施")
    tree = category_tree()
    assert [(one.kind, one.name, len(one.categories)) for one in tree] == [
        ("event", "市容环境", 2),
        ("part", "公用设施", 1),
    ]
    assert [one.name for one in category_tree(kind=CategoryKind.PART)] == ["公用设施"]


def test_same_name_is_found_under_the_code_of_its_day(older: Edition) -> None:
    made.category(older, name="店外经营", code="0504", big_name="街面秩序")
    made.category(made.edition(), name="店外经营", code="0405", big_name="街面秩序")
    assert category_by_key("店外经营", EARLY).code == "0504"
    assert category_by_key("店外经营", made.LATER, CategoryKind.EVENT).code == "0405"


def test_unknown_name_is_not_found() -> None:
    made.category()
    with pytest.raises(NotFound):
        category_by_key("流星")


def test_category_passes_to_the_edition_of_a_day_by_name(older: Edition) -> None:
    old = made.category(older, name="店外经营", code="0504")
    new = made.category(made.edition(), name="店外经营", code="0405")
    assert category_on(old, made.LATER) == new
    assert category_on(new, made.LATER) == new
    assert category_on(new, EARLY) == old


def test_category_passes_to_the_edition_of_a_day_by_mapping(older: Edition) -> None:
    old = made.category(older, name="自来水管破裂", code="0402")
    new = made.category(made.edition(), name="供水管道破裂", code="0501")
    assert category_on(old, made.LATER) is None
    map_categories(capacity=SYSTEM, from_category=old, to_category=new, relation=Relation.SAME)
    assert category_on(old, made.LATER) == new
    assert category_on(new, EARLY) == old


@pytest.mark.parametrize("typed", ["生活垃圾", "shenghuolaji", "blsh", "0110", "烂菜叶", " BLSH "])
def test_search_finds_by_name_pinyin_initials_code_and_everyday_word(typed: str) -> None:
    made.category(keywords=["烂菜叶"])
    assert [one.name for one in search_categories(typed)] == ["暴露生活垃圾"]


def test_search_puts_names_that_begin_so_first() -> None:
    held = made.edition()
    made.category(held, keywords=["道路"])
    made.category(held, name="道路不洁", code="0112")
    assert [one.code for one in search_categories("道路")] == ["0112", "0110"]


@pytest.mark.parametrize("typed", ["", "  ", "流星", "%"])
def test_search_for_nothing_known_finds_nothing(typed: str) -> None:
    made.category()
    assert search_categories(typed) == []


def test_questions_come_with_their_options_in_order() -> None:
    held = made.category()
    question = CategoryQuestion.objects.create(category=held, order=1, text="多大？")
    QuestionOption.objects.create(question=question, order=2, label="大")
    QuestionOption.objects.create(question=question, order=1, label="小")
    assert [one.label for one in questions(held)[0].options.all()] == ["小", "大"]


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "🙂", "x" * 500])
def test_signs_find_nothing_and_break_nothing(typed: str) -> None:
    made.category()
    assert search_categories(typed) == []


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_is_found_than_asked(limit: int) -> None:
    held = made.edition()
    for code in ("0110", "0112", "0113"):
        made.category(held, name=f"道路{code}", code=code)
    assert len(search_categories("道路", limit=limit)) == limit


def test_search_knows_only_the_edition_of_the_day(older: Edition) -> None:
    made.category(older, name="店外经营", code="0504")
    assert search_categories("店外") == []
    assert [one.code for one in search_categories("店外", EARLY)] == ["0504"]


def test_a_name_of_both_kinds_is_told_apart() -> None:
    held = made.edition()
    event = made.category(held, name="其他设施", code="0110")
    part = made.category(held, name="其他设施", code="0110", kind=CategoryKind.PART)
    assert category_by_key("其他设施") == event
    assert category_by_key("其他设施", kind=CategoryKind.PART) == part


@pytest.mark.parametrize(
    ("relations", "best"),
    [
        ((Relation.RELATED, Relation.SAME), 1),
        ((Relation.NARROWER, Relation.BROADER), 1),
        ((Relation.SAME, Relation.RELATED), 0),
        ((Relation.SAME, Relation.SAME), 0),
    ],
)
def test_the_nearest_relation_leads(older: Edition, relations: tuple[Relation, ...], best: int) -> None:
    old, edition = made.category(older, name="管道破裂", code="0402"), made.edition()
    heirs = [made.category(edition, name=name, code=code) for name, code in (("供水", "0501"), ("供气", "0502"))]
    for heir, relation in zip(heirs, relations, strict=True):
        map_categories(capacity=SYSTEM, from_category=old, to_category=heir, relation=relation)
    assert category_on(old, made.LATER) == heirs[best]


def test_without_an_edition_there_is_no_tree_and_nothing_to_find() -> None:
    assert category_tree() == []
    assert search_categories("道路") == []
    assert edition_in_force() is None


def test_the_tree_takes_one_query(django_assert_num_queries: Any) -> None:
    held = made.edition()
    for code in ("0110", "0112", "0201"):
        made.category(held, name=code, code=code, big_name=code[:2])
    with django_assert_num_queries(1):
        assert [len(one.categories) for one in category_tree()] == [2, 1]


def test_the_questions_of_a_category_take_two_queries(django_assert_num_queries: Any) -> None:
    held = made.category()
    for order in (2, 1):
        question = CategoryQuestion.objects.create(category=held, order=order, text=f"第{order}问")
        QuestionOption.objects.create(question=question, order=1, label="是")
    with django_assert_num_queries(2):
        asked = [(one.text, len(one.options.all())) for one in questions(held)]
    assert asked == [("第1问", 1), ("第2问", 1)]
