"""Buttons are verbs and results are results, also where Chinese has one word for both."""

import pytest
from django.utils import translation

from chengzhi.cases.enums import CaseState
from chengzhi.cases.procedure import CASE
from chengzhi.cases.procedure.whistles import SUMMONS, WHISTLE


@pytest.mark.parametrize(
    ("step", "button", "result"),
    [
        ("refuse", "Refuse", "Not accepted"), ("decline_filing", "Decline filing", "Not filed"),
        ("supervise", "Supervise", None), ("refuse_return", "Refuse return", "Return refused"),
        ("refuse_extension", "Refuse extension", "Extension refused"), ("refuse_hold", "Refuse hold", "Hold refused"),
        ("refuse_void", "Refuse voiding", "Voiding refused"), ("refuse_appeal", "Refuse exemption", "Exemption refused"),
    ],
)  # fmt: skip
def test_an_act_reads_as_a_verb_and_its_result_as_a_result(step: str, button: str, result: str | None) -> None:
    found = CASE.step(step)
    with translation.override("en"):
        assert str(found.label) == button
        assert result is None or str(found.done) == result


@pytest.mark.parametrize(
    ("step", "chinese"), [("refuse", "不予受理"), ("supervise", "督办"), ("refuse_hold", "不同意挂账")]
)
def test_in_chinese_one_word_stays_one_word(step: str, chinese: str) -> None:
    assert str(CASE.step(step).label) == chinese


def test_states_keep_their_own_english() -> None:
    with translation.override("en"):
        assert (str(CaseState.REFUSED.label), str(CaseState.NOT_FILED.label)) == ("Not accepted", "Not filed")


def test_a_whistle_is_blown_and_a_call_upheld() -> None:
    with translation.override("en"):
        assert str(WHISTLE.step("blow").label) == "Blow the whistle"
        assert str(SUMMONS.step("insist").done) == "Call upheld"
        assert str(SUMMONS.step("dispute").label) != str(SUMMONS.step("dispute").done)


@pytest.mark.parametrize("procedure", [CASE, WHISTLE, SUMMONS], ids=lambda one: one.name)
def test_every_act_and_result_has_english(procedure: object) -> None:
    with translation.override("en"):
        for step in procedure.steps:  # type: ignore[attr-defined]  any of the three tables
            words = f"{step.label} {step.done}"
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in words), step.name
