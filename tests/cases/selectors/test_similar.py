"""What may be the same matter: near, of today, and alike."""

from datetime import timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.similar import SimilarCase, similar_cases
from chengzhi.kernel import clock
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import act, report

pytestmark = pytest.mark.django_db
METRE = 1 / 111_320


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def case(city: City) -> Case:
    return report(city)


def found(city: City, *, metres: float = 10, words: str = "菜场西门垃圾很臭", **facts: int) -> list[SimilarCase]:
    return similar_cases(city.alice, lon=LON, lat=LAT + metres * METRE, words=words, **facts)


def test_an_open_case_near_by_with_like_words_is_found(city: City, case: Case) -> None:
    one = found(city)[0]
    assert one.case == case
    assert 9 <= (one.metres or 0) <= 11
    assert one.likeness >= 0.5


def test_what_lies_further_than_fifty_metres_is_another_matter(city: City, case: Case) -> None:
    assert found(city, metres=60) == []


def test_what_is_older_than_a_day_is_another_matter(city: City, case: Case) -> None:
    with clock.at(clock.now() + timedelta(hours=25)):
        assert found(city) == []


def test_what_is_over_is_another_matter(city: City, case: Case) -> None:
    act(case, "refuse", city.alice, reason="不归城管")
    assert found(city) == []


def test_other_words_about_another_category_are_another_matter(city: City, case: Case) -> None:
    other = city.categories["占道经营"].pk
    assert found(city, words="早餐车挡路", category_id=other) == []
    assert found(city, words="早餐车挡路", category_id=case.category_id)[0].likeness == 0


def test_without_a_place_nothing_is_compared(city: City, case: Case) -> None:
    assert similar_cases(city.alice, lon=None, lat=LAT, words="垃圾") == []


def test_the_public_is_compared_with_everything_and_a_stranger_with_nothing(city: City, case: Case) -> None:
    assert similar_cases(None, lon=LON, lat=LAT, words="")[0].case == case
    assert similar_cases(city.dave, lon=LON, lat=LAT, words="垃圾") == []
