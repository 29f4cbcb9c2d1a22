from datetime import timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput, StepRefused
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, step_of

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


@pytest.mark.parametrize("hours", ["0", "-3", "abc", "99999", "1.5"])
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
