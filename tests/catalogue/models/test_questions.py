from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.catalogue.models import (
    CategoryQuestion,
    LearnedWord,
    QuestionOption,
)
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


def test_questions_options_and_words_stand_once() -> None:
    question = CategoryQuestion.objects.create(category=made.category(), order=1, text="多大？")
    QuestionOption.objects.create(question=question, order=1, label="小", condition_no=1)
    LearnedWord.objects.create(category=question.category, word="垃圾", count=3)
    with pytest.raises(IntegrityError, match="option_order_once"):
        QuestionOption.objects.create(question=question, order=1, label="大")


def asked(**facts: Any) -> CategoryQuestion:
    return CategoryQuestion.objects.create(**{"category": made.category(), "order": 1, "text": "有多大？", **facts})


def test_questions_and_options_read_as_their_words() -> None:
    question = asked()
    option = QuestionOption.objects.create(question=question, order=1, label="一平方米以上", condition_no=2)
    assert (str(question), str(option)) == ("有多大？", "一平方米以上")


def test_a_question_has_words() -> None:
    with pytest.raises(IntegrityError, match="question_text_present"), transaction.atomic():
        asked(text="")


def test_an_answer_may_lead_to_no_condition() -> None:
    assert QuestionOption.objects.create(question=asked(), order=1, label="说不清").condition_no is None


def test_options_come_in_their_order() -> None:
    question = asked()
    for order, label in ((2, "乙"), (1, "甲")):
        QuestionOption.objects.create(question=question, order=order, label=label)
    assert [one.label for one in question.options.all()] == ["甲", "乙"]


def test_questions_go_with_their_category() -> None:
    question = asked()
    question.category.delete()
    assert not CategoryQuestion.objects.exists()
