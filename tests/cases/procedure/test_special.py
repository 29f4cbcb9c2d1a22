"""Acts beside the ordinary way: they change no stage unless they say so, and whatever they start is reckoned anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.procedure.special import LIVE
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City
from tests.factories.loop import act, report
from tests.factories.moves import actor, case_in, clocks_of, ready_for, said_against, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

WORK = "handle 11-23 15:00, handling 11-23 15:00"
REST = "handle rests, handling rests"
MOVES = [
    ("call_conference", "filed", "in_conference", ""),
    ("call_conference", "handling", "in_conference", REST),
    ("call_conference", "returned", "in_conference", REST),
    ("agree_unit", "in_conference", "dispatched", WORK),
    ("agree_hold", "in_conference", "on_hold", REST),
    ("end_conference", "in_conference", "returned", f"dispatch 11-23 09:15, {REST}"),
    ("arbitrate", "returned", "dispatched", WORK),
    ("arbitrate", "in_conference", "dispatched", WORK),
    ("substitute", "dispatched", "dispatched", WORK),
    ("substitute", "handling", "dispatched", WORK),
    ("force_close", "filed", "closed", ""),
    ("force_close", "dispatched", "closed", ""),
    ("force_close", "handling", "closed", ""),
    ("force_close", "returned", "closed", ""),
    ("force_close", "on_hold", "closed", ""),
    ("force_close", "in_conference", "closed", ""),
    ("force_close", "handled", "closed", ""),
    ("force_close", "inspected", "closed", ""),
    ("force_close", "check_failed", "closed", ""),
    ("force_close", "checked", "closed", ""),
]
NEEDS = [
    ("supervise", "督办级别"), ("supervise", "意见"), ("reply_supervision", "意见"), ("lift_supervision", "理由"),
    ("call_conference", "理由"), ("agree_unit", "处置单位"), ("agree_unit", "会商纪要"), ("agree_hold", "会商纪要"),
    ("agree_hold", "预计恢复日"), ("end_conference", "会商纪要"), ("arbitrate", "处置单位"), ("arbitrate", "一方单位意见"),
    ("arbitrate", "另一方单位意见"), ("substitute", "处置单位"), ("substitute", "理由"), ("force_close", "理由"),
]  # fmt: skip
STATE_OF = {"supervise": "handling", "reply_supervision": "handling", "lift_supervision": "handling"} | {
    name: before for name, before, _after, _clocks in MOVES
}


@pytest.mark.parametrize(("step", "before", "after", "clocks"), MOVES)
def test_an_act_leads_on_and_moves_its_limits(city: City, step: str, before: str, after: str, clocks: str) -> None:
    case = ready_for(city, step, before)
    row = take(city, case, step)
    assert (row.from_state, row.to_state, case.state, clocks_of(case)) == (before, after, after, clocks)
    assert verify_chain(case).is_whole


@pytest.mark.parametrize(("step", "label"), NEEDS)
def test_what_must_be_filled_in_is_named(city: City, step: str, label: str) -> None:
    case = ready_for(city, step, STATE_OF[step])
    assert f"没有填“{label}”。" in said_against(case, step, actor(city, step))


def everywhere(capacity: Capacity) -> Capacity:
    """Return the same person with a reach that needs no unit on the case."""
    return replace(capacity, grants={**capacity.grants, "cases.case.handle": Scope.CITY})


@pytest.mark.parametrize("state", sorted(LIVE))
def test_what_stands_beside_the_way_changes_neither_state_nor_limits(city: City, state: str) -> None:
    case = case_in(city, state)
    before = (case.state, clocks_of(case), case.due_at)
    take(city, case, "supervise")
    act(case, "reply_supervision", everywhere(city.dave), opinion="马上办")
    for step in ("lift_supervision", "urge", "warn", "escalate"):
        take(city, case, step)
    assert (case.state, clocks_of(case), case.due_at) == before
    assert verify_chain(case).is_whole


@pytest.mark.parametrize("state", ["closed", "refused", "not_filed", "voided", "merged", "invalid"])
def test_what_has_ended_is_neither_urged_nor_supervised(city: City, state: str) -> None:
    case = case_in(city, state)
    for step in ("supervise", "urge", "warn", "escalate", "force_close"):
        (reason,) = said_against(case, step, actor(city, step), reason="快", opinion="快", level="red")
        assert reason.startswith(f"现在是“{case.state_label}”，不能“")


@pytest.mark.parametrize("step", ["warn", "escalate"])
def test_only_the_worker_records_limits(city: City, step: str) -> None:
    case = report(city)
    for who in city.people.values():
        assert "的权限，或案件不在您的范围。" in said_against(case, step, who)[0]
    assert said_against(case, step, SYSTEM) == []


@pytest.mark.parametrize(("who", "may"), [
    ("alice", True), ("bob", True), ("carol", True), ("frank", True), ("dave", False), ("hank", False),
])  # fmt: skip
def test_whoever_sees_the_case_may_urge_as_often_as_wanted(city: City, who: str, *, may: bool) -> None:
    case = report(city)
    found = said_against(case, "urge", city.people[who])
    assert (found == []) is may
    if may:
        rows = [act(case, "urge", city.people[who], note=f"第 {number} 次") for number in (1, 2, 3)]
        assert [row.data["note"] for row in rows] == ["第 1 次", "第 2 次", "第 3 次"]


@pytest.mark.parametrize("state", ["reported", "verifying", "accepted", "self_handled"])
def test_what_was_never_filed_is_not_closed_by_force(city: City, state: str) -> None:
    found = said_against(case_in(city, state), "force_close", city.frank, reason="统一处理")
    assert found[0].endswith("不能“强制结案”。")


def test_a_case_is_not_closed_by_force_behind_the_back_of_its_collector(city: City) -> None:
    case = case_in(city, "checking")
    assert said_against(case, "force_close", city.frank, reason="统一处理") == ["erin 正在现场核查。"]


def test_the_handler_does_not_close_by_force(city: City) -> None:
    case = case_in(city, "handling")
    Case.objects.filter(pk=case.pk).update(handler=city.frank.appointment_id)
    case.refresh_from_db()
    assert said_against(case, "force_close", city.frank, reason="好了") == ["您是这件案卷的处置员，不能自己验收。"]


def test_a_forced_closing_leaves_no_limit_behind_and_none_is_told_later(city: City) -> None:
    case = case_in(city, "on_hold")
    take(city, case, "force_close")
    assert (case.due_at, case.is_clock_paused, case.closure) == (None, False, "forced")
    assert not case.clocks.filter(stopped_at=None).exists()


def test_two_orders_do_not_stand_at_once_and_the_second_says_what_to_do(city: City) -> None:
    case = ready_for(city, "lift_supervision", "handling")
    assert said_against(case, "supervise", city.frank, level="red", opinion="快") == [
        "已经在督办，先撤销原来的督办再发新的。"
    ]


@pytest.mark.parametrize("step", ["reply_supervision", "lift_supervision"])
def test_there_is_nothing_to_answer_without_an_order(city: City, step: str) -> None:
    found = said_against(case_in(city, "handling"), step, actor(city, step), opinion="好", reason="好")
    assert found == ["这件案卷没有督办。"]


def test_a_conference_before_dispatch_agrees_on_a_unit_before_it_agrees_on_a_hold(city: City) -> None:
    case = case_in(city, "filed")
    take(city, case, "call_conference")
    found = said_against(case, "agree_hold", city.frank, unit=1, minutes="先放着", until="2099-01-01")
    assert found == ["案卷还没有派遣过，不能挂账。先商定责任单位。"]
    take(city, case, "agree_unit")
    assert (case.state, clocks_of(case)) == ("dispatched", WORK)


@pytest.mark.parametrize("words", ["", " ", "不"])
def test_both_sides_are_heard_with_more_than_a_word(city: City, words: str) -> None:
    case = case_in(city, "returned")
    given = {"unit": 1, "reason": "门前三包", "first_opinion": "归街道管理", "second_opinion": words}
    assert "裁定要写明双方单位的意见，各不少于 2 个字。" in said_against(case, "arbitrate", city.frank, **given)


@pytest.mark.parametrize("step", ["supervise", "substitute", "force_close"])
def test_supervision_is_for_those_who_hold_the_right(city: City, step: str) -> None:
    case = case_in(city, "handling")
    for who in ("alice", "bob", "carol", "dave", "erin"):
        found = said_against(case, step, city.people[who], reason="快", opinion="快", level="red", unit=1)
        assert "没有“督办”的权限" in found[0]


def test_the_unit_put_in_its_place_has_its_own_limit_from_then_on(city: City) -> None:
    case = case_in(city, "handling")
    with clock.at(clock.now() + timedelta(hours=2)):
        take(city, case, "substitute")
    assert clocks_of(case) == "handle 11-23 17:00, handling 11-23 17:00"
    assert case.clocks.filter(name="handling").exclude(stopped_at=None).get().used_seconds == 2 * 3600
