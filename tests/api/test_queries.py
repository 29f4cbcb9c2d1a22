"""How many statements each route costs, the token being held in memory."""

from collections.abc import Callable
from typing import Any

import pytest

from chengzhi.cases.models import Case
from tests.api.conftest import MakeProgram
from tests.factories.city import LAT, LON, City
from tests.factories.loop import report

pytestmark = pytest.mark.django_db
Count = Callable[[int], Any]
READS = {
    "/token": 0,
    "/cases": 1,
    "/cases?list=todo": 1,
    "/cases?list=closed&text=菜场": 1,
    "/cases/{case}": 1,
    "/cases/{case}/steps": 1,
    "/map/cases?bbox=120,31,122,33&zoom=15": 1,
    "/map/cases?bbox=120,31,122,33&zoom=10": 1,
}


@pytest.mark.parametrize(("address", "count"), READS.items())
def test_a_read_costs(
    city: City, program: MakeProgram, django_assert_num_queries: Count, address: str, count: int
) -> None:
    alice, path = program(city.alice), address.format(case=report(city).number)
    assert alice.get(path).status_code == 200
    with django_assert_num_queries(count):
        alice.get(path)


def test_a_case_that_has_not_changed_costs_one(
    city: City, program: MakeProgram, django_assert_num_queries: Count
) -> None:
    alice, case = program(city.alice), report(city)
    alice.get(f"/cases/{case.number}")
    with django_assert_num_queries(1):
        assert alice.get(f"/cases/{case.number}", If_None_Match='"1"').status_code == 304


def test_writes_stay_within_their_bounds(
    city: City, program: MakeProgram, django_assert_max_num_queries: Count
) -> None:
    alice = program(city.alice)
    told = {"channel": "hotline", "words": "垃圾", "category": city.categories["暴露垃圾"].pk, "lon": LON, "lat": LAT}
    alice.post("/reports", told)
    with django_assert_max_num_queries(14):
        number = alice.post("/reports", told).json()["number"]
    assert Case.objects.get(number=number).step_seq == 1
    with django_assert_max_num_queries(16):
        answer = alice.post(
            f"/cases/{number}/steps", {"step": "refuse", "values": {"reason": "不归城管管"}}, If_Match='"1"'
        )
    assert answer.status_code == 201
