"""Words are given plainly and kept as a vector that is found by any of them."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db.models import Value
from django.db.models.functions import Cast

from chengzhi.cases.models import CaseWords
from chengzhi.kernel.models.words import WordsField
from tests.factories.city import City
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


def finds(word: str) -> bool:
    return CaseWords.objects.filter(vector=SearchQuery(word, config="simple")).exists()


def test_words_can_be_saved_changed_and_written_in_bulk(city: City) -> None:
    case = report(city)
    CaseWords.objects.filter(case=case).update(vector="井盖 破损")
    assert finds("井盖")
    CaseWords.objects.all().delete()
    CaseWords.objects.bulk_create([CaseWords(case=case, vector="路灯 不亮")])
    assert finds("路灯")
    assert not finds("井盖")


def test_signs_that_mean_something_to_a_query_are_only_words_here(city: City) -> None:
    case = report(city)
    CaseWords.objects.filter(case=case).update(vector="a & b | !c ' : * \\ (d)")
    assert finds("d")


def test_an_expression_goes_in_as_it_is(city: City) -> None:
    case = report(city)
    CaseWords.objects.filter(case=case).update(vector=Cast(Value("'as':1 'it':2"), WordsField()))
    assert finds("it")


def test_nothing_stays_nothing() -> None:
    assert WordsField().get_placeholder(None, None, None) == "%s"  # type: ignore[arg-type]
