"""Residents hear plain words: every state has one, none names a stage of the office, and English is complete."""

import re

import pytest
from django.utils import translation

from chengzhi.cases.enums import CaseState
from chengzhi.cases.procedure import CASE
from chengzhi.portal.selectors.words import STATE_NOTES, STATE_WORDS, STEP_NOTES, STEP_WORDS

TABLES = (STATE_WORDS, STATE_NOTES, STEP_WORDS, STEP_NOTES)
INTERNAL = ("派遣", "督查", "核查", "挂账", "回退", "返工", "作废", "督办", "会商")


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_a_word(state: CaseState) -> None:
    assert str(STATE_WORDS[state])


@pytest.mark.parametrize("state", STATE_NOTES)
def test_notes_are_sentences_about_what_comes_next(state: str) -> None:
    assert state in set(CaseState)
    assert str(STATE_NOTES[state]).endswith("。")


@pytest.mark.parametrize("step", [*STEP_WORDS, *STEP_NOTES])
def test_steps_that_are_told_exist(step: str) -> None:
    assert step in {one.name for one in CASE.steps}


def test_no_word_is_one_of_the_office() -> None:
    said = [str(word) for table in TABLES for word in table.values()]
    assert not [one for one in said if any(term in one for term in INTERNAL)]


def test_no_word_says_more_than_a_line() -> None:
    assert max(len(str(word)) for table in TABLES for word in table.values()) <= 30


def test_only_the_unit_is_filled_in() -> None:
    asked = {name for table in TABLES for word in table.values() for name in re.findall(r"%\((\w+)\)", str(word))}
    assert asked == {"unit"}


def test_the_same_words_are_told_in_english() -> None:
    with translation.override("en"):
        said = [str(word) for table in TABLES for word in table.values()]
    assert not [one for one in said if re.search(r"[\u4e00-\u9fff]", one)]
