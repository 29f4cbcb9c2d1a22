"""From dispatch to feedback: where each act leads, what it does to the limits, and what stands against it."""

import pytest

from chengzhi.cases.models import Case
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import StepRefused
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City
from tests.factories.loop import act, case_after
from tests.factories.media import photo
from tests.factories.moves import actor, case_in, clocks_of, ready_for, said_against, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

WORK = "handle 11-23 15:00, handling 11-23 15:00"
REST = "handle rests, handling rests"
ASKED = f"dispatch 11-23 09:15, {REST}"
# Step, state before, state after, limits afterwards: four working hours from Monday at nine end at three.
MOVES = [
    ("dispatch", "filed", "dispatched", WORK),
    ("dispatch", "returned", "dispatched", WORK),
    ("refuse_return", "returned", "handling", WORK),
    ("return_to_desk", "filed", "reported", "accept 11-23 09:15"),
    ("take_over", "dispatched", "handling", WORK),
    ("hand_down", "dispatched", "handling", WORK),
    ("hand_down", "handling", "handling", WORK),
    ("feed_back", "handling", "handled", "inspect 11-23 09:30"),
    ("ask_return", "dispatched", "returned", ASKED),
    ("ask_return", "handling", "returned", ASKED),
    ("ask_extension", "handling", "handling", WORK),
    ("grant_extension", "handling", "handling", "handle 11-23 17:00, handling 11-23 17:00"),
    ("refuse_extension", "handling", "handling", WORK),
    ("ask_hold", "handling", "handling", WORK),
    ("grant_hold", "handling", "on_hold", REST),
    ("refuse_hold", "handling", "handling", WORK),
    ("resume", "on_hold", "handling", WORK),
    ("ask_void", "filed", "filed", "dispatch 11-23 09:15"),
    ("ask_void", "dispatched", "dispatched", WORK),
    ("ask_void", "handling", "handling", WORK),
    ("ask_void", "returned", "returned", ASKED),
    ("ask_void", "on_hold", "on_hold", REST),
    ("grant_void", "filed", "voided", ""),
    ("grant_void", "dispatched", "voided", ""),
    ("grant_void", "handling", "voided", ""),
    ("grant_void", "returned", "voided", ""),
    ("grant_void", "on_hold", "voided", ""),
    ("refuse_void", "filed", "filed", "dispatch 11-23 09:15"),
    ("refuse_void", "handling", "handling", WORK),
    ("refuse_void", "returned", "returned", ASKED),
    ("refuse_void", "on_hold", "on_hold", REST),
    ("add_joint_unit", "dispatched", "dispatched", WORK),
    ("add_joint_unit", "handling", "handling", WORK),
    ("finish_joint_part", "dispatched", "dispatched", WORK),
    ("finish_joint_part", "handling", "handling", WORK),
]
NEEDS = [
    ("dispatch", "处置单位"), ("refuse_return", "理由"), ("return_to_desk", "理由"), ("hand_down", "处置员"),
    ("feed_back", "处置结果"), ("ask_return", "理由"), ("ask_extension", "延长小时数"), ("ask_extension", "理由"),
    ("refuse_extension", "理由"), ("ask_hold", "预计恢复日"), ("ask_hold", "理由"), ("refuse_hold", "理由"),
    ("ask_void", "理由"), ("grant_void", "理由"), ("refuse_void", "理由"), ("add_joint_unit", "处置单位"),
    ("add_joint_unit", "分工"), ("finish_joint_part", "处置结果"),
]  # fmt: skip
STATE_OF = {name: before for name, before, _after, _clocks in MOVES}
DECISIONS = ["grant_extension", "refuse_extension", "grant_hold", "refuse_hold", "grant_void", "refuse_void"]
KINDS = {"extension": "延期", "hold": "挂账", "void": "作废"}


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


@pytest.mark.parametrize("step", DECISIONS)
def test_nothing_is_decided_that_nobody_asked_for(city: City, step: str) -> None:
    found = said_against(case_in(city, "handling"), step, actor(city, step), reason="不必")
    assert found == [f"没有待审的{KINDS[step.split('_')[1]]}申请。"]


@pytest.mark.parametrize("step", ["ask_extension", "ask_hold", "ask_void"])
def test_the_same_request_is_not_made_twice_at_once(city: City, step: str) -> None:
    case = case_in(city, "handling")
    take(city, case, step)
    with pytest.raises(StepRefused) as refused:
        take(city, case, step)
    (one,) = refused.value.refusals
    assert str(one.reason) == f"{KINDS[step.removeprefix('ask_')]}申请没审完，审完才能办这一步。"
    assert (one.action, str(one.action_label), str(one.helper)) == ("urge", "催办", "派遣员")


