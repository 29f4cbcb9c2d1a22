import pytest
from django.db.models import TextChoices
from django.utils import translation

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


STORED = {
    "CaseState": (
        "reported verifying accepted filed dispatched handling returned on_hold in_conference handled inspected checking "
        "check_failed checked self_handled closed refused not_filed voided merged invalid"
    ),
    "Clock": "accept verify file dispatch handle handling inspect send_check check close review",
    "ChannelKind": "collector resident hotline camera department leader media import",
    "ClosureKind": " normal late forced self",
    "TaskKind": "verify check",
    "RequestKind": "extension hold void appeal",
    "SupervisionLevel": " ordinary yellow red",
    "Satisfaction": " satisfied basically dissatisfied",
    "MediaStage": "before verify after check other",
    "CallbackWay": "sms phone none",
    "WhistleState": "blown handed_over concluded withdrawn",
    "SummonsState": "called answered disputed present reported excused absent",
    "SummonsClock": "answer arrive report",
}


@pytest.mark.parametrize(("name", "values"), STORED.items())
def test_what_is_stored_never_changes(name: str, values: str) -> None:
    assert getattr(enums, name).values == values.split(" ")


def test_every_vocabulary_is_held_here() -> None:
    assert {one.__name__ for one in CHOICES} == set(STORED)


@pytest.mark.parametrize("choices", CHOICES, ids=lambda one: one.__name__)
def test_every_value_has_english_words_of_its_own(choices: type[TextChoices]) -> None:
    with translation.override("en"):
        words = [str(one.label) for one in choices]
    assert len(set(words)) == len(words)
    assert not any("\u4e00" <= letter <= "\u9fff" for word in words for letter in word.split("(")[0])


@pytest.mark.parametrize("choices", CHOICES, ids=lambda one: one.__name__)
def test_a_value_nobody_knows_is_no_value(choices: type[TextChoices]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        choices("no such value")
