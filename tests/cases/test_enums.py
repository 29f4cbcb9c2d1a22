import pytest
from django.db.models import TextChoices

from chengzhi.cases import enums
from chengzhi.cases.procedure import CASE

CHOICES = [
    one for one in vars(enums).values() if isinstance(one, type) and issubclass(one, TextChoices) and one.choices
]


@pytest.mark.parametrize("choices", CHOICES, ids=lambda one: one.__name__)
def test_every_value_has_its_own_word(choices: type[TextChoices]) -> None:
    words = [str(one.label) for one in choices]
    assert len(set(words)) == len(words)
    assert all(words)


def test_the_words_of_the_loop_are_those_of_the_trade() -> None:
    assert str(enums.CaseState.VERIFYING.label) == "核实中"
    assert str(enums.CaseState.CHECKING.label) == "核查中"


def test_every_state_and_clock_is_known_to_the_procedure() -> None:
    assert set(CASE.kinds) == set(enums.CaseState)
    assert set(CASE.clocks) == set(enums.Clock.values)
