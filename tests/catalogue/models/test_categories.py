import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError

from chengzhi.catalogue.models import (
    Category,
    CategoryMapping,
    CategoryQuestion,
    Edition,
    QuestionOption,
)
from tests.factories import catalogue as made

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


def test_objects_read_as_words() -> None:
    one = made.standard()
    assert str(one) == "0110-1 成堆垃圾"
    assert str(one.category.edition) == "本市分类"
    assert one.category.full_name == "市容环境 / 暴露生活垃圾"
    assert str(CategoryQuestion(text="多大？")) == "多大？"
    assert str(QuestionOption(label="小")) == "小"


def test_category_reads_as_its_name() -> None:
    assert str(made.category()) == "暴露生活垃圾"
