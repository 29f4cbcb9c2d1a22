import pytest

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.cases.selectors import proposed_unit
from chengzhi.kernel.errors import BadInput, StepRefused
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_the_rules_propose_the_unit_of_the_trade(city: City) -> None:
    unit, ground = proposed_unit(case_after(city, "file"))
    assert (unit, ground) == (city.units["cleaning"], "三定方案")


def test_another_unit_needs_a_reason(city: City) -> None:
    case = case_after(city, "file")
    with pytest.raises(BadInput, match="派遣规则建议派给环卫处"):
        act(case, "dispatch", city.carol, unit=city.units["street"].pk)
    act(case, "dispatch", city.carol, unit=city.units["street"].pk, override="菜场自管")
    assert case.handling_unit == city.units["street"]


def test_a_unit_that_does_not_exist_is_refused(city: City) -> None:
    with pytest.raises(BadInput, match="不存在"):
        act(case_after(city, "file"), "dispatch", city.carol, unit=10**9)


def test_a_return_pauses_handling_and_the_same_unit_goes_on(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_return", city.dave, reason="非本单位管养")
    assert {one.name for one in case.clocks.filter(paused_at__isnull=False)} == {"handle", "handling"}
    act(case, "dispatch", city.carol, unit=city.units["cleaning"].pk)
    assert case.clocks.filter(name="handle").count() == 1
    assert case.return_count == 1


def test_another_unit_starts_its_own_limit_anew(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_return", city.dave, reason="非本单位管养")
    act(case, "dispatch", city.carol, unit=city.units["street"].pk, override="街道自管")
    assert case.clocks.filter(name="handle").count() == 2
    assert case.clocks.filter(name="handling").count() == 1


def test_a_return_can_be_refused(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_return", city.dave, reason="不想办")
    act(case, "refuse_return", city.carol, reason="权责清单第 12 项是你单位的")
    assert (case.state, case.handling_unit) == ("handling", city.units["cleaning"])


def test_a_case_is_handed_down_to_the_crew_only(city: City) -> None:
    case = case_after(city, "take_over")
    with pytest.raises(BadInput, match="不属于处置单位"):
        act(case, "hand_down", city.dave, handler=city.grace.appointment_id)
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert case.handler_name == "hank"


def test_a_ruling_becomes_the_rule_for_the_next_case(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_return", city.dave, reason="街道的")
    said = {"first_opinion": "环卫处认为归街道", "second_opinion": "街道认为归环卫处", "reason": "门前三包归街道"}
    act(case, "arbitrate", city.frank, unit=city.units["street"].pk, becomes_rule=True, **said)
    assert DispatchRule.objects.get(is_ruling=True).ruled_case_number == case.number
    unit, _ground = proposed_unit(case_after(city, "file"))
    assert unit == city.units["street"]


def test_a_ruling_without_both_opinions_is_refused(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_return", city.dave, reason="街道的")
    with pytest.raises(StepRefused, match="双方单位的意见"):
        act(
            case, "arbitrate", city.frank, unit=city.units["street"].pk, first_opinion="环卫处认为归街道", reason="裁定"
        )


def test_a_joint_part_must_be_done_before_feedback(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离摊贩")
    with pytest.raises(StepRefused, match="协办单位还没有办完：学田街道办事处"):
        act(case, "feed_back", city.dave, result="已清运", media=[])
    act(case, "finish_joint_part", city.grace, result="已劝离")
    assert case.joint_units.get().done_at is not None


def test_substitute_handling_keeps_who_should_have_done_it(city: City) -> None:
    case = case_after(city, "take_over")
    row = act(case, "substitute", city.frank, unit=city.units["street"].pk, reason="环卫处车辆全部检修")
    assert row.data["instead_of"] == "环卫处"
    assert case.handling_unit == city.units["street"]


def test_a_conference_agrees_on_a_unit_and_keeps_the_minutes(city: City) -> None:
    case: Case = case_after(city, "take_over")
    act(case, "call_conference", city.carol, reason="三家都说不是自己的")
    assert case.is_clock_paused
    row = act(case, "agree_unit", city.frank, unit=city.units["street"].pk, minutes="商定由街道办，环卫处出车")
    assert (case.state, row.data["minutes"][:2]) == ("dispatched", "商定")
