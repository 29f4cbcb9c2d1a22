import random

import pytest

from chengzhi.cases.simulation.cast import Cast, NobodyThereError
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def cast(city: City) -> Cast:
    made = Cast(random.Random(1))
    made.assemble()
    return made


def test_somebody_with_the_right_everywhere_is_found(cast: Cast) -> None:
    assert cast.anyone("cases.case.file").person_name == "bob"


def test_a_right_that_nobody_holds_is_an_error_in_words(cast: Cast) -> None:
    with pytest.raises(NobodyThereError, match="没有人有"):
        cast.anyone("cases.case.fly")


def test_the_collector_sent_out_is_known(city: City, cast: Cast) -> None:
    sent = cast.collector(case_after(city, "send_verify"))
    assert sent is not None
    assert sent.person_name == "erin"
    assert cast.collector(report(city)) is None


def test_somebody_of_the_street_is_found_by_the_cell(cast: Cast) -> None:
    near = cast.of_territory("cases.case.patrol", "320613006001001")
    assert near is not None
    assert near.person_name == "erin"
    assert cast.of_territory("cases.case.patrol", "320613007001001") is None


def test_the_handler_acts_for_the_unit_or_else_an_officer_of_it(city: City, cast: Cast) -> None:
    taken, sent = case_after(city, "take_over"), case_after(city, "dispatch")
    for case in (taken, sent):
        who = cast.of_unit(case)
        assert who is not None
        assert who.person_name == "dave"
    assert cast.of_unit(report(city)) is None
