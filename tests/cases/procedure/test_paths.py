"""Whatever people try in whatever order, the table is followed, the history stays whole and no case is left without a way on."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.kernel.access import Capacity, resident
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.procedures import StateKind, Step, verify_chain
from tests.factories.city import City, make_city
from tests.factories.loop import WAY, act, case_after, report
from tests.factories.media import photo

pytestmark = pytest.mark.django_db

ACTORS = {
    "cases.case.accept": "alice", "cases.case.call_back": "alice", "cases.case.file": "bob",
    "cases.case.dispatch": "carol", "cases.case.handle": "dave", "cases.case.patrol": "erin",
    "cases.case.supervise": "frank", "cases.case.confer": "frank", "cases.case.read": "alice",
}  # fmt: skip
STEPS = [step for step in CASE.steps if not step.is_initial]
BEGINNINGS = st.sampled_from(["", *WAY])
ATTEMPTS = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 9)), min_size=12, max_size=16)


@pytest.fixture
def city() -> City:
    return make_city()


def values(city: City, case: Case) -> dict[str, Any]:
    """Return something for every input, as a person in a hurry would fill it in."""
    return {
        "reason": "理由如此", "opinion": "今天办完", "result": "已清运", "minutes": "会商如此", "part": "运走",
        "standard": city.standards["暴露垃圾"].pk, "unit": city.units["cleaning"].pk, "handler": city.dave.appointment_id,
        "hours": 2, "until": "2099-01-01", "level": "ordinary", "first_opinion": "不归我", "second_opinion": "归他",
        "satisfaction": "satisfied", "closing_rule": True, "media": [photo().pk], "place": f"门口 {case.step_seq}",
    }  # fmt: skip


def actor(city: City, step: Step[Any], luck: int) -> Capacity:
    """Return mostly the person whose act it is, sometimes just anybody."""
    if luck < 1:
        return list(city.people.values())[luck]
    return city.people[ACTORS[step.permission]] if step.permission else resident()


def candidates(case: Case, luck: int) -> list[Step[Any]]:
    """Return mostly the steps that lead on from here, sometimes any step at all."""
    likely = [step for step in CASE.steps_from(case.state) if not step.is_destructive]
    return likely if likely and luck < 8 else STEPS


def attempt(city: City, case: Case, step: Step[Any], luck: int) -> bool:
    """Try a step; hold that it follows the table, or that nothing at all has changed."""
    before = (case.state, case.step_seq)
    given = {name: one for name, one in values(city, case).items() if name in {each.name for each in step.inputs}}
    try:
        row = act(case, step.name, actor(city, step, luck), **given)
    except (StepRefused, BadInput):
        case.refresh_from_db()
        assert (case.state, case.step_seq) == before
        return False
    assert before[0] in step.sources
    assert case.state == step.to_state(before[0]) == row.to_state
    assert row.seq == before[1] + 1
    return True


def leads_on(case: Case) -> None:
    """Hold that an open case has a limit running or resting, and a unit once it is being handled."""
    if not CASE.is_open(case.state):
        assert not case.clocks.filter(stopped_at=None).exists()
        return
    assert case.clocks.filter(stopped_at=None).exists() or CASE.kinds[CASE.states(case.state)] is StateKind.SUSPENDED
    assert case.handling_unit_id or case.state not in {"dispatched", "handling", "handled", "checked"}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BEGINNINGS, ATTEMPTS)
def test_no_order_of_attempts_goes_round_the_table(city: City, last: str, attempts: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        case = case_after(city, last) if last else report(city)
        for number, luck in attempts:
            choice = candidates(case, luck)
            attempt(city, case, choice[number % len(choice)], luck)
            leads_on(case)
        assert verify_chain(case).is_whole
        assert_a_closed_case_was_checked(case)
        transaction.set_rollback(True)


def assert_a_closed_case_was_checked(case: Case) -> None:
    """Hold that whoever closed in the ordinary way did so right after a check that passed."""
    names = list(
        case.steps.exclude(from_state=CASE.states.CHECKED, to_state=CASE.states.CHECKED).values_list("name", flat=True)
    )
    for place, name in enumerate(names):
        if name == "close":
            assert names[place - 1] == "pass_check"
    if case.state == "closed":
        assert case.closure in {"normal", "late", "forced"}
