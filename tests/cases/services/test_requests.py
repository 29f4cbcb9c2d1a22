from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput, StepRefused
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, step_of
from tests.factories.moves import beijing, case_in, ready_for, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def case(city: City) -> Case:
    return case_after(city, "take_over")


def due(case: Case) -> object:
    return case.clocks.get(name="handling", stopped_at=None).due_at


def test_a_granted_extension_moves_both_deadlines(city: City, case: Case) -> None:
    before = due(case)
    act(case, "ask_extension", city.dave, hours="4", reason="吊车明天才到")
    act(case, "grant_extension", city.carol)
    assert due(case) > before
    assert case.extension_count == 1
    assert {one.extended_seconds for one in case.clocks.filter(stopped_at=None)} == {4 * 3600}


def test_a_refused_extension_moves_nothing(city: City, case: Case) -> None:
    before = due(case)
    act(case, "ask_extension", city.dave, hours=4, reason="吊车明天才到")
    act(case, "refuse_extension", city.carol, reason="可以用备用车")
    assert due(case) == before
    assert case.requests.get().is_granted is False


def test_an_extension_cannot_be_asked_for_when_the_limit_has_passed(city: City, case: Case) -> None:
    with clock.at(clock.now() + timedelta(days=20)), pytest.raises(StepRefused, match="期限已过"):
        act(case, "ask_extension", city.dave, hours=4, reason="忘了")


@pytest.mark.parametrize("hours", ["0", "-3", "abc", "99999", "1.5", "²", "４", "9" * 5000])
def test_hours_that_are_no_hours_are_refused(city: City, case: Case, hours: str) -> None:
    with pytest.raises(BadInput, match="整数"):
        act(case, "ask_extension", city.dave, hours=hours, reason="吊车")


def test_two_extensions_cannot_wait_at_once(city: City, case: Case) -> None:
    act(case, "ask_extension", city.dave, hours=4, reason="吊车")
    with pytest.raises(StepRefused, match="延期申请没审完"):
        act(case, "ask_extension", city.dave, hours=4, reason="再要四小时")


def test_a_hold_stops_the_clock_until_it_is_resumed(city: City, case: Case) -> None:
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    act(case, "ask_hold", city.dave, until=until, reason="列入改造计划")
    act(case, "grant_hold", city.carol)
    assert (case.state, case.is_clock_paused, case.due_at) == ("on_hold", True, None)
    rest = case.clocks.get(name="handling").remaining_seconds
    with clock.at(clock.now() + timedelta(days=10)):
        act(case, "resume", city.carol)
        assert due(case) > clock.now()
    assert rest == pytest.approx(4 * 3600, abs=60)


def test_a_hold_until_yesterday_is_refused(city: City, case: Case) -> None:
    with pytest.raises(BadInput, match="今天之后"):
        act(case, "ask_hold", city.dave, until="2020-01-01", reason="早该好了")


def test_a_case_is_voided_by_another_than_who_asked(city: City, case: Case) -> None:
    act(case, "ask_void", city.carol, reason="重复立案")
    act(case, "grant_void", city.bob, reason="与前一件重复")
    assert (case.state, case.is_open) == ("voided", False)
    assert case.reports.get().answer == "与前一件重复"


def test_nothing_is_granted_that_nobody_asked_for(city: City, case: Case) -> None:
    with pytest.raises(StepRefused, match="没有待审的挂账申请"):
        act(case, "grant_hold", city.carol)


def test_an_appeal_never_erases_that_it_was_late(city: City, case: Case) -> None:
    with clock.at(clock.now() + timedelta(days=20)):
        for name in ("feed_back", "pass_inspection", "send_check", "pass_check", "close"):
            step_of(city, case, name)
        act(case, "appeal", city.dave, reason="台风期间全员抢险")
        act(case, "grant_appeal", city.carol, reason="属实")
    assert (case.is_handled_late, case.is_late_exempt, case.closure) == (True, True, "late")


def test_a_case_in_time_cannot_be_appealed(city: City) -> None:
    case = case_after(city, "close")
    with pytest.raises(StepRefused, match="没有超时"):
        act(case, "appeal", city.dave, reason="以防万一")


def test_an_appeal_is_made_once(city: City, case: Case) -> None:
    with clock.at(clock.now() + timedelta(days=20)):
        for name in ("feed_back", "pass_inspection", "send_check", "pass_check", "close"):
            step_of(city, case, name)
        act(case, "appeal", city.dave, reason="台风")
        act(case, "refuse_appeal", city.carol, reason="没有记录")
        with pytest.raises(StepRefused, match="已经申诉过一次"):
            act(case, "appeal", city.dave, reason="再申诉")


@pytest.mark.parametrize(("hours", "kept"), [(1, 1), ("1", 1), (" 12 ", 12), (1440, 1440), ("0024", 24)])
def test_hours_from_one_to_sixty_days_may_be_asked_for(city: City, case: Case, hours: object, kept: int) -> None:
    act(case, "ask_extension", city.dave, hours=hours, reason="吊车")
    assert case.requests.get().hours == kept


