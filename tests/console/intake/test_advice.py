"""What stands beside the form while somebody speaks: doubles, what to promise, dangers, the place."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.intake.advice import MOST_PARTED, Advice, advice_on, spot_of, texts
from tests.factories.city import LAT, LON, SINCE, City
from tests.factories.loop import report

RUBBISH = "菜场西门垃圾堆了两天，很臭"


def typed(**given: Any) -> QueryDict:
    return QueryDict(urlencode(given, doseq=True))


def advice(city: City, **given: Any) -> Advice:
    return advice_on(city.alice, typed(**given))


def whole(city: City, **given: Any) -> Advice:
    facts = {
        "words": RUBBISH, "lon": LON, "lat": LAT, "category": city.categories["暴露垃圾"].pk, "by_hand": "1", **given,
    }  # fmt: skip
    return advice(city, **facts)


def test_an_empty_form_is_promised_its_acceptance_only(city: City) -> None:
    found = advice(city)
    assert (found.similar, found.dangers, found.category, found.spot) == ([], [], None, None)
    assert found.promise.accept_by is not None
    assert (found.promise.unit_name, found.promise.done_by) == ("", None)


def test_place_and_category_are_promised_a_unit_and_a_day(city: City) -> None:
    promised = whole(city).promise
    assert (promised.unit_name, promised.ground) == ("环卫处", "三定方案")
    assert promised.done_by is not None
    assert promised.done_by > promised.accept_by
    assert not promised.is_longest


def test_the_longest_limit_is_promised_while_the_condition_is_open(city: City) -> None:
    FilingStandard.objects.create(
        category=city.categories["暴露垃圾"], condition_no=2, number="0301-2", condition="成堆", limit_value=5,
        limit_unit="working_day", valid_from=SINCE,
    )  # fmt: skip
    promised = whole(city).promise
    assert promised.is_longest
    assert promised.standard is not None
    assert promised.standard.number == "0301-2"


def test_a_case_near_by_about_the_same_is_a_likely_double(city: City) -> None:
    case = report(city)
    found = whole(city)
    assert [one.case for one in found.similar] == [case]


def test_what_was_said_to_be_another_matter_stays_away(city: City) -> None:
    first, second = report(city), report(city)
    found = whole(city, parted=[first.number])
    assert [one.case for one in found.similar] == [second]
    assert found.parted == [first.number]


def test_only_so_many_numbers_are_remembered_and_none_too_long(city: City) -> None:
    found = advice(city, parted=["9" * 500, *map(str, range(50))])
    assert len(found.parted) == MOST_PARTED
    assert len(found.parted[0]) == 32


def test_cases_out_of_reach_are_no_doubles(city: City) -> None:
    report(city)
    found = advice_on(city.hank, typed(words=RUBBISH, lon=LON, lat=LAT))
    assert found.similar == []


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("着火了", ["119"]), ("有人触电受伤", ["95598", "120"]), ("没有人受伤", []), ("垃圾很臭", [])],
)
def test_danger_in_the_words_calls_for_its_service(city: City, words: str, numbers: list[str]) -> None:
    assert [one.number for one in advice(city, words=words).dangers] == numbers


@pytest.mark.parametrize(("lon", "lat"), [("x", "y"), ("", "32"), ("nan", "nan")])
def test_a_place_that_is_none_leaves_the_rest_of_the_advice(city: City, lon: str, lat: str) -> None:
    found = whole(city, lon=lon, lat=lat)
    assert found.spot is None
    assert found.promise.unit_name == "环卫处"


def test_the_last_value_of_a_field_counts() -> None:
    assert texts(typed(words=["first", "last"], place="")) == {"words": "last", "place": ""}


def test_a_spot_is_read_from_the_form(city: City) -> None:
    found = spot_of(typed(lon=LON, lat=LAT, datum="cgcs2000"))
    assert found is not None
    assert found.cell_name == "学田一号网格"
    assert spot_of(typed()) is None
