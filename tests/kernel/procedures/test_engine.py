from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Case, CaseClock, CaseStep, Whistle, WhistleStep
from chengzhi.cases.selectors.registers import stage_limits
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.kernel import clock
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.procedures import Doing, advance, available_steps, begin
from chengzhi.kernel.writing import Writes, key_for
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report, step_of
from tests.factories.media import photo
from tests.factories.whistles import add_callers

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


def whistle(city: City, **facts: object) -> Whistle:
    given: dict[str, object] = {
        "number": "S20260101-001", "unit": city.units["street"], "matter": "夜市占道", "place": "学田菜场西门",
        "gather_at": clock.now(), "report_hours": 2,
    }  # fmt: skip
    return Whistle(**{**given, **facts})


@pytest.fixture
def callers(city: City) -> City:
    """The city with iris in it, who may blow a whistle."""
    return add_callers(city)


def test_a_first_step_on_its_own_saves_the_subject_its_row_and_its_event_at_once(callers: City) -> None:
    subject = whistle(callers)
    row = begin(subject, "blow", capacity=callers.iris, doing=Doing(data={"matter": "夜市占道"}, key="k1"))
    saved = Whistle.objects.get(pk=subject.pk)
    assert (saved.state, saved.step_seq, saved.step_hash) == ("blown", 1, row.hash)
    assert (row.seq, row.prev_hash, row.idempotency_key, row.data) == (1, "", "k1", {"matter": "夜市占道"})
    assert OutboxEvent.objects.get().payload["subject_id"] == subject.pk


def test_a_first_step_whose_subject_the_database_refuses_leaves_nothing(callers: City) -> None:
    with pytest.raises(IntegrityError, match="whistle_says_what_and_where"):
        begin(whistle(callers, place=""), "blow", capacity=callers.iris, doing=Doing())
    assert [kind.objects.count() for kind in (Whistle, WhistleStep, OutboxEvent)] == [0, 0, 0]


def test_a_first_step_that_is_only_added_waits_for_whoever_gathers(callers: City) -> None:
    subject, writes = whistle(callers), Writes()
    begin(subject, "blow", capacity=callers.iris, doing=Doing(), into=writes)
    assert not Whistle.objects.exists()
    writes.send()
    assert Whistle.objects.get().steps.get().name == "blow"


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


@pytest.mark.parametrize(
    ("who", "steps"),
    [("alice", {"send_verify", "accept"}), ("bob", set()), ("erin", set()), ("dave", set())],
)
def test_only_acts_within_ones_power_are_offered(city: City, who: str, steps: set[str]) -> None:
    offered = {one.step.name for one in available_steps(report(city), getattr(city, who))}
    assert offered & {"send_verify", "accept", "close"} == steps


def test_a_resident_is_offered_only_what_is_open_to_residents(city: City) -> None:
    closed = case_after(city, "close")
    assert {one.step.name for one in available_steps(closed, resident())} == {"rate", "reopen"}
    assert available_steps(report(city), resident()) == []


def test_a_step_nobody_declared_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        advance(report(city), "teleport", capacity=city.alice, doing=Doing())


def test_a_step_that_stays_keeps_the_state_and_counts(city: City) -> None:
    case = case_after(city, "take_over")
    row = act(case, "supervise", city.frank, level="ordinary", opinion="今天清完")
    assert (row.from_state, row.to_state, case.state) == ("handling", "handling", "handling")
    assert row.seq == case.step_seq


def test_what_was_read_last_must_still_be_last(city: City) -> None:
    case = case_after(city, "confirm")
    with pytest.raises(SubjectMoved) as moved:
        take_step(case, "accept", CaseAct(capacity=city.alice, seen=1))
    assert len(moved.value.newer) == 2
    assert case.steps.count() == 3
    take_step(case, "accept", CaseAct(capacity=city.alice, seen=3))
    assert case.steps.count() == 4


def test_a_key_belongs_to_one_case(city: City) -> None:
    one, two = case_after(city, "confirm"), case_after(city, "confirm", words="另一堆")
    first = take_step(one, "accept", CaseAct(capacity=city.alice, key="k1"))
    second = take_step(two, "accept", CaseAct(capacity=city.alice, key="k1"))
    assert first.pk != second.pk


def test_a_request_without_a_key_may_be_refused_the_second_time(city: City) -> None:
    case = case_after(city, "confirm")
    take_step(case, "accept", CaseAct(capacity=city.alice))
    with pytest.raises(StepRefused, match="不能“受理”"):
        take_step(case, "accept", CaseAct(capacity=city.alice))


def test_missing_inputs_are_all_named(city: City) -> None:
    case = case_after(city, "confirm")
    with pytest.raises(StepRefused) as refused:
        act(case, "refuse", city.alice)
    assert {"没有填“理由”。"} <= {str(one.reason) for one in refused.value.refusals}


def test_refusals_are_told_in_the_language_of_the_actor(city: City) -> None:
    case = report(city)
    with translation.override("en"), pytest.raises(StepRefused) as refused:
        act(case, "accept", city.dave)
    assert "您" not in str(refused.value)


def test_an_opened_case_is_open_and_a_closed_one_is_closed_since_its_last_step(city: City) -> None:
    case = case_after(city, "close")
    last = case.steps.order_by("-seq").first()
    assert last is not None
    assert (case.is_open, case.closed_at) == (False, last.taken_at)
    assert report(city).closed_at is None


def test_a_case_taken_up_again_is_open_again(city: City) -> None:
    case = case_after(city, "close")
    act(case, "reopen", resident(), reason="还有", media=[photo().pk])
    assert (case.is_open, case.closed_at) == (True, None)


def test_pausing_and_going_on_moves_the_deadline_by_the_pause(city: City) -> None:
    case = case_after(city, "take_over")
    due = case.due_at
    act(case, "ask_hold", city.dave, until="2099-12-20", reason="要等供水公司关阀")
    act(case, "grant_hold", city.carol)
    assert (case.state, case.is_clock_paused, case.due_at) == ("on_hold", True, None)
    with clock.at(clock.now() + timedelta(days=30)):
        act(case, "resume", city.carol)
        assert case.state == "handling"
    assert not case.is_clock_paused
    assert due is not None
    assert case.due_at is not None
    assert case.due_at > due


def test_an_extension_that_is_granted_moves_the_deadline(city: City) -> None:
    case = case_after(city, "take_over")
    due = case.due_at
    act(case, "ask_extension", city.dave, hours=8, reason="等配件")
    act(case, "grant_extension", city.carol)
    assert due is not None
    assert case.due_at is not None
    assert case.due_at > due
    assert case.clocks.get(name="handling", stopped_at=None).extended_seconds == 8 * 3600
