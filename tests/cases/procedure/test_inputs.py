"""What acts ask for: one wording for each value, and choices that are the vocabulary itself."""

from collections import defaultdict
from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.enums import Satisfaction, SupervisionLevel
from chengzhi.cases.procedure import CASE, inputs
from chengzhi.cases.procedure.whistles import SUMMONS, WHISTLE
from chengzhi.kernel.procedures import Input, InputKind

STEPS = [*CASE.steps, *WHISTLE.steps, *SUMMONS.steps]
ASKED: dict[str, list[Input]] = defaultdict(list)
for _step in CASE.steps:
    for _one in _step.inputs:
        ASKED[_one.name].append(_one)


def choices_of(one: Input) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in one.choices]


def test_supervision_offers_every_level_but_none() -> None:
    assert choices_of(inputs.LEVEL) == [("ordinary", "普通督办"), ("yellow", "黄牌督办"), ("red", "红牌督办")]
    assert SupervisionLevel.NONE not in dict(choices_of(inputs.LEVEL))


def test_a_rating_offers_every_answer_but_none() -> None:
    assert choices_of(inputs.SATISFACTION) == [
        ("satisfied", "满意"), ("basically", "基本满意"), ("dissatisfied", "不满意"),
    ]  # fmt: skip
    assert len(inputs.SATISFACTION.choices) == len(Satisfaction) - 1


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_no_act_asks_twice_for_the_same_value(step: Any) -> None:
    names = [one.name for one in step.inputs]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"media"}))
def test_one_value_has_one_wording_wherever_it_is_asked(name: str) -> None:
    assert len({str(one.label) for one in ASKED[name]}) == 1
    assert len({one.kind for one in ASKED[name]}) == 1


@pytest.mark.parametrize(
    ("step", "required", "optional"),
    [
        ("accept", set(), {"note"}),
        ("send_verify", set(), {"collector", "note"}),
        ("refuse", {"reason"}, {"direction"}),
        ("merge", {"target"}, {"note"}),
        ("correct_facts", {"reason"}, {"category", "place", "lon", "lat"}),
        ("file", {"standard"}, {"note"}),
        ("dispatch", {"unit"}, {"override", "note"}),
        ("hand_down", {"handler"}, {"note"}),
        ("feed_back", {"result"}, {"media"}),
        ("ask_extension", {"hours", "reason"}, set()),
        ("ask_hold", {"until", "reason"}, set()),
        ("add_joint_unit", {"unit", "part"}, set()),
        ("close", {"closing_rule"}, {"note"}),
        ("arbitrate", {"unit", "first_opinion", "second_opinion", "reason"}, {"becomes_rule"}),
        ("agree_hold", {"unit", "minutes", "until"}, set()),
        ("supervise", {"level", "opinion"}, set()),
        ("call_back", {"satisfaction"}, {"note"}),
    ],
)
def test_an_act_asks_for_what_it_needs_and_no_more(step: str, required: set[str], optional: set[str]) -> None:
    asked = CASE.step(step).inputs
    assert {one.name for one in asked if one.is_required} == required
    assert {one.name for one in asked if not one.is_required} == optional


@pytest.mark.parametrize("step", [one for one in STEPS if one.is_destructive], ids=lambda step: step.name)
def test_what_cannot_be_taken_back_asks_for_a_reason(step: Any) -> None:
    assert "reason" in {one.name for one in step.inputs if one.is_required}


@pytest.mark.parametrize("step", [one for one in CASE.steps if one.is_batch], ids=lambda step: step.name)
def test_what_is_done_to_many_at_once_asks_for_little_that_differs(step: Any) -> None:
    required = {one.kind for one in step.inputs if one.is_required}
    assert required <= {InputKind.UNIT, InputKind.FLAG}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_label_and_hint_has_words_in_both_languages(language: str) -> None:
    with translation.override(language):
        for step in STEPS:
            for one in step.inputs:
                assert str(one.label).strip()
                has_latin = any(letter.isascii() and letter.isalpha() for letter in str(one.label))
                assert has_latin == (language == "en"), one.name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("direction", "96777"), ("collector", "不选就派给网格的采集员"), ("override", "不按派遣规则选单位时必填"),
        ("hours", "按原时限的计时方式计算"), ("becomes_rule", "同一街道同一小类以后照此派遣"), ("closing_rule", "结案要求"),
    ],
)  # fmt: skip
def test_what_is_not_plain_has_a_hint(name: str, words: str) -> None:
    assert all(words in str(one.hint) for one in ASKED[name])
