import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.cases.procedure.guards import somebody_can_answer
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.procedures.table import Act
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def case(city: City) -> Case:
    return case_after(city, "take_over")


def test_an_order_stands_on_the_case_with_who_gave_it(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="yellow", opinion="今天清完")
    order = case.supervisions.get()
    assert (case.supervision, order.level, order.by_name, order.opinion) == ("yellow", "yellow", "frank", "今天清完")


def test_a_level_nobody_knows_is_refused(city: City, case: Case) -> None:
    with pytest.raises(BadInput, match="请选普通督办"):
        act(case, "supervise", city.frank, level="purple", opinion="快")
    with pytest.raises(StepRefused, match="没有填“督办级别”"):
        act(case, "supervise", city.frank, opinion="快")


def test_only_one_order_at_a_time(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="yellow", opinion="今天清完")
    with pytest.raises(StepRefused, match="已经在督办"):
        act(case, "supervise", city.frank, level="red", opinion="马上")


def test_feedback_waits_for_the_reply(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="red", opinion="马上清")
    with pytest.raises(StepRefused, match="督办意见还没有回复：马上清"):
        act(case, "feed_back", city.dave, result="已清", media=[photo().pk])
    act(case, "reply_supervision", city.dave, opinion="车已在路上")
    act(case, "feed_back", city.dave, result="已清", media=[photo().pk])
    assert case.supervisions.get().reply == "车已在路上"


def test_a_lifted_order_stays_on_record(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="ordinary", opinion="今天清完")
    act(case, "lift_supervision", city.frank, reason="已在办")
    assert case.supervision == ""
    assert case.supervisions.get().lifted_at


@pytest.mark.parametrize("step", ["reply_supervision", "lift_supervision"])
def test_what_was_never_ordered_is_neither_answered_nor_lifted(city: City, case: Case, step: str) -> None:
    who = city.dave if step == "reply_supervision" else city.frank
    with pytest.raises(StepRefused, match="没有督办"):
        act(case, step, who, opinion="好", reason="好")


@pytest.mark.parametrize("level", ["ordinary", "yellow", "red"])
def test_an_order_of_any_level_is_answered_and_lifted(city: City, case: Case, level: str) -> None:
    act(case, "supervise", city.frank, level=level, opinion="今天清完")
    act(case, "reply_supervision", city.dave, opinion="已在办")
    row = act(case, "lift_supervision", city.frank, reason="已办")
    order = case.supervisions.get()
    assert (order.level, order.reply, order.lifted_at, case.is_supervised) == (level, "已在办", row.taken_at, False)


def test_a_second_answer_stands_in_place_of_the_first(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="red", opinion="马上")
    for words in ("在路上", "到了"):
        act(case, "reply_supervision", city.dave, opinion=words)
    assert case.supervisions.get().reply == "到了"
    assert case.steps.filter(name="reply_supervision").count() == 2


def test_after_lifting_a_new_order_may_be_given_and_the_old_one_keeps_its_answer(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="yellow", opinion="今天")
    act(case, "reply_supervision", city.dave, opinion="好")
    act(case, "lift_supervision", city.frank, reason="已办")
    act(case, "supervise", city.frank, level="red", opinion="又来了")
    assert list(case.supervisions.values_list("level", "reply")) == [("yellow", "好"), ("red", "")]
    assert case.supervision == "red"


def test_long_opinions_are_cut_to_what_is_kept(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="red", opinion="快" * 500)
    act(case, "reply_supervision", city.dave, opinion="好" * 500)
    order = case.supervisions.get()
    assert (len(order.opinion), len(order.reply)) == (400, 400)


@pytest.mark.parametrize("who", ["grace", "hank", "erin", "alice"])
def test_another_unit_does_not_answer_an_order(city: City, case: Case, who: str) -> None:
    act(case, "supervise", city.frank, level="red", opinion="马上")
    with pytest.raises(StepRefused, match="没有“处置”的权限"):
        act(case, "reply_supervision", city.people[who], opinion="好")


def test_an_order_nobody_can_answer_says_so_and_the_supervisor_lifts_it(city: City) -> None:
    waiting = case_after(city, "accept")
    act(waiting, "supervise", city.frank, level="red", opinion="马上派")
    refusal = somebody_can_answer(attempt(waiting, city.frank))
    assert refusal is not None
    assert "没有单位能回复督办" in str(refusal.reason)
    with pytest.raises(StepRefused, match="先撤销督办"):
        act(waiting, "reply_supervision", city.dave, opinion="马上")
    assert refusal.action == "lift_supervision"
    act(waiting, "lift_supervision", city.frank, reason="已说明")
    assert somebody_can_answer(attempt(waiting, city.frank)) is None


def test_the_unit_that_has_the_case_can_answer(city: City, case: Case) -> None:
    act(case, "supervise", city.frank, level="red", opinion="马上清")
    assert somebody_can_answer(attempt(case, city.dave)) is None


def attempt(case: Case, who: Capacity) -> Act:
    return Act(subject=case, step=CASE.step("reply_supervision"), capacity=who, now=now())
