"""Every step, every state, every starter role: who may, from where, and in which words everybody else is refused."""

from typing import Any

import pytest

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.cases.procedure.special import LIVE
from chengzhi.cases.starter.roles import ROLES
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, ActorKind, Capacity, resident
from chengzhi.kernel.procedures import Act, may_take
from chengzhi.kernel.procedures.engine import judge

MINE, UNIT, STREET = 7, 70, "320613006"
HANDLERS = "department street_chief handler officer assistant"
SEERS = (
    "acceptor duty_leader dispatcher commander leader inspector collector legal_reviewer data_clerk "
    "department street_chief handler officer assistant"
)
# Step: who may take it, from which states.
TABLE = {
    "accept": ("acceptor", "reported"),
    "send_verify": ("acceptor", "reported"),
    "confirm": ("collector", "verifying"),
    "deny": ("collector", "verifying"),
    "withdraw_verify": ("acceptor", "verifying"),
    "refuse": ("acceptor", "reported"),
    "merge": ("acceptor", "reported accepted"),
    "correct_facts": ("acceptor", "reported accepted filed returned"),
    "file": ("duty_leader", "accepted"),
    "decline_filing": ("duty_leader", "accepted"),
    "send_back": ("duty_leader", "accepted filed"),
    "approve_self_handled": ("acceptor", "self_handled"),
    "reject_self_handled": ("acceptor", "self_handled"),
    "dispatch": ("dispatcher", "filed returned"),
    "refuse_return": ("dispatcher", "returned"),
    "return_to_desk": ("dispatcher", "filed"),
    "take_over": (HANDLERS, "dispatched"),
    "hand_down": (HANDLERS, "dispatched handling"),
    "feed_back": (HANDLERS, "handling"),
    "ask_return": (HANDLERS, "dispatched handling"),
    "ask_extension": (HANDLERS, "handling"),
    "grant_extension": ("dispatcher", "handling"),
    "refuse_extension": ("dispatcher", "handling"),
    "ask_hold": (HANDLERS, "handling"),
    "grant_hold": ("dispatcher", "handling"),
    "refuse_hold": ("dispatcher", "handling"),
    "resume": ("dispatcher", "on_hold"),
    "ask_void": ("dispatcher", "filed dispatched handling returned on_hold"),
    "grant_void": ("duty_leader", "filed dispatched handling returned on_hold"),
    "refuse_void": ("duty_leader", "filed dispatched handling returned on_hold"),
    "add_joint_unit": ("dispatcher", "dispatched handling"),
    "finish_joint_part": (HANDLERS, "dispatched handling"),
    "pass_inspection": ("dispatcher", "handled"),
    "rework": ("dispatcher", "handled check_failed"),
    "send_check": ("acceptor", "inspected"),
    "pass_check": ("collector", "checking"),
    "fail_check": ("collector", "checking"),
    "withdraw_check": ("acceptor", "checking"),
    "close": ("duty_leader", "checked"),
    "check_again": ("duty_leader", "checked"),
    "call_back": ("acceptor", "closed"),
    "rate": ("", "closed"),
    "reopen": ("acceptor", "closed"),
    "appeal": (HANDLERS, "closed"),
    "grant_appeal": ("dispatcher", "closed"),
    "refuse_appeal": ("dispatcher", "closed"),
    "supervise": ("commander leader inspector", "live"),
    "reply_supervision": (HANDLERS, "live"),
    "lift_supervision": ("commander leader inspector", "live"),
    "urge": (SEERS, "live"),
    "call_conference": ("dispatcher", "filed returned handling"),
    "agree_unit": ("commander leader", "in_conference"),
    "agree_hold": ("commander leader", "in_conference"),
    "end_conference": ("commander leader", "in_conference"),
    "arbitrate": ("commander leader", "returned in_conference"),
    "substitute": ("commander leader inspector", "dispatched handling"),
    "force_close": (
        "commander leader inspector",
        "filed dispatched handling returned on_hold in_conference handled inspected checking check_failed checked",
    ),
    "warn": ("", "live"),
    "escalate": ("", "live"),
}
BY_CODE = {role.code: role for role in ROLES}


def holder(code: str) -> Capacity:
    """Return somebody in a post of the role, whose unit and person the case concerns."""
    grants = {str(right): scope for right, scope in BY_CODE[code].grants.items()}
    return Capacity(
        account_id=1, appointment_id=MINE, person_name=code, unit_id=UNIT, unit_ids=frozenset({UNIT}),
        territory=(STREET,), grants=grants,
    )  # fmt: skip


def case_of(state: str, **facts: Any) -> Case:
    """Return an unsaved case that is everybody's: of the unit, the street, the handler and the collector."""
    given = {"handling_unit_id": UNIT, "handler_id": MINE, "patroller_id": MINE, "cell_code": f"{STREET}001001"}
    return Case(state=state, procedure_version=1, **{**given, **facts})


