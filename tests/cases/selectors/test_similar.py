"""What may be the same matter: near, of today, and alike."""

from datetime import timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.similar import SimilarCase, similar_cases
from chengzhi.kernel import clock
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import act, report
from tests.factories.moves import beijing

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


METRE = 1 / 111_195  # of latitude, in degrees


@pytest.mark.parametrize(
    ("metres", "is_found"), [(0, True), (30, True), (49.5, True), (50.5, False), (70, False), (500, False)]
)
@pytest.mark.parametrize("way", ["north", "south"])
def test_fifty_metres_are_the_edge(city: City, case: Case, metres: float, way: str, *, is_found: bool) -> None:
    lat = LAT + metres * METRE * (1 if way == "north" else -1)
    found = similar_cases(city.alice, lon=LON, lat=lat, words="菜场西门垃圾很臭")
    assert bool(found) is is_found


@pytest.mark.parametrize(("metres", "is_found"), [(49, True), (51, False)])
def test_eastwards_degrees_are_shorter(city: City, case: Case, metres: float, *, is_found: bool) -> None:
    wide = METRE / 0.848  # the cosine of 32 degrees
    assert bool(similar_cases(city.alice, lon=LON + metres * wide, lat=LAT, words="菜场西门垃圾很臭")) is is_found


@pytest.mark.parametrize(
    ("opened", "asked", "is_found"),
    [
        ("2026-11-22 09:00", "2026-11-23 08:59", True),
        ("2026-11-22 09:00", "2026-11-23 09:00", True),
        ("2026-11-22 09:00", "2026-11-23 09:01", False),
        ("2026-11-20 18:00", "2026-11-23 08:00", False),
    ],
)
def test_a_day_and_night_are_the_edge(city: City, opened: str, asked: str, *, is_found: bool) -> None:
    with clock.at(beijing(opened)):
        report(city)
    with clock.at(beijing(asked)):
        assert bool(similar_cases(city.alice, lon=LON, lat=LAT, words="菜场西门垃圾很臭")) is is_found


def test_the_likeliest_stands_first_then_the_nearest(city: City) -> None:
    near_other = report(city, words="路灯不亮晚上看不见路")
    far_same = report(city, lat=LAT + 40 * METRE)
    near_same = report(city)
    found = similar_cases(city.alice, lon=LON, lat=LAT, words="菜场西门垃圾堆了两天，很臭", limit=9)
    assert [one.case for one in found] == [near_same, far_same, near_other]
    assert found[0].likeness >= found[1].likeness > found[2].likeness
    assert [round(one.metres or 0) for one in found] == [0, 40, 0]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (9, 5)])
def test_no_more_are_told_than_asked_for(city: City, limit: int, count: int) -> None:
    for _number in range(5):
        report(city)
    assert len(similar_cases(city.alice, lon=LON, lat=LAT, words="菜场西门垃圾很臭", limit=limit)) == count


@pytest.mark.parametrize(
    ("words", "same_kind", "is_found"),
    [("菜场西门垃圾堆了两天", True, True), ("菜场西门垃圾堆了两天", False, True), ("路灯坏了", True, True), ("路灯坏了", False, False),
     ("", True, True), ("", False, False)],
)  # fmt: skip
def test_like_words_or_the_same_kind_make_a_like_case(
    city: City, case: Case, words: str, *, same_kind: bool, is_found: bool
) -> None:
    kind = city.categories["暴露垃圾" if same_kind else "占道经营"].pk
    found = similar_cases(city.alice, lon=LON, lat=LAT, words=words, category_id=kind)
    assert bool(found) is is_found
