"""What a resident may choose from: kinds, places, and matters that somebody has reported already."""

from datetime import timedelta

import pytest

from chengzhi.catalogue.models import Category, Edition
from chengzhi.kernel import clock
from chengzhi.portal.drafts import Draft
from chengzhi.portal.selectors.choices import (
    GUESSES,
    already_reported,
    area_at,
    area_of,
    category_named,
    guesses,
    places_named,
    usual_categories,
)
from tests.factories.city import LAT, LON, SINCE, City
from tests.factories.loop import case_after, report


def names(found: list[Category]) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize("key", [None, 0, 10**9, 2**62])
def test_a_category_that_is_none_is_none(city: City, key: int | None) -> None:
    assert category_named(key) is None


def test_a_category_in_force_is_found_and_one_of_another_edition_is_not(city: City) -> None:
    old = Edition.objects.create(code="old", name="旧版", valid_from=SINCE, is_adopted=False)
    gone = Category.objects.create(
        edition=old,
        kind="event",
        big_code="09",
        big_name="旧",
        code="0901",
        name="旧小类",
        key="旧小类",
        handler="sanitation",
    )
    mine = city.categories["暴露垃圾"]
    assert category_named(mine.pk) == mine
    assert category_named(gone.pk) is None


def test_words_that_name_a_kind_put_it_first(city: City) -> None:
    assert names(guesses("占道经营的摊子"))[0] == "占道经营"


def test_without_words_the_usual_kinds_are_offered(city: City) -> None:
    assert names(guesses("")) == ["暴露垃圾", "占道经营"]


def test_no_kind_is_offered_twice_and_never_too_many(city: City) -> None:
    found = names(guesses("暴露垃圾 占道经营"))
    assert len(found) == len(set(found)) <= GUESSES


def test_words_that_mean_nothing_still_offer_something(city: City) -> None:
    assert guesses("嗯嗯嗯") == guesses("")


def test_what_is_reported_most_stands_first(city: City) -> None:
    report(city, category_id=city.categories["占道经营"].pk)
    assert names(usual_categories())[0] == "占道经营"


def test_reports_of_long_ago_count_no_more(city: City) -> None:
    with clock.at(clock.now() - timedelta(days=90)):
        report(city, category_id=city.categories["占道经营"].pk)
    assert names(usual_categories())[0] == "暴露垃圾"


@pytest.mark.parametrize(
    ("lon", "lat", "area"),
    [(LON, LAT, "学田街道 学田社区居委会"), (116.4, 39.9, ""), (None, LAT, ""), (LON, None, ""), (None, None, "")],
)
def test_the_area_is_named_where_it_is_ours(city: City, lon: float | None, lat: float | None, area: str) -> None:
    assert area_at(lon, lat) == area
    assert area_of(Draft(lon=lon, lat=lat)) == area


def test_places_are_offered_once_and_none_for_nothing(city: City) -> None:
    found = places_named("学田")
    assert len({(one.name, one.street_name, one.community_name) for one in found}) == len(found)
    assert places_named("") == []
    assert places_named("没有这个地方啊") == []


def test_the_same_matter_near_by_is_offered_without_personal_data(city: City) -> None:
    case = report(city, words="菜场西门垃圾成堆")
    draft = Draft(words="菜场西门有垃圾", lon=LON, lat=LAT, category=city.categories["暴露垃圾"].pk)
    (found,) = already_reported(draft)
    assert found.case.number == case.number


@pytest.mark.parametrize("facts", [{}, {"lon": LON}, {"lon": 116.4, "lat": 39.9}])
def test_without_a_place_near_by_nothing_is_offered(city: City, facts: dict[str, float]) -> None:
    report(city)
    assert already_reported(Draft(words="垃圾", **facts)) == []  # type: ignore[arg-type]  # coordinates only


def test_a_closed_matter_is_not_offered(city: City) -> None:
    case_after(city, "close")
    assert already_reported(Draft(words="垃圾", lon=LON, lat=LAT)) == []
