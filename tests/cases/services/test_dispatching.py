from typing import Any

import pytest

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.cases.selectors import proposed_unit
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.organisation.models import Appointment, Unit
from tests.factories.city import STREET, City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.moves import case_in, said_against, take

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


UNIT_STEPS = [
    ("dispatch", "filed", {"override": "改派"}), ("add_joint_unit", "handling", {"part": "劝离"}),
    ("substitute", "handling", {"reason": "代办"}), ("agree_unit", "in_conference", {"minutes": "商定"}),
    ("agree_hold", "in_conference", {"minutes": "商定", "until": "2099-01-01"}),
    ("arbitrate", "returned", {"first_opinion": "不归我", "second_opinion": "归他", "reason": "门前三包"}),
]  # fmt: skip


@pytest.mark.parametrize(("step", "state", "given"), UNIT_STEPS)
@pytest.mark.parametrize("dates", [{"valid_to": "2024-01-01"}, {"valid_from": "2090-01-01"}])
def test_a_unit_that_is_not_in_force_today_is_given_nothing(
    city: City, step: str, state: str, given: dict[str, Any], dates: dict[str, str]
) -> None:
    case = case_in(city, state)
    Unit.objects.filter(code="street").update(**dates)
    with pytest.raises(BadInput, match="今天已不存在，请按现在的机构重新选"):
        take(city, case, step, **{**given, "unit": city.units["street"].pk})
    assert Case.objects.get(pk=case.pk).step_seq == case.step_seq


@pytest.mark.parametrize(("step", "state", "given"), UNIT_STEPS)
def test_without_a_unit_the_act_is_refused_in_words(city: City, step: str, state: str, given: dict[str, Any]) -> None:
    with pytest.raises(StepRefused, match="没有填“处置单位”"):
        take(city, case_in(city, state), step, **{**given, "unit": None})


@pytest.mark.parametrize(("step", "state", "given"), [one for one in UNIT_STEPS if one[0] != "add_joint_unit"])
def test_whoever_had_it_in_hand_no_longer_has(city: City, step: str, state: str, given: dict[str, Any]) -> None:
    case = case_in(city, state)
    row = take(city, case, step, **{**given, "unit": city.units["street"].pk})
    assert (case.handling_unit, case.handler_id, case.handler_name) == (city.units["street"], None, "")
    assert row.data["unit_name"] == "学田街道办事处"


def test_the_step_keeps_what_the_rules_proposed_and_why_it_went_elsewhere(city: City) -> None:
    case = case_after(city, "file")
    row = act(case, "dispatch", city.carol, unit=city.units["street"].pk, override="菜场自管")
    kept = {name: row.data[name] for name in ("unit_name", "proposed", "rule", "override")}
    assert kept == {"unit_name": "学田街道办事处", "proposed": "环卫处", "rule": "三定方案", "override": "菜场自管"}


