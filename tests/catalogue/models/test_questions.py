import pytest
from django.db import IntegrityError

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