@pytest.mark.parametrize("hours", ["1441", "-1", "０x", "1e2", "一", "2.0"])
def test_other_hours_are_refused_with_what_may_be_written(city: City, case: Case, hours: str) -> None:
    with pytest.raises(BadInput) as refused:
        act(case, "ask_extension", city.dave, hours=hours, reason="吊车")
    assert refused.value.errors == {"hours": ["延长的小时数要写 1 到 1440 的整数。"]}
    assert not case.requests.exists()


@pytest.mark.parametrize("until", ["2026-11-24", date(2026, 11, 24), "2099-12-31"])
def test_a_hold_names_a_day_to_come(city: City, until: object) -> None:
    with clock.at(beijing("2026-11-23 23:00")):
        case = case_in(city, "handling")
        row = take(city, case, "ask_hold", until=until)
    assert row.data["until"] == str(until)
    assert str(case.requests.get().until) == str(until)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-23", "预计恢复日要在今天之后。"), (date(2026, 11, 22), "预计恢复日要在今天之后。"),
        ("下周", "日期要写成 2026-12-01 这样。"), ("2026-02-30", "日期要写成 2026-12-01 这样。"),
        ("2026/12/01", "日期要写成 2026-12-01 这样。"),
    ],
)  # fmt: skip
def test_another_day_is_refused_with_how_to_write_it(city: City, until: object, words: str) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_in(city, "handling")
        with pytest.raises(BadInput) as refused:
            take(city, case, "ask_hold", until=until)
    assert refused.value.errors == {"until": [words]}


@pytest.mark.parametrize(
    ("step", "kind", "state"),
    [("ask_extension", "extension", "handling"), ("ask_hold", "hold", "handling"), ("ask_void", "void", "filed"),
     ("appeal", "appeal", "closed")],
)  # fmt: skip
def test_a_request_keeps_who_asked_when_and_why(city: City, step: str, kind: str, state: str) -> None:
    case = ready_for(city, step, state)
    row = take(city, case, step, reason="理" * 500)
    asked = case.requests.get()
    assert (asked.kind, asked.asked_seq, asked.asked_at) == (kind, row.seq, row.taken_at)
    assert (len(asked.reason), asked.decided_at, asked.is_granted) == (400, None, None)
    assert asked.unit_id == (city.units["centre"] if step == "ask_void" else city.units["cleaning"]).pk


@pytest.mark.parametrize(
    ("step", "state", "is_granted", "given", "opinion"),
    [
        ("grant_extension", "handling", True, {"note": "同意一次"}, "同意一次"),
        ("refuse_extension", "handling", False, {"reason": "有备用车"}, "有备用车"),
        ("grant_hold", "handling", True, {"note": ""}, ""),
        ("refuse_hold", "handling", False, {"reason": "可以先办"}, "可以先办"),
        ("grant_void", "handling", True, {"reason": "重复"}, "重复"),
        ("refuse_void", "handling", False, {"reason": "不重复"}, "不重复"),
        ("grant_appeal", "closed", True, {"reason": "台风属实"}, "台风属实"),
        ("refuse_appeal", "closed", False, {"reason": "没有记录"}, "没有记录"),
    ],
)  # fmt: skip
def test_a_decision_stands_on_the_request(
    city: City, step: str, state: str, given: dict[str, Any], opinion: str, *, is_granted: bool
) -> None:
    case = ready_for(city, step, state)
    row = take(city, case, step, **given)
    asked = case.requests.get()
    assert (asked.is_granted, asked.opinion, asked.decided_seq) == (is_granted, opinion, row.seq)
    assert asked.decided_at == row.taken_at


def test_decisions_of_one_kind_leave_the_other_waiting(city: City, case: Case) -> None:
    for step in ("ask_extension", "ask_hold"):
        take(city, case, step)
    take(city, case, "refuse_hold")
    assert dict(case.requests.values_list("kind", "is_granted")) == {"extension": None, "hold": False}


def test_after_a_refusal_one_may_ask_again(city: City, case: Case) -> None:
    for _time in range(2):
        take(city, case, "ask_extension")
        take(city, case, "refuse_extension")
    assert case.requests.filter(kind="extension", is_granted=False).count() == 2
    assert case.extension_count == 0


def test_the_day_of_a_hold_is_kept_with_the_decision(city: City, case: Case) -> None:
    take(city, case, "ask_hold", until="2099-05-01")
    assert take(city, case, "grant_hold").data["until"] == "2099-05-01"


def test_a_refused_void_tells_the_reporter_nothing(city: City) -> None:
    case = ready_for(city, "refuse_void", "handling")
    take(city, case, "refuse_void")
    assert case.reports.get().answered_at is None


def test_a_refused_appeal_exempts_nobody(city: City) -> None:
    case = ready_for(city, "refuse_appeal", "closed")
    take(city, case, "refuse_appeal")
    assert (case.is_late_exempt, case.is_handled_late) == (False, True)
