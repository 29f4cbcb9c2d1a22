"""Each guard answers with its reason, or with nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chengzhi.cases.models import Case, JointUnit
from chengzhi.cases.procedure import CASE, guards
from chengzhi.cases.procedure.guards import within
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope, resident
from chengzhi.kernel.errors import StepRefused
from chengzhi.kernel.procedures import Act, Guard
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def said(guard: Guard, case: Case, capacity: Capacity, **data: object) -> str:
    """Return the reason that a guard gives, or nothing."""
    given = Act(subject=case, step=CASE.step("urge"), capacity=capacity, now=clock.now(), data=data)
    refusal = guard(given)
    return str(refusal.reason) if refusal else ""


@pytest.mark.parametrize(
    ("scope", "who", "reaches"),
    [
        (Scope.CITY, "carol", True), (Scope.UNIT, "dave", True), (Scope.UNIT, "grace", False), (Scope.OWN, "hank", False),
        (Scope.TERRITORY, "grace", True), (Scope.TERRITORY, "carol", False), (Scope.OWN, "alice", True),
        (Scope.OWN, "erin", True),
    ],
)  # fmt: skip
def test_a_scope_reaches_the_cases_it_names(city: City, scope: Scope, who: str, *, reaches: bool) -> None:
    case = case_after(city, "dispatch")
    assert within(case, city.people[who], scope) is reaches


def test_a_helping_unit_reaches_the_case(city: City) -> None:
    case = case_after(city, "dispatch")
    JointUnit.objects.create(case=case, unit=city.units["street"], part="劝离", asked_at=clock.now())
    assert within(case, Capacity(unit_ids=frozenset({city.units["street"].pk})), Scope.UNIT)
    assert not within(Case(), Capacity(), Scope.UNIT)


def test_a_public_report_must_be_seen_first_unless_urgent_or_with_a_photo(city: City) -> None:
    assert "还没有核实" in said(guards.public_report_known_to_be_true, report(city), city.alice)
    assert not said(guards.public_report_known_to_be_true, report(city, is_urgent=True), city.alice)
    assert not said(guards.public_report_known_to_be_true, report(city, media=(photo().pk,)), city.alice)


def test_a_report_found_untrue_is_not_accepted(city: City) -> None:
    case = case_after(city, "send_verify")
    act(case, "deny", city.erin, reason="没有发现", media=[photo().pk])
    assert "不属实" in said(guards.public_report_known_to_be_true, case, city.alice)
    with pytest.raises(StepRefused, match="不属实"):
        act(case, "accept", city.alice)


def test_a_case_without_a_cell_is_neither_accepted_nor_sent_out(city: City) -> None:
    case = report(city, lon=None, lat=None)
    for step in ("accept", "send_verify"):
        with pytest.raises(StepRefused, match="还没有落到网格"):
            act(case, step, city.alice)


def test_nobody_decides_their_own_request(city: City) -> None:
    case = case_after(city, "dispatch")
    act(case, "ask_void", city.carol, reason="重复")
    assert "要由别人审批" in said(guards.decider_is_not_asker, case, city.carol)
    assert not said(guards.decider_is_not_asker, case, city.bob)
    assert not said(guards.decider_is_not_asker, case, resident())
    assert not said(guards.decider_is_not_asker, report(city), city.carol)


def test_while_a_collector_is_out_the_case_waits(city: City) -> None:
    case = case_after(city, "send_verify")
    assert said(guards.no_task_is_out, case, city.alice) == "erin 正在现场核实。"


def test_a_helping_unit_finishes_before_feedback(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离摊贩")
    assert "学田街道办事处" in said(guards.joint_units_are_done, case, city.dave)
    assert "没有待办的协办" in said(guards.a_unit_asks_for_its_own_part, case, city.dave)
    assert not said(guards.a_unit_asks_for_its_own_part, case, city.grace)
    act(case, "finish_joint_part", city.grace, result="已劝离")
    assert not said(guards.joint_units_are_done, case, city.dave)


def test_a_photo_after_handling_counts_only_for_this_round(city: City) -> None:
    case = case_after(city, "feed_back")
    assert not said(guards.after_photos_are_shown, case, city.dave)
    act(case, "rework", city.carol, reason="还有一堆")
    assert "没有处置后照片" in said(guards.after_photos_are_shown, case, city.dave)
    assert not said(guards.after_photos_are_shown, case, city.dave, media=[1])


def test_the_handler_does_not_judge_the_own_work(city: City) -> None:
    case = case_after(city, "feed_back")
    assert "不能自己验收" in said(guards.judge_is_not_handler, case, city.dave)
    assert not said(guards.judge_is_not_handler, case, city.carol)


def test_a_case_is_reopened_within_fifteen_days(city: City) -> None:
    case = case_after(city, "close")
    assert not said(guards.reopen_window_is_open, case, resident())
    with clock.at(clock.now() + timedelta(days=16)):
        assert "超过 15 日" in said(guards.reopen_window_is_open, case, resident())


def test_what_no_unit_has_handled_cannot_be_handled_again(city: City) -> None:
    case = case_after(city, "file")
    act(case, "force_close", city.frank, reason="台风过后统一处理")
    with pytest.raises(StepRefused, match="没有单位办过"):
        act(case, "reopen", city.alice, reason="还在")


def test_a_return_cannot_be_refused_to_nobody(city: City) -> None:
    case = case_after(city, "file")
    act(case, "call_conference", city.carol, reason="两家都说不归自己")
    act(case, "end_conference", city.frank, minutes="再派一次")
    with pytest.raises(StepRefused, match="还没有处置单位"):
        act(case, "refuse_return", city.carol, reason="属于你们")


def test_a_case_is_held_by_a_conference_only_once_work_has_begun(city: City) -> None:
    assert "还没有派遣过" in said(guards.work_has_begun, case_after(city, "file"), city.frank)
    assert not said(guards.work_has_begun, case_after(city, "dispatch"), city.frank)


def test_a_ruling_hears_both_sides(city: City) -> None:
    case = case_after(city, "file")
    assert "双方单位" in said(guards.both_sides_are_heard, case, city.frank, first_opinion="不归我", second_opinion=" ")
    assert not said(guards.both_sides_are_heard, case, city.frank, first_opinion="不归我", second_opinion="归他")


def test_a_case_joins_another_open_one_only(city: City) -> None:
    case, closed = report(city), case_after(city, "close")
    other = report(city)
    assert "没有找到" in said(guards.target_is_another_open_case, case, city.alice, target="x")
    assert "已办结" in said(guards.target_is_another_open_case, case, city.alice, target=closed.number)
    assert "就是这一件" in said(guards.target_is_another_open_case, case, city.alice, target=case.number)
    assert not said(guards.target_is_another_open_case, case, city.alice, target=other.number)


def test_a_rating_is_given_once(city: City) -> None:
    case = case_after(city, "close")
    assert not said(guards.not_rated_yet, case, resident())
    act(case, "rate", resident(), satisfaction="satisfied")
    assert said(guards.not_rated_yet, case, resident()) == "已经评价过了。"


def test_a_limit_that_never_ran_has_not_passed(city: City) -> None:
    assert not said(guards.limit_not_passed, report(city), city.dave)


@pytest.mark.parametrize(("seconds", "reason"), [(-1, ""), (0, ""), (1, "处置期限已过")])
def test_an_extension_is_asked_for_up_to_the_last_second_of_the_limit(city: City, seconds: int, reason: str) -> None:
    case = case_after(city, "take_over")
    assert case.due_at is not None
    with clock.at(case.due_at + timedelta(seconds=seconds)):
        assert said(guards.limit_not_passed, case, city.dave).startswith(reason)
        assert bool(said(guards.limit_not_passed, case, city.dave)) is bool(reason)


@pytest.mark.parametrize(
    ("confines", "reaches"), [(("320613006",), True), (("320613007",), False), (("320613007", "320613006001"), True)]
)
def test_who_is_confined_reaches_only_what_lies_inside(city: City, confines: tuple[str, ...], *, reaches: bool) -> None:
    near, off = report(city), report(city, lon=None, lat=None)
    viewer = replace(city.alice, confines=confines)
    assert within(near, viewer, Scope.CITY) is reaches
    assert not within(off, viewer, Scope.CITY)
