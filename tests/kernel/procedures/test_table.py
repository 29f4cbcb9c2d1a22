from dataclasses import FrozenInstanceError, replace
from enum import StrEnum
from typing import Any

import pytest

from chengzhi.cases.procedure import CASE
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.procedures import Basis, Procedure, StateKind, Step, all_procedures


class Light(StrEnum):
    ON = "on"
    OFF = "off"


def step(name: str, target: Light | None) -> Step[Light]:
    return Step(
        name=name,
        label=name,
        sources=frozenset({Light.ON}),
        target=target,
        permission=None,
        basis=Basis("规程", "第3条"),
    )


LIGHT: Procedure[Light] = Procedure(
    name="light", label="灯", version=1, in_force_from="2026-01-01", states=Light,
    kinds={Light.ON: StateKind.OPEN, Light.OFF: StateKind.ENDED}, steps=(step("switch_off", Light.OFF),),
    within=lambda *_given: True,
)  # fmt: skip


def test_a_ground_reads_as_source_and_article() -> None:
    assert str(Basis("《行政处罚法》", "第51条")) == "《行政处罚法》第51条"
    assert str(Basis("CJJ/T 106-2010")) == "CJJ/T 106-2010"


def test_a_step_without_a_target_stays_where_it_is() -> None:
    assert step("look", None).to_state("on") == "on"
    assert step("switch_off", Light.OFF).to_state("on") == "off"


def test_a_step_is_found_by_name_or_not_at_all() -> None:
    assert CASE.step("close").target == "closed"
    with pytest.raises(KeyError):
        CASE.step("teleport")


def test_the_likeliest_act_comes_first() -> None:
    ranks = [one.rank for one in CASE.steps_from("reported")]
    assert ranks == sorted(ranks)
    assert CASE.steps_from("reported")[0].name == "accept"


@pytest.mark.parametrize(
    ("state", "kind", "is_open"),
    [
        ("handling", StateKind.OPEN, True), ("on_hold", StateKind.SUSPENDED, True), ("closed", StateKind.CLOSED, False),
        ("voided", StateKind.ENDED, False),
    ],
)  # fmt: skip
def test_a_state_is_open_while_it_waits_or_rests(state: str, kind: StateKind, *, is_open: bool) -> None:
    assert CASE.kinds[CASE.states(state)] is kind
    assert CASE.is_open(state) is is_open


def test_steps_of_one_rank_keep_the_order_of_the_table() -> None:
    table = replace(
        LIGHT, steps=tuple(replace(step(name, None), rank=rank) for name, rank in (("b", 2), ("a", 2), ("c", 1)))
    )
    assert [one.name for one in table.steps_from("on")] == ["c", "b", "a"]
    assert table.steps_from("off") == []


@pytest.mark.parametrize("state", ["", "half", "ON"])
def test_a_state_that_is_none_leads_nowhere_and_cannot_be_judged(state: str) -> None:
    assert LIGHT.steps_from(state) == []
    with pytest.raises(ValueError, match="is not a valid"):
        LIGHT.is_open(state)


@pytest.mark.parametrize(
    ("kind", "is_open"),
    [(StateKind.OPEN, True), (StateKind.SUSPENDED, True), (StateKind.CLOSED, False), (StateKind.ENDED, False)],
)
def test_what_counts_as_open_does_not_depend_on_the_name_of_a_state(kind: StateKind, *, is_open: bool) -> None:
    assert replace(LIGHT, kinds={Light.ON: kind, Light.OFF: StateKind.ENDED}).is_open("on") is is_open


def test_a_table_cannot_be_changed_while_the_house_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        LIGHT.steps[0].target = Light.OFF  # type: ignore[misc]  # what must not be possible
    with pytest.raises(FrozenInstanceError):
        LIGHT.version = 2  # type: ignore[misc]  # what must not be possible


def test_a_step_is_for_people_unless_it_says_otherwise() -> None:
    assert step("look", None).open_to == {ActorKind.PERSON}
    assert not any(getattr(step("look", None), mark) for mark in ("is_initial", "is_destructive", "is_batch"))


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-v{one.version}")
def test_every_step_of_the_house_says_in_words_what_it_is(procedure: Procedure[Any]) -> None:
    for one in procedure.steps:
        assert str(one.label), one.name
        assert str(one.basis), one.name
        assert all(str(entry.label) for entry in one.inputs), one.name


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-v{one.version}")
def test_every_input_of_a_step_has_a_name_of_its_own(procedure: Procedure[Any]) -> None:
    for one in procedure.steps:
        names = [entry.name for entry in one.inputs]
        assert len(set(names)) == len(names), one.name


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda one: f"{one.name}-v{one.version}")
def test_a_permission_is_asked_of_people_only(procedure: Procedure[Any]) -> None:
    free = [one.name for one in procedure.steps if one.permission is None and one.open_to == {ActorKind.PERSON}]
    assert all(procedure.step(name).is_initial or procedure.step(name).guards for name in free)
