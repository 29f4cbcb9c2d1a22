"""One case as a document of one statement."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chengzhi.cases.selectors.casedata import case_document, case_version
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def test_the_document_says_what_the_case_is(city: City, django_assert_num_queries: Any) -> None:
    case = case_after(city, "send_check")
    with django_assert_num_queries(1):
        found = case_document(city.alice, case.number, "zh-hans")
    facts = json.loads(found.json)
    case.refresh_from_db()
    assert found.step_seq == facts["step_seq"] == case.step_seq
    assert (facts["patroller"]["name"], facts["standard"]["number"]) == ("erin", "0301-1")
    assert len(facts["clocks"]) == case.clocks.count()
    assert {one["stage"] for one in facts["media"]} == {"before", "after"}


def test_a_handler_and_the_case_it_was_merged_into_are_named(city: City) -> None:
    case, other = case_after(city, "take_over"), report(city)
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert json.loads(case_document(city.dave, case.number, "en").json)["handler"]["name"] == "hank"
    double = report(city)
    act(double, "merge", city.alice, target=other.number)
    assert json.loads(case_document(city.alice, double.number, "en").json)["merged_into"] == other.number


@pytest.mark.parametrize(("hours", "light"), [(0, "g"), (1, "r")])
def test_the_light_is_that_of_the_moment(city: City, hours: int, light: str) -> None:
    case = report(city)
    with clock.at(clock.now() + timedelta(hours=hours)):
        assert json.loads(case_document(city.alice, case.number, "en").json)["light"] == light


def test_out_of_reach_there_is_nothing(city: City) -> None:
    case = report(city)
    for viewer in (city.dave, city.hank, Capacity()):
        with pytest.raises(NotFound):
            case_document(viewer, case.number, "en")
        with pytest.raises(NotFound):
            case_version(viewer, case.number)


def test_the_version_is_the_number_of_steps(city: City) -> None:
    case = report(city)
    assert case_version(city.alice, case.number) == 1
    act(case, "send_verify", city.alice)
    assert case_version(city.alice, case.number) == 2
