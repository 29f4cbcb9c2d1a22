import datetime as dt
from typing import Any

import pytest

from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import Edition
from chengzhi.catalogue.selectors import (
    propose_categories,
    proposer,
)
from chengzhi.catalogue.services import change_category, learn_words
from chengzhi.kernel.access import SYSTEM
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
EARLY = dt.date(2010, 1, 1)


@pytest.fixture
def older() -> Edition:
    return made.edition("older", valid_from=dt.date(2007, 1, 1), valid_to=made.FIRST)


def test_proposals_name_the_category_and_its_words() -> None:
    made.category(keywords=["垃圾堆"])
    (best,) = propose_categories("门口一个大垃圾堆")
    assert (best.category.name, best.words[0]) == ("暴露生活垃圾", "垃圾堆")
    assert 0 < best.score < 1


def test_proposals_follow_a_change_of_words() -> None:
    held = made.category(keywords=["垃圾堆"])
    assert propose_categories("苍蝇馆子门前") == []
    change_category(capacity=SYSTEM, category=held, keywords=["苍蝇馆子"], handler=HandlerKind.SANITATION)
    assert propose_categories("苍蝇馆子门前")[0].category == held


def test_proposals_learn_from_filed_cases() -> None:
    held = made.category(keywords=["垃圾堆"])
    made.category(held.edition, name="道路不洁", code="0112")
    filed = [(held.pk, "蟑螂满地爬，蟑螂到处都是")] * 5
    assert learn_words(edition=held.edition, filed=filed) > 0
    assert propose_categories("垃圾堆里有蟑螂")[0].words[0] in {"垃圾堆", "蟑螂"}
    assert "蟑螂" in propose_categories("垃圾堆里有蟑螂")[0].words


def test_no_edition_proposes_nothing() -> None:
    assert propose_categories("垃圾") == []


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\x00", "x" * 10_000])
def test_nothing_clear_proposes_nothing(text: str) -> None:
    made.category(keywords=["垃圾堆"])
    assert propose_categories(text) == []


def test_a_day_is_looked_up_once_for_many_texts(django_assert_max_num_queries: Any) -> None:
    made.category(keywords=["垃圾堆"])
    propose = proposer()
    with django_assert_max_num_queries(0):
        assert [len(propose("门口垃圾堆", 3)) for _each in range(50)] == [1] * 50


def test_without_an_edition_that_day_every_text_is_unknown(older: Edition) -> None:
    assert proposer(dt.date(1999, 1, 1))("垃圾堆", 3) == []


def test_each_day_proposes_from_its_own_edition(older: Edition) -> None:
    old = made.category(older, keywords=["垃圾堆"])
    new = made.category(made.edition(), keywords=["垃圾堆"])
    assert propose_categories("门口垃圾堆", on=EARLY)[0].category == old
    assert propose_categories("门口垃圾堆")[0].category == new
