"""Learned words: counted, once for a category, and gone with it."""

import pytest
from django.db import IntegrityError, transaction

from chengzhi.catalogue.models import LearnedWord
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, -1])
def test_a_word_was_seen_at_least_once(count: int) -> None:
    with pytest.raises(IntegrityError, match=r"learned_word_counted|count_check"), transaction.atomic():
        LearnedWord.objects.create(category=made.category(), word="蟑螂", count=count)


def test_a_word_stands_once_for_a_category_but_in_several() -> None:
    first = made.category()
    second = made.category(first.edition, name="道路不洁", code="0112")
    for category in (first, second):
        LearnedWord.objects.create(category=category, word="泥土", count=3)
    with pytest.raises(IntegrityError, match="learned_word_once"), transaction.atomic():
        LearnedWord.objects.create(category=first, word="泥土", count=9)


def test_words_go_with_their_category() -> None:
    category = made.category()
    LearnedWord.objects.create(category=category, word="泥土", count=3)
    category.delete()
    assert not LearnedWord.objects.exists()
