import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.catalogue.enums import CategoryKind, HandlerKind
from chengzhi.catalogue.models import (
    Category,
    CategoryMapping,
    CategoryQuestion,
    Edition,
    FilingStandard,
    QuestionOption,
)
from chengzhi.catalogue.selectors import (
    category_by_key,
    category_on,
    edition_in_force,
    find_standards,
    propose_categories,
)
from chengzhi.catalogue.services import load_starter_catalogue
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter() -> Edition:
    return load_starter_catalogue()


def test_starter_is_complete_and_in_force(starter: Edition) -> None:
    assert edition_in_force() == starter
    assert starter.categories.filter(kind=CategoryKind.EVENT).count() >= 100
    assert starter.categories.filter(kind=CategoryKind.PART).count() >= 50
    assert FilingStandard.objects.count() >= 750


def test_every_category_has_standards_words_handler_and_icon(starter: Edition) -> None:
    assert not starter.categories.filter(standards=None).exists()
    assert not starter.categories.filter(handler=HandlerKind.NONE).exists()
    assert not starter.categories.filter(icon="").exists()
    assert all(len(one.keywords) >= 3 for one in starter.categories.all())


def test_core_areas_are_never_slower_than_the_outskirts(starter: Edition) -> None:
    for category in starter.categories.prefetch_related("standards"):
        by_level: dict[tuple[int, str], int] = {
            (one.condition_no, one.level): one.limit.seconds for one in category.standards.all()
        }
        for (number, level), seconds in by_level.items():
            assert level != "A" or seconds <= by_level[number, "B"] <= by_level[number, "C"], category.name


def test_answers_lead_to_conditions_that_exist(starter: Edition) -> None:
    assert CategoryQuestion.objects.count() >= 20
    for option in QuestionOption.objects.select_related("question__category"):
        standards = option.question.category.standards
        assert standards.filter(condition_no=option.condition_no or 0).exists(), option


def test_same_matter_has_another_code_in_the_older_edition(starter: Edition) -> None:
    early = dt.date(2010, 1, 1)
    assert category_by_key("路面塌陷", early).code == "0401"
    assert category_by_key("路面塌陷").code == "0505"
    assert category_by_key("店外经营", early).code == "0504"
    assert category_by_key("店外经营").code == "0405"


def test_every_older_category_but_the_rest_classes_has_an_heir(starter: Edition) -> None:
    older = Edition.objects.get(code="cjt214-2007")
    heirless = [one.name for one in older.categories.all() if category_on(one) is None]
    assert set(heirless) == {"其他"}
    assert CategoryMapping.objects.count() == 50


def test_residents_words_find_a_category_with_standards(starter: Edition) -> None:
    best = propose_categories("菜场门口垃圾堆了好几天没人清")[0]
    assert best.category.name == "暴露生活垃圾"
    assert [one.number for one in find_standards(best.category, "A")] == ["0110-1", "0110-2", "0110-3"]


def test_loading_again_changes_nothing(starter: Edition) -> None:
    before = Category.objects.count()
    assert load_starter_catalogue() == starter
    assert Category.objects.count() == before


def test_starter_stands_back_where_a_city_has_its_own() -> None:
    own = made.edition()
    load_starter_catalogue()
    assert edition_in_force() == own


def test_loading_asks_the_database_few_questions(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(40):
        load_starter_catalogue()


def test_loading_again_asks_only_whether_a_catalogue_is_there(
    starter: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        load_starter_catalogue()
