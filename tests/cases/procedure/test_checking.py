"""From inspection to rating: where each act leads, what it does to the limits, and what stands against it."""

from datetime import timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.procedure.guards import REOPEN_DAYS
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, resident
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City
from tests.factories.loop import act, case_after
from tests.factories.moves import actor, beijing, case_in, clocks_of, ready_for, said_against, self_handled, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

WORK = "handle 11-23 15:00, handling 11-23 15:00"
NEXT_CHECK = "send_check 11-23 09:30"
MOVES = [
    ("pass_inspection", "handled", "inspected", NEXT_CHECK),
    ("rework", "handled", "handling", WORK),
    ("rework", "check_failed", "handling", WORK),
    ("send_check", "inspected", "checking", "check 11-23 11:00"),
    ("pass_check", "checking", "checked", "close 11-23 09:30"),
    ("fail_check", "checking", "check_failed", NEXT_CHECK),
    ("withdraw_check", "checking", "inspected", NEXT_CHECK),
    ("close", "checked", "closed", ""),
    ("check_again", "checked", "inspected", NEXT_CHECK),
    ("call_back", "closed", "closed", ""),
    ("rate", "closed", "closed", ""),
    ("reopen", "closed", "handling", WORK),
    ("appeal", "closed", "closed", ""),
    ("grant_appeal", "closed", "closed", ""),
    ("refuse_appeal", "closed", "closed", ""),
]
NEEDS = [
    ("rework", "理由"), ("fail_check", "理由"), ("withdraw_check", "理由"), ("close", "现场已达到结案条件"),
    ("check_again", "理由"), ("call_back", "满意度"), ("rate", "满意度"), ("reopen", "理由"), ("appeal", "理由"),
    ("grant_appeal", "理由"), ("refuse_appeal", "理由"),
]  # fmt: skip
STATE_OF = {name: before for name, before, _after, _clocks in MOVES}


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


@pytest.mark.parametrize(
    ("step", "state"), [("pass_inspection", "handled"), ("pass_check", "checking"), ("close", "checked")]
)
def test_who_handled_does_not_judge(city: City, step: str, state: str) -> None:
    case = case_in(city, state)
    Case.objects.filter(pk=case.pk).update(handler=actor(city, step).appointment_id)
    case.refresh_from_db()
    found = said_against(case, step, actor(city, step), closing_rule=True, media=[1])
    assert found == ["您是这件案卷的处置员，不能自己验收。"]


# The window of fifteen days is closed at its last second; hours and days are natural ones, holidays count.
@pytest.mark.parametrize(
    ("closed", "asked", "is_open"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00", True),
        ("2026-11-23 09:00", "2026-12-08 08:59", True),
        ("2026-11-23 09:00", "2026-12-08 09:00", True),
        ("2026-11-23 09:00", "2026-12-08 09:01", False),
        ("2026-09-25 23:59", "2026-10-10 23:59", True),
        ("2026-09-25 23:59", "2026-10-11 00:00", False),
        ("2026-12-28 12:00", "2027-01-12 12:00", True),
    ],
)
def test_the_window_for_reopening_counts_natural_days(city: City, closed: str, asked: str, *, is_open: bool) -> None:
    with clock.at(beijing(closed)):
        case = case_in(city, "closed")
    with clock.at(beijing(asked)):
        found = said_against(case, "reopen", city.alice, reason="又堆起来了")
    assert found == ([] if is_open else [f"结案已超过 {REOPEN_DAYS} 日（自然日），不能重开，请重新上报。"])


def test_one_second_after_the_window_is_too_late(city: City) -> None:
    case = case_in(city, "closed")
    assert case.closed_at is not None
    for seconds, wanted in ((0, 0), (1, 1)):
        with clock.at(case.closed_at + timedelta(days=REOPEN_DAYS, seconds=seconds)):
            assert len(said_against(case, "reopen", resident(), reason="还在")) == wanted


