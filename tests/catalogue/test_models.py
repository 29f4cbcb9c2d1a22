import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests.factories import catalogue as made

from chengzhi.catalogue.enums import Clock
from chengzhi.catalogue.models import (
    Category,
    CategoryMapping,
    CategoryQuestion,
    Edition,
    FilingStandard,
    LearnedWord,
    QuestionOption,
)
from chengzhi.kernel.limits import LimitUnit

pytestmark = pytest.mark.django_db


def test_two_adopted_editions_cannot_be_in_force_on_one_day() -> None:
    made.edition("one")
    with pytest.raises(IntegrityError, match="edition_one_adopted_at_a_time"):
        made.edition("two", valid_from=dt.date(2024, 1, 1))


def test_adopted_editions_may_follow_each_other() -> None:
    made.edition("one", valid_to=made.LATER)
    made.edition("two", valid_from=made.LATER)
    assert Edition.objects.count() == 2


def test_edition_cannot_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="edition_period_forward"):
        made.edition(valid_to=dt.date(2019, 1, 1))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"code": "110"}, "category_code_shape"),
        ({"code": "0210"}, "category_code_shape"),
        ({"kind": "mood"}, "category_kind_known"),
        ({"key": ""}, "category_key_present"),
        ({"handler": "nobody"}, "category_handler_known"),
    ],
)
def test_category_that_cannot_be_is_refused(facts: dict[str, Any], constraint: str) -> None:
    wanted = {"kind": "event", "big_code": "01", "big_name": "市容环境", "code": "0110", "name": "垃圾", "key": "垃圾"}
    with pytest.raises(IntegrityError, match=constraint):
        Category.objects.create(edition=made.edition(), **wanted | facts)


def test_name_and_code_stand_once_in_an_edition() -> None:
    first = made.category()
    copy = {"edition": first.edition, "kind": "event", "big_code": "01", "big_name": "市容环境", "name": "x"}
    with pytest.raises(IntegrityError, match="category_code_once"):
        Category.objects.create(**copy, code="0110", key="x")


def test_category_answers_only_to_another_one() -> None:
    one = made.category()
    with pytest.raises(IntegrityError, match="mapping_between_two"):
        CategoryMapping.objects.create(from_category=one, to_category=one)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"limit_value": 0}, "standard_limit_positive"),
        ({"limit_unit": "moon"}, "standard_limit_unit_known"),
        ({"level": "D"}, "standard_level_known"),
        ({"condition": ""}, "standard_condition_present"),
        ({"condition_no": 0}, "standard_condition_numbered"),
        ({"valid_to": dt.date(2019, 1, 1)}, "standard_period_forward|range lower bound"),
        ({"default_handler": "nobody"}, "standard_handler_known"),
    ],
)
def test_standard_that_cannot_be_is_refused(facts: dict[str, Any], constraint: str) -> None:
    wanted = {
        "category": made.category(),
        "condition_no": 1,
        "number": "0110-1",
        "condition": "成堆",
        "limit_value": 2,
        "limit_unit": "working_hour",
        "valid_from": made.FIRST,
    }
    with pytest.raises(Exception, match=constraint):
        FilingStandard.objects.create(**wanted | facts)


def test_one_version_at_a_time_for_a_condition_and_level() -> None:
    one = made.standard(level="A")
    copy = {"condition_no": 1, "number": "0110-1", "condition": "x", "limit_value": 1, "limit_unit": "working_day"}
    FilingStandard.objects.create(category=one.category, level="B", valid_from=made.FIRST, **copy)
    with pytest.raises(IntegrityError, match="standard_one_version_at_a_time"):
        FilingStandard.objects.create(category=one.category, level="A", valid_from=made.LATER, **copy)


@pytest.mark.parametrize("change", ["limit_value = 9", "condition = 'x'", "level = 'C'", "valid_from = '2000-01-01'"])
def test_database_refuses_to_rewrite_a_standard(change: str) -> None:
    made.standard()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="never rewritten"):
        cursor.execute(f"UPDATE catalogue_filingstandard SET {change}")  # noqa: S608  constants of this test


def test_database_refuses_to_remove_a_standard() -> None:
    one = made.standard()
    with pytest.raises(IntegrityError, match="never rewritten or removed"):
        one.delete()


def test_unit_of_a_limit_decides_the_clock() -> None:
    assert made.standard().clock is Clock.WORKING
    urgent = FilingStandard(limit_value=2, limit_unit=LimitUnit.EMERGENCY_HOUR)
    assert urgent.clock is Clock.CONTINUOUS
    assert str(urgent.limit) == "2 紧急工作时"


def test_questions_options_and_words_stand_once() -> None:
    question = CategoryQuestion.objects.create(category=made.category(), order=1, text="多大？")
    QuestionOption.objects.create(question=question, order=1, label="小", condition_no=1)
    LearnedWord.objects.create(category=question.category, word="垃圾", count=3)
    with pytest.raises(IntegrityError, match="option_order_once"):
        QuestionOption.objects.create(question=question, order=1, label="大")


def test_objects_read_as_words() -> None:
    one = made.standard()
    assert str(one) == "0110-1 成堆垃圾"
    assert str(one.category.edition) == "本市分类"
    assert one.category.full_name == "市容环境 / 暴露生活垃圾"
    assert str(CategoryQuestion(text="多大？")) == "多大？"
    assert str(QuestionOption(label="小")) == "小"
