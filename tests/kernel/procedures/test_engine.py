from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Case, CaseClock, CaseStep
from chengzhi.cases.selectors.registers import stage_limits
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.kernel import clock
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.procedures import Doing, advance, available_steps, begin
from chengzhi.kernel.writing import key_for
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_a_step_names_who_where_when_and_on_what_ground(city: City) -> None:
    row = report(city).steps.get()
    assert (row.actor_name, row.post_name, row.unit_name) == ("alice", "acceptor", "监督指挥中心")
    assert row.ground == "CJJ/T 106-2010"
    assert row.appointment_id == city.alice.appointment_id


def test_a_step_from_the_wrong_state_is_refused_with_the_state(city: City) -> None:
    case = report(city)
    with pytest.raises(StepRefused, match="现在是“待受理”，不能“结案”"):
        act(case, "close", city.bob, closing_rule=True)


def test_all_reasons_are_given_at_once(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="车坏了")
    act(case, "supervise", city.frank, level="ordinary", opinion="今天清完")
    with pytest.raises(StepRefused) as refused:
        act(case, "feed_back", city.dave)
    reasons = [str(one.reason) for one in refused.value.refusals]
    assert len(reasons) == 4
    assert "没有处置后照片。" in reasons


def test_somebody_without_the_power_is_refused(city: City) -> None:
    case = report(city)
    with pytest.raises(StepRefused, match="没有“受理”的权限"):
        act(case, "accept", city.dave)
    assert case.steps.count() == 1


def test_a_repeated_key_returns_the_first_row(city: City) -> None:
    case = case_after(city, "confirm")
    first = take_step(case, "accept", CaseAct(capacity=city.alice, key="k1"))
    again = take_step(case, "accept", CaseAct(capacity=city.alice, key="k1"))
    assert again.pk == first.pk


def test_the_second_of_two_clerks_hears_what_changed(city: City) -> None:
    case = case_after(city, "confirm")
    seen = case.step_seq
    step_of(city, case, "accept")
    with pytest.raises(SubjectMoved, match=r"alice .* 已受理"):
        take_step(case, "refuse", CaseAct(capacity=city.alice, values={"reason": "重复"}, seen=seen))


def test_a_case_that_does_not_exist_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        act(Case(pk=10**9), "accept", city.alice)


def test_a_refused_step_writes_nothing(city: City) -> None:
    case = report(city)
    before = OutboxEvent.objects.count()
    with pytest.raises(StepRefused):
        act(case, "file", city.bob)
    assert (CaseStep.objects.count(), OutboxEvent.objects.count()) == (1, before)


def test_the_clock_set_back_never_puts_a_step_before_the_last(city: City) -> None:
    case = report(city)
    with clock.at(clock.now() - timedelta(hours=2)):
        row = act(case, "send_verify", city.alice)
    assert row.taken_at >= case.steps.get(seq=1).taken_at


def test_available_steps_show_what_stands_against_each(city: City) -> None:
    case = report(city)
    choices = {one.step.name: one for one in available_steps(case, city.alice)}
    assert choices["send_verify"].is_open
    assert "公众诉求还没有核实" in str(choices["accept"].refusals[0].reason)
    assert "file" not in choices


def test_the_stage_limit_and_what_was_used_stand_on_the_step(city: City) -> None:
    case = case_after(city, "confirm")
    with clock.at(clock.now() + timedelta(minutes=6)):
        row = act(case, "accept", city.alice)
    assert row.limit_seconds == 15 * 60
    assert 350 <= (row.used_seconds or 0) <= 370


def test_the_door_locks_what_it_moves_and_gives_back_the_new_values(city: City) -> None:
    case = case_after(city, "confirm")
    stale = Case.objects.get(pk=case.pk)
    advance(stale, "accept", capacity=city.alice, doing=Doing(key="k1"))
    again = advance(stale, "accept", capacity=city.alice, doing=Doing(key="k1"))
    assert (stale.state, stale.step_seq, again.seq) == ("accepted", 4, 4)


def test_the_door_finds_nothing_where_nothing_stands(city: City) -> None:
    with pytest.raises(NotFound):
        advance(Case(pk=10**9), "accept", capacity=city.alice, doing=Doing())


def test_a_first_step_that_is_refused_opens_nothing(city: City) -> None:
    case = Case(number="20260101-0001", procedure_version=1)
    with pytest.raises(StepRefused, match="权限"):
        begin(case, "report_self_handled", capacity=resident(), doing=Doing())
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["report", "report_self_handled"])
def test_a_first_step_is_refused_to_a_case_that_has_begun(city: City, name: str) -> None:
    case = report(city)
    with pytest.raises(StepRefused, match="现在是“待受理”"):
        act(case, name, city.alice)
    assert case.steps.count() == 1


def test_a_step_that_the_procedure_does_not_know_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        act(report(city), "teleport", city.alice)


@pytest.mark.parametrize("name", ["urge", "accept"])
def test_a_repeated_key_is_known_by_the_door_itself(city: City, name: str) -> None:
    case = case_after(city, "confirm")
    doing = Doing(key="once", data={"reason": "快一点"})
    first = advance(case, name, capacity=city.alice, doing=doing)
    again = advance(case, name, capacity=city.alice, doing=doing)
    assert again.pk == first.pk
    assert case.steps.filter(name=name).count() == 1


def test_another_error_than_a_repeated_key_is_not_swallowed(city: City) -> None:
    case = case_after(city, "accept")
    with pytest.raises(StepRefused):
        advance(case, "accept", capacity=city.alice, doing=Doing(key="new"))


def test_an_act_is_written_in_few_statements(
    city: City, django_assert_num_queries: DjangoAssertNumQueries, remembered: None
) -> None:
    case = case_after(city, "confirm")
    stage_limits()
    for model in (CaseStep, OutboxEvent, CaseClock):
        key_for(model)
    with django_assert_num_queries(9):
        take_step(case, "accept", CaseAct(capacity=city.alice, seen=case.step_seq, key="k"))
