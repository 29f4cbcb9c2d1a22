from enum import StrEnum

import pytest

from chengzhi.cases.procedure import CASE
from chengzhi.kernel.procedures import Basis, StateKind, Step


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
