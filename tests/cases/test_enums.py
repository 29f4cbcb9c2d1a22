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


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "强制结案"), ("en", "Closed by force")])
def test_a_forced_closure_is_told_as_what_happened(language: str, words: str) -> None:
    with translation.override(language):
        assert str(enums.ClosureKind.FORCED.label) == words


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


# What screens and workbooks say, in both languages: people learn these words, so they change only on purpose.
WORDS = [
    (enums.CaseState.REPORTED, "待受理", "To accept"),
    (enums.CaseState.VERIFYING, "核实中", "Being verified"),
    (enums.CaseState.ACCEPTED, "待立案", "To file"),
    (enums.CaseState.FILED, "待派遣", "To dispatch"),
    (enums.CaseState.DISPATCHED, "待接收", "To take over"),
    (enums.CaseState.HANDLING, "处置中", "Being handled"),
    (enums.CaseState.RETURNED, "回退待派", "Returned"),
    (enums.CaseState.ON_HOLD, "挂账", "On hold"),
    (enums.CaseState.IN_CONFERENCE, "会商中", "In conference"),
    (enums.CaseState.HANDLED, "待督查", "To inspect"),
    (enums.CaseState.INSPECTED, "待发核查", "To send to check"),
    (enums.CaseState.CHECKING, "核查中", "Being checked"),
    (enums.CaseState.CHECK_FAILED, "核查未过", "Check failed"),
    (enums.CaseState.CHECKED, "待结案", "To close"),
    (enums.CaseState.SELF_HANDLED, "自处理待审", "Self-handled, to review"),
    (enums.CaseState.CLOSED, "已结案", "Closed"),
    (enums.CaseState.REFUSED, "不予受理", "Not accepted"),
    (enums.CaseState.NOT_FILED, "不予立案", "Not filed"),
    (enums.CaseState.VOIDED, "作废", "Void"),
    (enums.CaseState.MERGED, "已并入", "Merged"),
    (enums.CaseState.INVALID, "无效", "Invalid"),
    (enums.Clock.ACCEPT, "受理时限", "Limit to accept"),
    (enums.Clock.HANDLE, "处置时限", "Limit for handling"),
    (enums.Clock.HANDLING, "处置全程时限", "Whole limit for handling"),
    (enums.ChannelKind.RESIDENT, "市民通", "Citizen report"),
    (enums.ChannelKind.DEPARTMENT, "部门转办", "Passed on by a department"),
    (enums.ChannelKind.LEADER, "领导交办", "Assigned by a leader"),
    (enums.ClosureKind.NONE, "未结", "Not closed"),
    (enums.ClosureKind.NORMAL, "正常结案", "Closed on time"),
    (enums.ClosureKind.LATE, "超时结案", "Closed late"),
    (enums.ClosureKind.SELF, "自处理结案", "Closed as self-handled"),
    (enums.SupervisionLevel.ORDINARY, "普通督办", "Ordinary supervision"),
    (enums.SupervisionLevel.YELLOW, "黄牌督办", "Yellow-card supervision"),
    (enums.SupervisionLevel.RED, "红牌督办", "Red-card supervision"),
    (enums.Satisfaction.SATISFIED, "满意", "Satisfied"),
    (enums.Satisfaction.BASICALLY, "基本满意", "Mostly satisfied"),
    (enums.Satisfaction.DISSATISFIED, "不满意", "Dissatisfied"),
    (enums.WhistleState.BLOWN, "已吹哨", "Whistle blown"),
    (enums.WhistleState.HANDED_OVER, "已移交", "Handed over"),
    (enums.SummonsState.DISPUTED, "称不相关", "Not concerned"),
    (enums.SummonsState.PRESENT, "已到场", "On the spot"),
    (enums.SummonsState.ABSENT, "未到场", "Absent"),
]


@pytest.mark.parametrize(("value", "chinese", "english"), WORDS, ids=lambda one: str(getattr(one, "name", "")))
def test_a_value_is_called_the_same_on_every_screen(value: TextChoices, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert str(value.label) == chinese
    with translation.override("en"):
        assert str(value.label) == english


def test_every_state_of_a_case_has_its_words_held_here() -> None:
    assert {value for value, _chinese, _english in WORDS} >= set(enums.CaseState)
