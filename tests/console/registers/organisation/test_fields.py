from typing import Any

import pytest
from django import forms

from chengzhi.console.registers.organisation.fields import (
    LINE,
    Pick,
    PickField,
    choice_field,
    day_field,
    document_field,
    reason_field,
    several_field,
    text_field,
)

PICKS = [
    Pick(1, "学田一队 · x1", "xtyd"),
    Pick(2, "学田二队 · x2", "xted"),
    Pick(3, "学田 · x", "xt"),
    Pick(4, "环卫处 · hw", "hwc"),
]


@pytest.fixture
def field() -> PickField:
    return PickField(PICKS, label="机构")


@pytest.mark.parametrize(
    ("typed", "key"),
    [("学田一队 · x1", 1), ("一队", 1), ("x2", 2), ("环卫", 4), (" 环卫处 ", 4), ("学田 · x", 3)],
)
def test_what_stands_for_one_is_that_one(field: PickField, typed: str, key: int) -> None:
    assert field.clean(typed) == key


def test_a_whole_text_wins_over_longer_ones_that_contain_it() -> None:
    field = PickField([Pick(1, "学田"), Pick(2, "学田一队")], label="机构")
    assert field.clean("学田") == 1


def test_what_stands_for_several_is_refused_with_their_names(field: PickField) -> None:
    with pytest.raises(forms.ValidationError, match="不止一个：学田一队 · x1、学田二队 · x2"):
        field.clean("队")


def test_only_five_of_many_are_named() -> None:
    field = PickField([Pick(number, f"第{number}队") for number in range(9)], label="机构")
    with pytest.raises(forms.ValidationError) as refused:
        field.clean("队")
    assert refused.value.messages[0].count("队") == 6


def test_what_stands_for_none_is_refused_with_what_to_do(field: PickField) -> None:
    with pytest.raises(forms.ValidationError, match="没有“没有的”。请打名称或拼音首字母"):
        field.clean("没有的")


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_nothing_typed_is_nothing_chosen(empty: Any) -> None:
    assert PickField(PICKS, label="机构", required=False).clean(empty) is None
    with pytest.raises(forms.ValidationError):
        PickField(PICKS, label="机构").clean(empty)


def test_the_text_of_a_key_is_found_again(field: PickField) -> None:
    assert field.text_of(4) == "环卫处 · hw"
    assert field.text_of(99) == field.text_of(None) == ""


def test_suggestions_are_offered_under_the_line_with_their_sound(field: PickField) -> None:
    html = field.widget.render("unit", "学田<b>")
    assert '<option value="环卫处 · hw">hwc</option>' in html
    assert 'value="学田&lt;b&gt;"' in html
    assert 'autocomplete="off"' in html


@pytest.mark.parametrize("wrong", ["明天", "2026-02-30", "1.12.2026"])
def test_a_day_that_is_none_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(forms.ValidationError, match="2026-12-01"):
        day_field().clean(wrong)


def test_a_day_may_be_left_open_where_it_may() -> None:
    assert day_field(required=False).clean("") is None


def test_lines_have_an_end() -> None:
    field = text_field("名称", 4)
    assert field.clean(" 四个字啊 ") == "四个字啊"
    with pytest.raises(forms.ValidationError):
        field.clean("五个字了啊")
    assert field.widget.attrs["maxlength"] == "4"


@pytest.mark.parametrize("field", [document_field(), reason_field()])
def test_documents_and_reasons_are_demanded_and_short(field: forms.CharField) -> None:
    assert field.clean("崇编〔2026〕31号") == "崇编〔2026〕31号"
    for wrong in ("", "字" * (LINE + 1)):
        with pytest.raises(forms.ValidationError):
            field.clean(wrong)


def test_nothing_is_chosen_at_first() -> None:
    field = choice_field("类别", [("a", "甲")])
    assert field.choices[0][0] == ""
    assert field.clean("a") == "a"
    for wrong in ("", "b"):
        with pytest.raises(forms.ValidationError):
            field.clean(wrong)


@pytest.mark.parametrize(("given", "chosen"), [([], []), (["a"], ["a"]), (["a", "b"], ["a", "b"])])
def test_any_number_may_be_ticked(given: list[str], chosen: list[str]) -> None:
    assert several_field("机构", [("a", "甲"), ("b", "乙")]).clean(given) == chosen


def test_what_was_not_offered_cannot_be_ticked() -> None:
    with pytest.raises(forms.ValidationError):
        several_field("机构", [("a", "甲")]).clean(["c"])