def sources(step: str) -> set[str]:
    wanted = TABLE[step][1]
    return {str(one) for one in LIVE} if wanted == "live" else set(wanted.split())


def against(case: Case, step: str, capacity: Capacity) -> list[str]:
    given = Act(subject=case, step=CASE.step(step), capacity=capacity, now=clock.now())
    return [str(one.reason) for one in judge(given)]


def test_the_table_names_every_step_of_the_loop() -> None:
    assert set(TABLE) == {step.name for step in CASE.steps if not step.is_initial}


@pytest.mark.parametrize("step", TABLE)
def test_a_step_is_for_these_roles_and_no_other(step: str) -> None:
    may = {code for code in BY_CODE if may_take(case_of("handling"), CASE.step(step), holder(code))}
    assert may == set(TABLE[step][0].split())


@pytest.mark.parametrize("step", TABLE)
def test_from_any_other_state_every_role_is_told_where_the_case_stands(step: str) -> None:
    label = CASE.step(step).label
    for state in set(CaseState) - sources(step):
        words = f"现在是“{state.label}”，不能“{label}”。"
        assert all(against(case_of(state), step, holder(code)) == [words] for code in BY_CODE)


@pytest.mark.parametrize("step", [name for name in TABLE if not CASE.step(name).guards])
def test_who_may_not_is_told_which_power_is_missing(step: str) -> None:
    found = CASE.step(step)
    power = found.permission.label if found.permission else found.label
    words = f"您现在的身份没有“{power}”的权限，或案件不在您的范围。"
    for state in sources(step):
        for code in BY_CODE:
            is_told = words in against(case_of(state), step, holder(code))
            assert is_told is (code not in TABLE[step][0].split()), (state, code)


@pytest.mark.parametrize("state", CaseState)
def test_exactly_these_steps_leave_or_stay_in_a_state(state: CaseState) -> None:
    assert {step.name for step in CASE.steps_from(state)} == {step for step in TABLE if state in sources(step)}


@pytest.mark.parametrize("code", ["legal_reviewer", "data_clerk", "personnel", "system_admin", "audit_admin"])
def test_who_only_looks_or_administers_moves_no_case(code: str) -> None:
    able = {step for step in TABLE if may_take(case_of("handling"), CASE.step(step), holder(code))}
    assert able <= {"urge"}


@pytest.mark.parametrize(
    ("code", "step", "facts", "may"),
    [
        ("department", "take_over", {}, True),
        ("department", "take_over", {"handling_unit_id": 99, "handler_id": None, "patroller_id": None}, False),
        ("street_chief", "take_over", {"handling_unit_id": 99, "handler_id": None, "patroller_id": None}, False),
        ("handler", "feed_back", {}, True),
        ("handler", "feed_back", {"handler_id": 99, "patroller_id": None}, False),
        ("collector", "confirm", {}, True),
        ("collector", "confirm", {"patroller_id": 99, "handler_id": None}, False),
        ("collector", "urge", {"patroller_id": 99, "handler_id": None}, True),
        ("collector", "urge", {"patroller_id": 99, "handler_id": None, "handling_unit_id": 99,
                               "cell_code": "320613007001001"}, False),
        ("officer", "urge", {"handler_id": None, "patroller_id": None, "handling_unit_id": 99}, True),
        ("officer", "feed_back", {"handler_id": None, "patroller_id": None, "handling_unit_id": 99}, False),
        ("assistant", "urge", {"handler_id": None, "patroller_id": None}, False),
        ("assistant", "urge", {"handler_id": None, "patroller_id": None, "reported_by_id": MINE}, True),
        ("acceptor", "accept", {"cell_code": "", "handling_unit_id": None}, True),
        ("inspector", "supervise", {"cell_code": "999999001001001", "handling_unit_id": 99}, True),
    ],
)  # fmt: skip
def test_a_role_reaches_as_far_as_its_scope(code: str, step: str, facts: dict[str, Any], *, may: bool) -> None:
    assert may_take(case_of("handling", **facts), CASE.step(step), holder(code)) is may


@pytest.mark.parametrize(
    ("who", "steps"),
    [(resident(), {"report", "rate", "reopen"}), (SYSTEM, {"report", "warn", "escalate"})],
    ids=["resident", "system"],
)
def test_the_public_and_the_worker_have_their_own_few_steps(who: Capacity, steps: set[str]) -> None:
    assert {step.name for step in CASE.steps if may_take(case_of("closed"), step, who)} == steps


@pytest.mark.parametrize("kind", ActorKind)
def test_no_starter_role_is_needed_to_report(kind: ActorKind) -> None:
    assert may_take(Case(), CASE.step("report"), Capacity(kind=kind))
