"""Each step against each state, generated from the tables: allowed only from its own sources."""

import pytest
from django.core.checks import Error

from chengzhi.cases.models import Case, Summons, Whistle
from chengzhi.kernel import clock
from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.permissions import all_permissions
from chengzhi.kernel.procedures import Act, all_procedures
from chengzhi.kernel.procedures.checks import check_procedures
from chengzhi.kernel.procedures.engine import judge
from chengzhi.kernel.procedures.table import Procedure, StateKind, Step
from chengzhi.powers.models import PowerList

SUBJECTS: dict[str, type[AbstractSubject]] = {
    "case": Case,
    "whistle": Whistle,
    "summons": Summons,
    "power_list": PowerList,
}
PAIRS = [
    pytest.param(procedure, step, id=f"{procedure.name}-{step.name}")
    for procedure in all_procedures()
    for step in procedure.steps
    if not step.is_initial
]


def everybody() -> Capacity:
    grants = {permission.value: Scope.CITY for permission in all_permissions()}
    return Capacity(kind=ActorKind.PERSON, account_id=1, appointment_id=1, grants=grants)


@pytest.mark.parametrize(("procedure", "step"), PAIRS)
def test_a_step_is_refused_from_every_other_state(procedure: Procedure, step: Step) -> None:
    for state in set(procedure.states) - step.sources:
        subject = SUBJECTS[procedure.name](state=state, procedure_version=1)
        act = Act(subject=subject, step=step, capacity=everybody(), now=clock.now())
        reasons = judge(act)
        assert len(reasons) == 1
        assert str(step.label) in str(reasons[0].reason)


def test_the_tables_hold_together() -> None:
    assert [fault for fault in check_procedures() if isinstance(fault, Error)] == []


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: one.name)
def test_every_guard_says_in_words_what_it_demands(procedure: Procedure) -> None:
    guards = {guard for step in procedure.steps for guard in (*step.guards, *step.demands)}
    assert [guard.__name__ for guard in guards if not (guard.__doc__ or "").strip()] == []


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: one.name)
def test_every_open_state_starts_or_keeps_a_limit(procedure: Procedure) -> None:
    if not procedure.clocks:
        return
    timed = {step.target for step in procedure.steps if step.starts or step.resumes or step.pauses}
    kept = {StateKind.OPEN, StateKind.SUSPENDED}
    bare = [state for state in procedure.states if procedure.kinds[state] in kept and state not in timed]
    assert set(bare) <= {"answered", "disputed", "accepted"}


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: one.name)
def test_only_the_public_the_worker_and_first_steps_need_no_permission(procedure: Procedure) -> None:
    bare = [step for step in procedure.steps if step.permission is None and not step.is_initial]
    assert all(ActorKind.PERSON not in step.open_to for step in bare)