@pytest.mark.parametrize("blank", ["", "   ", None])
def test_blanks_are_no_reason_for_another_unit(city: City, blank: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        act(case_after(city, "file"), "dispatch", city.carol, unit=city.units["street"].pk, override=blank)
    assert refused.value.errors == {
        "override": ["派遣规则建议派给环卫处（三定方案）。改派别的单位要写理由。"],
    }  # fmt: skip


def test_without_any_rule_every_unit_may_be_chosen_freely(city: City) -> None:
    DispatchRule.objects.all().delete()
    case = case_after(city, "file")
    row = act(case, "dispatch", city.carol, unit=city.units["street"].pk)
    assert (row.data.get("proposed", ""), case.handling_unit) == ("", city.units["street"])


def test_a_case_is_handed_down_to_somebody_on_post(city: City) -> None:
    case = case_after(city, "take_over")
    for chosen in (10**9, city.hank.appointment_id):
        Appointment.objects.filter(person_id=city.hank.person_id or 0).update(valid_to="2021-01-01")
        with pytest.raises(BadInput, match="今天不在岗"):
            act(case, "hand_down", city.dave, handler=chosen)


def test_nobody_chosen_is_handed_nothing(city: City) -> None:
    with pytest.raises(StepRefused, match="没有填“处置员”"):
        act(case_after(city, "take_over"), "hand_down", city.dave)


def test_handing_down_takes_the_case_over_as_well(city: City) -> None:
    case = case_after(city, "dispatch")
    row = act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert (case.state, case.handler_id) == ("handling", city.hank.appointment_id)
    assert (row.data["handler_name"], row.data["handler_unit"]) == ("hank", "城东环卫队")


def test_a_case_handed_on_from_one_person_to_another_keeps_both_in_the_record(city: City) -> None:
    case = case_after(city, "dispatch")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    act(case, "hand_down", city.dave, handler=city.dave.appointment_id)
    told = case.steps.filter(name="hand_down").values_list("data__handler_name", flat=True)
    assert list(told) == ["hank", "dave"]


def test_the_worker_takes_nothing_over(city: City) -> None:
    case = case_after(city, "dispatch")
    with pytest.raises(StepRefused, match="没有“处置”的权限"):
        act(case, "take_over", SYSTEM)
    assert case.handler_id is None


@pytest.mark.parametrize("unit", ["cleaning", "street"])
def test_a_unit_already_on_the_case_is_not_asked_to_help(city: City, unit: str) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离")
    with pytest.raises(BadInput, match="这个单位已经在办这件案卷"):
        act(case, "add_joint_unit", city.carol, unit=city.units[unit].pk, part="再劝离")
    assert case.joint_units.count() == 1


def test_several_units_help_and_each_finishes_its_own_part_once(city: City) -> None:
    case = case_after(city, "take_over")
    for unit in ("street", "centre"):
        act(case, "add_joint_unit", city.carol, unit=city.units[unit].pk, part="劝离")
    act(case, "finish_joint_part", city.grace, result="已劝离")
    assert dict(case.joint_units.values_list("unit__code", "result")) == {"street": "已劝离", "centre": ""}
    with pytest.raises(StepRefused, match="本单位没有待办的协办任务"):
        act(case, "finish_joint_part", city.grace, result="又劝离")


def test_the_unit_that_has_it_is_no_substitute_for_itself(city: City) -> None:
    with pytest.raises(BadInput, match="就是现在的处置单位"):
        act(case_after(city, "take_over"), "substitute", city.frank, unit=city.units["cleaning"].pk, reason="代办")


def test_a_newer_ruling_ends_the_older_one_on_its_day(city: City) -> None:
    unit, case = city.units["street"], case_in(city, "returned")
    old = DispatchRule.objects.create(
        category=city.categories["暴露垃圾"], division_code=STREET, unit=city.units["crew"], ground="旧裁定",
        is_ruling=True, ruled_case_number="20250101-0001", valid_from="2025-01-01",
    )  # fmt: skip
    take(city, case, "arbitrate", unit=unit.pk, becomes_rule=True)
    old.refresh_from_db()
    new = DispatchRule.objects.get(ruled_case_number=case.number)
    assert (old.valid_to, new.valid_from, new.unit) == (clock.now().date(), clock.now().date(), unit)
    assert proposed_unit(report(city))[0] == unit


@pytest.mark.parametrize("step", ["arbitrate", "agree_unit"])
def test_a_ruling_holds_for_one_case_unless_said_otherwise(city: City, step: str) -> None:
    case = case_in(city, "returned" if step == "arbitrate" else "in_conference")
    before = DispatchRule.objects.count()
    take(city, case, step)
    assert DispatchRule.objects.count() == before


def test_a_conference_may_make_the_rule_too(city: City) -> None:
    case = case_in(city, "in_conference")
    take(city, case, "agree_unit", becomes_rule=True)
    rule = DispatchRule.objects.get(is_ruling=True)
    assert (rule.ground, rule.division_code) == (f"{case.number} agree_unit", STREET)


def test_a_hold_agreed_in_conference_names_the_unit_that_goes_on_later(city: City) -> None:
    case = case_in(city, "in_conference")
    row = take(city, case, "agree_hold", unit=city.units["street"].pk)
    assert (case.state, case.handling_unit, row.data["until"]) == ("on_hold", city.units["street"], "2099-01-01")


def test_every_return_is_counted(city: City) -> None:
    case = case_after(city, "take_over")
    for number in (1, 2, 3):
        act(case, "ask_return", city.dave, reason="不归我")
        assert case.return_count == number
        act(case, "refuse_return", city.carol, reason="归你")


def test_what_stands_against_an_act_is_told_without_taking_it(city: City) -> None:
    case = case_after(city, "file")
    assert said_against(case, "dispatch", city.carol) == ["没有填“处置单位”。"]
    assert case.state == "filed"
