"""The whistle and its summonses: where each act leads, who may take it, and which limits it moves."""

from datetime import timedelta
from typing import Any

import pytest

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.procedure.whistles import (
    SUMMONS,
    WHISTLE,
    gathering_time_has_passed,
    summons_within,
    whistle_within,
)
from chengzhi.cases.services import take_whistle_step
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope, resident
from chengzhi.kernel.errors import StepRefused
from chengzhi.kernel.procedures import Act, verify_chain
from chengzhi.kernel.procedures.engine import judge
from chengzhi.kernel.workdays import CHINA
from tests.factories.city import City, make_city
from tests.factories.whistles import add_callers, answer, blown, summons_in, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

# Called at nine to gather at eleven.
MOVES = [
    ("answer", "called", "answered", "arrive 11:00"),
    ("dispute", "called", "disputed", "arrive 11:00"),
    ("insist", "disputed", "called", "answer 09:30, arrive 11:00"),
    ("excuse", "called", "excused", ""),
    ("excuse", "answered", "excused", ""),
    ("excuse", "disputed", "excused", ""),
    ("sign_in", "called", "present", "report 09:00"),
    ("sign_in", "answered", "present", "report 09:00"),
    ("report_result", "present", "reported", ""),
    ("release", "called", "excused", ""),
    ("release", "answered", "excused", ""),
    ("release", "disputed", "excused", ""),
    ("release", "present", "excused", ""),
    ("warn", "called", "called", "answer 09:30, arrive 11:00"),
    ("escalate", "present", "present", "report 09:00"),
]
NEEDS = [
    ("answer", "called", "到场人"), ("dispute", "called", "理由"), ("insist", "disputed", "理由"), ("excuse", "called", "理由"),
    ("sign_in", "called", "现场照片"), ("report_result", "present", "处置结果"),
]  # fmt: skip
REFUSED = [
    ("answer", ["answered", "disputed", "present", "reported", "excused"], "应答"),
    ("sign_in", ["disputed", "present", "reported", "excused"], "签到"),
    ("report_result", ["called", "answered", "disputed", "reported", "excused"], "反馈结果"),
    ("insist", ["called", "answered", "present", "reported"], "坚持召集"),
    ("excuse", ["present", "reported", "excused"], "免到"),
    ("mark_absent", ["present", "reported", "excused"], "记为未到"),
]


@pytest.fixture
def city(db: None) -> City:
    return add_callers(make_city())


def limits(summons: Summons) -> str:
    rows = summons.clocks.filter(stopped_at=None).order_by("name")
    return ", ".join(f"{one.name} {one.due_at.astimezone(CHINA):%H:%M}" for one in rows if one.due_at)


def against(summons: Summons, step: str, capacity: Capacity, **data: Any) -> list[str]:
    given = Act(subject=summons, step=SUMMONS.step(step), capacity=capacity, now=clock.now(), data=data)
    return [str(one.reason) for one in judge(given)]


@pytest.mark.parametrize(("step", "before", "after", "clocks"), MOVES)
def test_an_act_leads_on_and_moves_its_limits(city: City, step: str, before: str, after: str, clocks: str) -> None:
    summons = summons_in(city, before)
    answer(city, summons, step)
    assert (summons.state, limits(summons)) == (after, clocks)
    assert verify_chain(summons).is_whole


@pytest.mark.parametrize(("step", "state", "label"), NEEDS)
def test_what_must_be_filled_in_is_named(city: City, step: str, state: str, label: str) -> None:
    assert f"没有填“{label}”。" in against(summons_in(city, state), step, who(city, step))


@pytest.mark.parametrize(("step", "states", "label"), REFUSED)
def test_an_act_out_of_turn_is_refused_with_where_things_stand(
    city: City, step: str, states: list[str], label: str
) -> None:
    for state in states:
        summons = Summons(state=state, procedure_version=1)
        assert against(summons, step, who(city, step)) == [f"现在是“{summons.state_label}”，不能“{label}”。"]


@pytest.mark.parametrize("step", ["answer", "dispute", "sign_in"])
def test_another_department_does_not_answer_for_it(city: City, step: str) -> None:
    _whistle, summons = blown(city, unit_ids=(city.units["centre"].pk,))
    found = against(summons, step, city.dan, coming="赵刚", reason="不归我", media=[1])
    assert found == ["您现在的身份没有“报到”的权限，或案件不在您的范围。", "只有被召集的部门自己能报到。"]


def test_who_reaches_the_whistle_by_the_street_still_does_not_answer_for_a_department(city: City) -> None:
    _whistle, summons = blown(city)
    wide = Capacity(
        account_id=1, unit_ids=frozenset({city.units["street"].pk}), grants={"cases.whistle.answer": Scope.UNIT}
    )
    assert against(summons, "answer", wide, coming="赵刚") == ["只有被召集的部门自己能报到。"]


def test_an_office_answers_for_the_crews_below_it_and_not_the_other_way(city: City) -> None:
    _whistle, crew = blown(city, unit_ids=(city.units["crew"].pk,))
    assert against(crew, "answer", city.dan, coming="赵刚") == []
    _other, office = blown(city)
    assert against(office, "answer", city.gus, coming="赵刚") != []


