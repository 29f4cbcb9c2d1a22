"""Where each step of a list leads, who may take it, and what must be said with it."""

from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, ActorKind, Capacity, Scope
from chengzhi.kernel.procedures import Act
from chengzhi.kernel.procedures.engine import judge
from chengzhi.powers.models import PowerList
from chengzhi.powers.procedure.lists import POWER_LIST, list_within

DRAFT, REVIEW, PUBLISH = (f"powers.list.{one}" for one in ("draft", "review", "publish"))
MOVES = [
    ("draft", "", "draft", DRAFT),
    ("submit", "draft", "in_review", DRAFT),
    ("pass_review", "in_review", "reviewed", REVIEW),
    ("return_draft", "in_review, reviewed", "draft", REVIEW),
    ("approve", "reviewed", "approved", PUBLISH),
    ("publish", "approved", "published", PUBLISH),
    ("amend", "published", None, DRAFT),
    ("supersede", "published", "superseded", None),
    ("withdraw", "published", "withdrawn", PUBLISH),
    ("drop", "draft", "dropped", DRAFT),
]
NEEDS = [
    ("pass_review", "in_review", ["审核意见"]),
    ("return_draft", "in_review", ["理由"]),
    ("approve", "reviewed", ["批准文号"]),
    ("publish", "approved", ["施行日", "公布载体"]),
    ("amend", "published", ["理由"]),
    ("withdraw", "published", ["理由", "失效日"]),
    ("drop", "draft", ["理由"]),
]


def reasons(found: PowerList, step: str, capacity: Capacity, **data: Any) -> list[str]:
    act = Act(subject=found, step=POWER_LIST.step(step), capacity=capacity, now=clock.now(), data=data)
    return [str(one.reason) for one in judge(act)]


def holder(right: str | None) -> Capacity:
    grants = {right: Scope.CITY} if right else {}
    return Capacity(kind=ActorKind.PERSON, account_id=1, appointment_id=1, grants=grants)


def test_the_table_is_as_long_as_this_one() -> None:
    assert {step.name for step in POWER_LIST.steps} == {name for name, *_rest in MOVES}


@pytest.mark.parametrize(("name", "sources", "target", "right"), MOVES)
def test_a_step_leads_from_its_states_to_one_by_one_right(
    name: str, sources: str, target: str | None, right: str | None
) -> None:
    step = POWER_LIST.step(name)
    assert ", ".join(sorted(step.sources)) == sources
    assert step.target == target
    assert (step.permission.value if step.permission else None) == right


@pytest.mark.parametrize(("name", "state", "labels"), NEEDS)
def test_what_must_be_said_is_named(power_list: PowerList, name: str, state: str, labels: list[str]) -> None:
    power_list.state = state
    right = POWER_LIST.step(name).permission
    found = reasons(power_list, name, holder(right.value if right else None))
    assert [f"没有填“{label}”。" for label in labels] == [one for one in found if "没有填" in one]


@pytest.mark.parametrize("name", [name for name, _sources, _target, right in MOVES if right and name != "draft"])
def test_no_step_is_taken_with_the_rights_of_another_post(power_list: PowerList, name: str) -> None:
    step = POWER_LIST.step(name)
    power_list.state = min(step.sources)
    own = step.permission.value if step.permission else ""
    for right in {DRAFT, REVIEW, PUBLISH} - {own}:
        assert any("没有" in one and "权限" in one for one in reasons(power_list, name, holder(right)))


def test_only_the_system_lets_a_new_version_take_the_place_of_the_old(power_list: PowerList) -> None:
    power_list.state = "published"
    assert reasons(power_list, "supersede", SYSTEM) == []
    assert reasons(power_list, "supersede", holder(PUBLISH)) != []


@pytest.mark.parametrize(
    ("scope", "units", "reaches"),
    [(Scope.CITY, (), True), (Scope.UNIT, (5,), True), (Scope.UNIT, (6,), False), (Scope.OWN, (), False)],
)
def test_a_list_is_reached_by_its_unit(scope: Scope, units: tuple[int, ...], *, reaches: bool) -> None:
    assert list_within(PowerList(unit_id=5), Capacity(unit_ids=frozenset(units)), scope) is reaches