@pytest.mark.parametrize(("asked", "blocked"), [
    ("ask_extension", ["feed_back", "ask_return"]), ("ask_hold", ["feed_back", "ask_return"]), ("ask_void", []),
])  # fmt: skip
def test_an_open_request_holds_up_feedback_and_return_only(city: City, asked: str, blocked: list[str]) -> None:
    case = case_in(city, "handling")
    take(city, case, asked)
    for step in ("feed_back", "ask_return"):
        found = said_against(case, step, city.dave, result="已清", reason="不归我", media=[1])
        assert ("没审完" in " ".join(found)) is (step in blocked)


@pytest.mark.parametrize(("answer", "step"), [("grant_extension", "feed_back"), ("refuse_hold", "feed_back")])
def test_once_answered_the_request_holds_up_nothing(city: City, answer: str, step: str) -> None:
    case = ready_for(city, answer, "handling")
    take(city, case, answer)
    take(city, case, step)
    assert case.state == "handled"


@pytest.mark.parametrize("step", ["take_over", "hand_down", "ask_return"])
def test_another_unit_does_not_handle_it(city: City, step: str) -> None:
    case = case_in(city, "dispatched")
    for who in ("grace", "hank", "alice", "erin", "frank"):
        found = said_against(case, step, city.people[who], reason="不归我", handler=1)
        assert found == ["您现在的身份没有“处置”的权限，或案件不在您的范围。"]


def test_the_handler_reaches_the_case_once_it_is_handed_down(city: City) -> None:
    case = case_in(city, "handling")
    assert said_against(case, "ask_return", city.hank, reason="不归我")
    take(city, case, "hand_down")
    assert said_against(case, "ask_return", city.hank, reason="不归我") == []


def test_every_reason_against_feedback_is_told_at_once(city: City) -> None:
    case = case_in(city, "handling")
    for step in ("ask_extension", "ask_hold", "supervise", "add_joint_unit"):
        take(city, case, step)
    assert said_against(case, "feed_back", city.dave) == [
        "延期申请没审完，审完才能办这一步。",
        "挂账申请没审完，审完才能办这一步。",
        "督办意见还没有回复：今天办完",
        "协办单位还没有办完：学田街道办事处。",
        "没有填“处置结果”。",
        "没有处置后照片。",
    ]


def test_a_photo_handed_in_earlier_in_this_round_is_enough(city: City) -> None:
    case = case_in(city, "handling")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离")
    act(case, "finish_joint_part", city.grace, result="已劝离", media=[photo().pk])
    assert said_against(case, "feed_back", city.dave, result="已清") == ["没有处置后照片。"]
    case.media.update(stage="after")
    assert said_against(case, "feed_back", city.dave, result="已清") == []


def test_a_resident_takes_no_act_of_handling(city: City) -> None:
    case = case_in(city, "handling")
    for step in ("feed_back", "ask_return", "grant_hold"):
        assert (
            "的权限，或案件不在您的范围。"
            in said_against(case, step, resident(), result="好", reason="好", media=[1])[0]
        )


def test_a_case_asked_to_be_voided_goes_on_meanwhile(city: City) -> None:
    case = case_in(city, "handling")
    take(city, case, "ask_void")
    take(city, case, "feed_back")
    assert case.requests.get(kind="void").decided_at is None
    assert said_against(case, "grant_void", city.bob, reason="重复") == ["现在是“待督查”，不能“作废”。"]


@pytest.mark.parametrize("step", ["grant_extension", "grant_hold", "refuse_extension", "refuse_hold"])
def test_who_asked_does_not_decide_even_with_the_right_to(city: City, step: str) -> None:
    case = ready_for(city, step, "handling")
    row = case.steps.get(seq=case.requests.get().asked_seq)
    assert row.account_id == city.dave.account_id
    found = said_against(case, step, city.dave, reason="好")
    assert "申请是您自己提的，要由别人审批。" in found


def test_a_case_returned_to_the_desk_is_accepted_anew(city: City) -> None:
    case = case_after(city, "file")
    take(city, case, "return_to_desk")
    act(case, "accept", city.alice)
    assert Case.objects.get(pk=case.pk).state == "accepted"
