"""Every fault that a table can have is found before the server starts."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.permissions import OfficialPermission
from chengzhi.kernel.procedures import Basis, Procedure, StateKind, Step, Term
from chengzhi.kernel.procedures.checks import check_procedures, faults


class State(StrEnum):
    NEW = "new"
    DONE = "done"


class Unheard(OfficialPermission):
    FLY = "test.bird.fly", "飞", "飞起来"


GROUND = Basis("规程")
OPEN_ALL = frozenset(ActorKind)


def step(name: str, sources: set[State], target: State | None, **facts: Any) -> Step[State]:
    return Step(
        name=name, label=name, sources=frozenset(sources), target=target, permission=facts.pop("permission", None),
        basis=GROUND, open_to=OPEN_ALL, **facts,
    )  # fmt: skip


BEGIN = step("begin", set(), State.NEW, is_initial=True)
END = step("end", {State.NEW}, State.DONE)
SOUND: Procedure[State] = Procedure(
    name="light", label="灯", version=1, in_force_from="2026-01-01", states=State,
    kinds={State.NEW: StateKind.OPEN, State.DONE: StateKind.ENDED}, steps=(BEGIN, END),
    within=lambda *_given: True, clocks={"work": "时限"},
)  # fmt: skip


def found(*steps: Step[State]) -> list[str]:
    return [f"{one.id} {one.msg}" for one in faults(replace(SOUND, steps=steps))]


def test_a_sound_table_has_no_faults() -> None:
    assert found(BEGIN, END) == []


def test_the_tables_of_the_house_are_sound() -> None:
    assert check_procedures() == []


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((BEGIN, END, END), "kernel.P001 light v1: step end stands twice"),
        ((BEGIN, step("stay", {State.NEW}, None)), "kernel.P002 light v1: state done cannot be reached"),
        ((BEGIN, step("stay", {State.NEW}, None)), "kernel.P003 light v1: nothing leads out of new"),
        ((BEGIN, END, step("back", {State.DONE}, None)), "kernel.P004 light v1: step back leaves an ended state"),
        (
            (BEGIN, step("end", {State.NEW}, State.DONE, permission=Unheard.FLY)),
            "kernel.P005 light v1: step end asks for the undeclared permission test.bird.fly",
        ),
        (
            (BEGIN, step("end", {State.NEW}, State.DONE, stops=("sleep",))),
            "kernel.P006 light v1: step end names the unknown clock sleep",
        ),
        (
            (BEGIN, step("end", {State.NEW}, State.DONE, starts=(Term(clock="nap", label="", minutes=1),))),
            "kernel.P006 light v1: step end names the unknown clock nap",
        ),
    ],
)
def test_a_fault_is_named(steps: tuple[Step[State], ...], fault: str) -> None:
    assert fault in found(*steps)


def test_every_fault_of_a_table_is_told_at_once() -> None:
    lost = step("lost", {State.DONE}, None, permission=Unheard.FLY, pauses=("sleep",))
    told = found(BEGIN, BEGIN, lost)
    assert [one.split()[0] for one in told] == [
        "kernel.P001", "kernel.P002", "kernel.P003", "kernel.P004", "kernel.P005", "kernel.P006",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [StateKind.OPEN, StateKind.SUSPENDED])
def test_a_state_that_waits_must_lead_somewhere(kind: StateKind) -> None:
    waiting = replace(SOUND, kinds={State.NEW: StateKind.OPEN, State.DONE: kind})
    assert "nothing leads out of done" in [one.msg.split(": ")[1] for one in faults(waiting)]


def test_a_closed_state_may_be_left_or_not() -> None:
    closed = replace(SOUND, kinds={State.NEW: StateKind.OPEN, State.DONE: StateKind.CLOSED})
    reopen = step("reopen", {State.DONE}, State.NEW)
    assert list(faults(closed)) == []
    assert list(faults(replace(closed, steps=(BEGIN, END, reopen)))) == []


@pytest.mark.parametrize("name", ["stops", "pauses", "resumes"])
def test_a_clock_must_be_declared_before_it_is_moved(name: str) -> None:
    assert found(BEGIN, step("end", {State.NEW}, State.DONE, **{name: ("work",)})) == []
    told = found(BEGIN, step("end", {State.NEW}, State.DONE, **{name: ("work", "sleep")}))
    assert told == ["kernel.P006 light v1: step end names the unknown clock sleep"]


def test_a_step_open_to_everyone_needs_no_permission() -> None:
    assert found(BEGIN, replace(END, permission=None)) == []


def test_a_state_reached_only_from_an_unreachable_one_is_unreachable_too() -> None:
    away = step("end", {State.DONE}, State.DONE)
    assert "kernel.P002 light v1: state done cannot be reached" in found(BEGIN, away)
