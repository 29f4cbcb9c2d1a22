import datetime as dt

import pytest

from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import Edition
from chengzhi.catalogue.selectors import (
    propose_categories,
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