@pytest.mark.parametrize(("who", "may"), [("alice", True), ("bob", False), ("carol", False), ("dave", False)])
def test_a_case_is_taken_up_again_by_who_calls_back_or_the_reporter(city: City, who: str, *, may: bool) -> None:
    case = case_in(city, "closed")
    assert (said_against(case, "reopen", city.people[who], reason="又来了") == []) is may
    assert said_against(case, "reopen", resident(), reason="又来了") == []
    assert "没有“回访”的权限" in said_against(case, "reopen", SYSTEM, reason="又来了")[0]


def test_only_the_reporter_rates(city: City) -> None:
    case = case_in(city, "closed")
    for who in city.people.values():
        found = said_against(case, "rate", who, satisfaction="satisfied")
        assert found == ["您现在的身份没有“评价”的权限，或案件不在您的范围。"]


@pytest.mark.parametrize(("first", "second"), [("rate", "call_back"), ("call_back", "rate"), ("rate", "rate")])
def test_the_result_is_rated_once_by_whichever_way(city: City, first: str, second: str) -> None:
    case = case_in(city, "closed")
    take(city, case, first)
    assert said_against(case, second, actor(city, second), satisfaction="satisfied") == ["已经评价过了。"]


def test_a_reopened_case_can_be_rated_again(city: City) -> None:
    case = case_in(city, "closed")
    take(city, case, "rate", satisfaction="dissatisfied")
    take(city, case, "reopen")
    for step in ("feed_back", "pass_inspection", "send_check", "pass_check", "close", "rate"):
        take(city, case, step)
    assert (case.satisfaction, case.reopen_count, case.closure) == ("satisfied", 1, "normal")


def test_a_matter_put_right_on_the_spot_is_reported_anew_not_reopened(city: City) -> None:
    case = self_handled(city)
    take(city, case, "approve_self_handled")
    assert said_against(case, "reopen", city.alice, reason="又堆起来了") == [
        "这件事没有单位办过，不能重开，请重新上报。"
    ]


def test_only_a_late_case_of_the_own_unit_is_appealed(city: City) -> None:
    case = case_in(city, "closed")
    assert said_against(case, "appeal", city.dave, reason="台风") == ["这件案卷没有超时，不用申诉。"]
    Case.objects.filter(pk=case.pk).update(is_handled_late=True)
    case.refresh_from_db()
    assert said_against(case, "appeal", city.dave, reason="台风") == []
    assert "没有“处置”的权限" in said_against(case, "appeal", city.grace, reason="台风")[0]


@pytest.mark.parametrize("answer", ["grant_appeal", "refuse_appeal"])
def test_an_appeal_is_decided_once_and_made_once(city: City, answer: str) -> None:
    case = ready_for(city, answer, "closed")
    take(city, case, answer)
    assert said_against(case, answer, city.carol, reason="再想想") == ["没有待审的申诉申请。"]
    assert said_against(case, "appeal", city.dave, reason="再申诉") == ["已经申诉过一次，不能再申诉。"]


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_rework_may_be_asked_for_as_often_as_needed_each_with_its_own_photo(city: City, rounds: int) -> None:
    case = case_after(city, "feed_back")
    for _round in range(rounds):
        take(city, case, "rework")
        assert said_against(case, "feed_back", city.dave, result="已清") == ["没有处置后照片。"]
        take(city, case, "feed_back")
    assert (case.rework_count, case.media.filter(stage="after").count()) == (rounds, rounds + 1)


def test_a_check_called_back_leaves_no_verdict(city: City) -> None:
    case = case_in(city, "checking")
    take(city, case, "withdraw_check")
    task = case.tasks.order_by("-id").first()
    assert task is not None
    assert (task.kind, task.is_positive, task.answered_seq) == ("check", None, case.step_seq)
    act(case, "send_check", city.alice)
    assert case.state == "checking"
