from datetime import timedelta

import pytest

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle, take_summons_step, take_whistle_step, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import LAT, LON, City, make_city, make_person, make_role
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    chief = make_role("street_chief", {"cases.whistle.blow": "territory", "cases.case.read": "territory"})
    answerer = make_role("answerer", {"cases.whistle.answer": "unit"})
    city.people["iris"] = make_person("iris", city.units["street"], chief)
    city.people["dan"] = make_person("dan", city.units["cleaning"], answerer)
    return city


def call(city: City, **facts: object) -> WhistleCall:
    given = {
        "matter": "夜市油烟和占道一起整治", "place": "学田路口", "gather_at": clock.now() + timedelta(hours=2),
        "unit_ids": (city.units["cleaning"].pk,), "lon": LON, "lat": LAT,
    }  # fmt: skip
    return WhistleCall(**{**given, **facts})


def blown(city: City) -> tuple[Whistle, Summons]:
    whistle = blow_whistle(call(city), capacity=city.iris)
    return whistle, whistle.summonses.get()


def sign_in(summons: Summons, who: Capacity) -> None:
    take_summons_step(summons, "sign_in", capacity=who, values={"media": [photo().pk], "lon": LON, "lat": LAT + 0.001})


def test_each_department_gets_a_summons_with_its_limits(city: City) -> None:
    _whistle, summons = blown(city)
    limits = dict(summons.clocks.values_list("name", "limit_seconds"))
    assert limits["answer"] == 30 * 60
    assert 7190 <= limits["arrive"] <= 7200


def test_a_department_answers_signs_in_and_reports(city: City) -> None:
    whistle, summons = blown(city)
    take_summons_step(summons, "answer", capacity=city.dan, values={"coming": "赵刚"})
    sign_in(summons, city.dan)
    take_summons_step(summons, "report_result", capacity=city.dan, values={"result": "已清运"})
    take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "整治完毕"})
    assert (whistle.state, summons.state, summons.signed_metres) == ("concluded", "reported", 111)
    assert verify_chain(summons).is_whole


def test_a_whistle_is_not_concluded_while_a_department_is_open(city: City) -> None:
    whistle, _summons = blown(city)
    with pytest.raises(StepRefused, match="还有部门没有反馈：环卫处"):
        take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "好了"})


def test_the_caller_cannot_sign_in_for_a_department(city: City) -> None:
    _whistle, summons = blown(city)
    with pytest.raises(StepRefused, match="没有“报到”的权限"):
        sign_in(summons, city.iris)


def test_nobody_is_absent_before_the_time(city: City) -> None:
    _whistle, summons = blown(city)
    with pytest.raises(StepRefused, match="过了集合时间 30 分钟"):
        take_summons_step(summons, "mark_absent", capacity=city.iris, values={})


def test_a_department_that_does_not_come_is_recorded_as_absent(city: City) -> None:
    _whistle, summons = blown(city)
    with clock.at(clock.now() + timedelta(hours=3)):
        watch_deadlines()
        summons.refresh_from_db()
        take_summons_step(summons, "mark_absent", capacity=city.iris, values={})
    assert summons.state == "absent"
    assert summons.steps.filter(name="escalate").count() == 2


def test_withdrawing_releases_every_department(city: City) -> None:
    whistle, summons = blown(city)
    take_whistle_step(whistle, "withdraw", capacity=city.iris, values={"reason": "改期"})
    summons.refresh_from_db()
    assert (whistle.state, summons.state) == ("withdrawn", "excused")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"matter": " "}, "matter"),
        ({"place": ""}, "place"),
        ({"gather_at": clock.now() - timedelta(minutes=1)}, "gather_at"),
        ({"unit_ids": ()}, "units"),
        ({"unit_ids": (10**9,)}, "units"),
    ],
)
def test_a_call_that_says_too_little_is_refused(city: City, facts: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        blow_whistle(call(city, **facts), capacity=city.iris)
    assert field in refused.value.errors


def test_a_street_does_not_call_itself(city: City) -> None:
    with pytest.raises(BadInput, match="不能召集本单位自己"):
        blow_whistle(call(city, unit_ids=(city.units["street"].pk,)), capacity=city.iris)
