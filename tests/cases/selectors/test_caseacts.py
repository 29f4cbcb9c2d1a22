import pytest

from chengzhi.cases.selectors.caseacts import acts_elsewhere, case_acts, chosen_step, reasons_against
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_the_likeliest_possible_act_stands_first_and_the_refused_one_says_why(city: City) -> None:
    acts = case_acts(city.alice, report(city))
    assert acts.primary is not None
    assert acts.primary.step.name == "send_verify"
    assert [one.step.name for one in acts.blocked] == ["accept"]
    assert {"refuse", "urge"} <= acts.open_names


def test_acts_that_merely_do_not_apply_are_left_out(city: City) -> None:
    acts = case_acts(city.dave, case_after(city, "take_over"))
    assert acts.blocked == []
    assert "reply_supervision" not in acts.open_names


def test_a_waiting_request_blocks_feedback_with_who_can_help(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    blocked = {one.step.name: one.refusals for one in case_acts(city.dave, case).blocked}
    assert str(blocked["feed_back"][0].helper) == "派遣员"


def test_a_destructive_act_is_never_the_first(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_void", city.carol, reason="重复")
    acts = case_acts(city.bob, case)
    assert acts.primary is None or not acts.primary.step.is_destructive


def test_reasons_are_of_state_and_power_before_anything_is_filled_in(city: City) -> None:
    case = report(city)
    assert "现在是“待受理”" in str(reasons_against(city.bob, case, chosen_step(case, "file"))[0].reason)
    assert "权限" in str(reasons_against(city.bob, case, chosen_step(case, "accept"))[0].reason)
    assert reasons_against(city.alice, case, chosen_step(case, "refuse")) == []


def test_missing_photos_are_no_reason_before_the_form_is_filled_in(city: City) -> None:
    case = case_after(city, "take_over")
    assert reasons_against(city.dave, case, chosen_step(case, "feed_back")) == []


@pytest.mark.parametrize("name", ["explode", "", "report", "report_self_handled"])
def test_a_step_there_is_not_or_that_only_begins_does_not_exist(city: City, name: str) -> None:
    with pytest.raises(NotFound):
        chosen_step(report(city), name)


def test_another_capacity_that_could_act_is_named(city: City) -> None:
    case = case_after(city, "file")
    found = acts_elsewhere(case, [city.alice, city.carol])
    assert [(capacity.person_name, step.name) for capacity, step in found] == [("carol", "dispatch")]