@pytest.mark.parametrize(("minutes", "is_refused"), [(0, True), (119, True), (149, True), (150, False), (600, False)])
def test_absence_is_recorded_half_an_hour_after_the_time_to_gather(
    city: City, minutes: int, *, is_refused: bool
) -> None:
    _whistle, summons = blown(city)
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        found = against(summons, "mark_absent", city.iris)
    assert found == (["过了集合时间 30 分钟才能记为未到。"] if is_refused else [])


def test_the_time_to_gather_is_judged_to_the_second(city: City) -> None:
    whistle, summons = blown(city)
    edge = whistle.gather_at + timedelta(minutes=30)
    given = {"subject": summons, "step": SUMMONS.step("mark_absent"), "capacity": city.iris}
    assert gathering_time_has_passed(Act(now=edge - timedelta(seconds=1), **given)) is not None
    assert gathering_time_has_passed(Act(now=edge, **given)) is None


@pytest.mark.parametrize("state", ["called", "answered", "disputed", "present"])
def test_a_whistle_waits_for_every_department(city: City, state: str) -> None:
    whistle = summons_in(city, state).whistle
    with pytest.raises(StepRefused) as refused:
        take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "整治完毕"})
    (one,) = refused.value.refusals
    assert (str(one.reason), str(one.helper)) == ("还有部门没有反馈：环卫处。", "环卫处")


@pytest.mark.parametrize("state", ["reported", "excused"])
def test_a_whistle_is_concluded_once_every_department_has_settled(city: City, state: str) -> None:
    whistle = summons_in(city, state).whistle
    take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "整治完毕"})
    assert (whistle.state, whistle.is_open, whistle.result) == ("concluded", False, "整治完毕")


def test_after_it_was_handed_over_a_whistle_is_concluded_and_no_longer_withdrawn(city: City) -> None:
    whistle = summons_in(city, "reported").whistle
    take_whistle_step(whistle, "hand_over", capacity=city.iris, values={"unit": city.units["cleaning"].pk})
    assert (whistle.state, whistle.steps.get(name="hand_over").data["unit_name"]) == ("handed_over", "环卫处")
    with pytest.raises(StepRefused, match="现在是“已移交”，不能“撤回”"):
        take_whistle_step(whistle, "withdraw", capacity=city.iris, values={"reason": "改期"})
    take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "办完"})
    assert whistle.state == "concluded"


@pytest.mark.parametrize(("step", "label"), [("hand_over", "处置单位"), ("conclude", "处置结果"), ("withdraw", "理由")])
def test_what_a_whistle_must_be_told_is_named(city: City, step: str, label: str) -> None:
    whistle = summons_in(city, "reported").whistle
    with pytest.raises(StepRefused, match=f"没有填“{label}”"):
        take_whistle_step(whistle, step, capacity=city.iris, values={})


@pytest.mark.parametrize("step", ["hand_over", "conclude", "withdraw"])
def test_only_who_may_blow_ends_a_whistle(city: City, step: str) -> None:
    whistle, unit = summons_in(city, "reported").whistle, city.units["cleaning"].pk
    for name in ("dan", "alice", "frank"):
        with pytest.raises(StepRefused, match="没有“吹哨”的权限"):
            take_whistle_step(
                whistle, step, capacity=city.people[name], values={"reason": "x", "result": "y", "unit": unit}
            )


@pytest.mark.parametrize(
    ("scope", "facts", "reaches"),
    [
        (Scope.CITY, {}, True),
        (Scope.UNIT, {"unit_ids": frozenset({5})}, True),
        (Scope.UNIT, {"unit_ids": frozenset({6})}, False),
        (Scope.TERRITORY, {"territory": ("320613006",)}, True),
        (Scope.TERRITORY, {"territory": ("320613007",)}, False),
        (Scope.UNIT, {"territory": ("320613006",)}, False),
        (Scope.OWN, {}, False),
    ],
)
def test_a_whistle_is_reached_by_its_unit_or_its_territory(scope: Scope, facts: Any, *, reaches: bool) -> None:
    whistle = Whistle(unit_id=5, cell_code="320613006001001")
    assert whistle_within(whistle, Capacity(**facts), scope) is reaches
    assert summons_within(Summons(unit_id=9, whistle=whistle), Capacity(**facts), scope) is reaches


def test_a_summons_is_reached_by_the_department_called() -> None:
    summons = Summons(unit_id=9, whistle=Whistle(unit_id=5))
    assert summons_within(summons, Capacity(unit_ids=frozenset({9})), Scope.UNIT)
    assert not summons_within(summons, Capacity(territory=("320613006",)), Scope.TERRITORY)


def test_a_whistle_without_a_cell_belongs_to_no_territory() -> None:
    assert not whistle_within(Whistle(unit_id=5), Capacity(territory=("",)), Scope.TERRITORY)


@pytest.mark.parametrize("step", ["release", "warn", "escalate"])
def test_only_the_worker_releases_and_records_limits(city: City, step: str) -> None:
    summons = summons_in(city, "called")
    for capacity in (city.dan, city.iris, resident()):
        assert "的权限，或案件不在您的范围。" in against(summons, step, capacity)[0]
    assert against(summons, step, SYSTEM) == []


@pytest.mark.parametrize(("procedure", "first"), [(WHISTLE, "blow"), (SUMMONS, "call")], ids=["whistle", "summons"])
def test_each_table_begins_with_one_step(procedure: Any, first: str) -> None:
    assert [step.name for step in procedure.steps if step.is_initial] == [first]
    assert all(str(step.label) and (step.done or step.is_initial) for step in procedure.steps)
