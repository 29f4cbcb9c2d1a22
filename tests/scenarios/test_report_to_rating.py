"""One message from report to rating, each act by the person whose act it is."""

from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.services import CaseAct, Told, report_matter, take_step
from chengzhi.kernel.access import Capacity, resident
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def act(case: Case, step: str, capacity: Capacity, **values: Any) -> None:
    take_step(case, step, CaseAct(capacity=capacity, values=values))


def reported(city: City) -> Case:
    told = Told(
        channel="hotline", words="菜场西门垃圾堆了两天，很臭", category_id=city.categories["暴露垃圾"].pk, lon=LON, lat=LAT,
        reporter_name="王女士", reporter_phone="13812346621", callback="sms",
    )  # fmt: skip
    return report_matter(told, capacity=city.alice).case


def test_a_message_goes_from_report_to_rating(city: City) -> None:
    case = reported(city)
    act(case, "send_verify", city.alice)
    act(case, "confirm", city.erin, media=[photo().pk])
    act(case, "accept", city.alice)
    act(case, "file", city.bob, standard=city.standards["暴露垃圾"].pk)
    act(case, "dispatch", city.carol, unit=city.units["cleaning"].pk)
    act(case, "take_over", city.dave)
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    act(case, "feed_back", city.hank, result="已清运", media=[photo().pk])
    act(case, "pass_inspection", city.carol)
    act(case, "send_check", city.alice)
    act(case, "pass_check", city.erin, media=[photo().pk])
    act(case, "close", city.bob, closing_rule=True)
    act(case, "rate", resident("王女士"), satisfaction="satisfied")
    assert (case.state, case.closure, case.satisfaction) == ("closed", "normal", "satisfied")
    assert [step.seq for step in case.steps.all()] == list(range(1, 15))
    assert case.reports.get().answered_at is not None
