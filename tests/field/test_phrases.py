"""Ready phrases belong to inputs that exist, and stay short enough for a button."""

import pytest
from django.utils import translation

from chengzhi.cases.procedure import CASE
from chengzhi.field.phrases import PHRASES, phrases_for


@pytest.mark.parametrize("step", PHRASES)
def test_phrases_go_into_an_input_of_their_step(step: str) -> None:
    name, phrases = phrases_for(step)
    assert name in {one.name for one in CASE.step(step).inputs}
    assert phrases


@pytest.mark.parametrize("step", ["close", "nothing", ""])
def test_other_steps_have_none(step: str) -> None:
    assert phrases_for(step) == ("", ())


def test_phrases_are_short_and_different() -> None:
    for _name, phrases in PHRASES.values():
        said = [str(one) for one in phrases]
        assert len(set(said)) == len(said)
        assert max(map(len, said)) <= 14


def test_phrases_are_said_in_english_too() -> None:
    with translation.override("en"):
        said = [str(one) for _name, phrases in PHRASES.values() for one in phrases]
    assert all(one.isascii() for one in said)
