"""What residents are asked, and what they hear when something is not right."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from chengzhi.portal.forms import CheckForm, LookupForm, RateForm, ReopenForm, WhatForm, phone_digits


def pictures(*names: str) -> "MultiValueDict[str, Any]":
    return MultiValueDict({"photos": [SimpleUploadedFile(name, b"x") for name in names]})


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13812346621", "13812346621"),
        ("138 1234 6621", "13812346621"),
        ("138-1234-6621", "13812346621"),
        ("+86 138 1234 6621", "13812346621"),
        ("8613812346621", "13812346621"),
        ("0513-85512345", "051385512345"),
        ("（0513）85512345", "051385512345"),
        ("010 6512 3456", "01065123456"),
        ("138　1234　6621", "13812346621"),
        ("１３８１２３４６６２１", "13812346621"),
        ("０５１３－８５５１２３４５", "051385512345"),
    ],
)
def test_a_telephone_number_is_read_however_it_is_written(typed: str, digits: str) -> None:
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1381234662", "您填了 10 位"),
        ("138123466211", "您填了 12 位"),
        ("1", "您填了 1 位"),
        ("85512345", "带区号的座机"),
        ("abc", "电话号码不对"),
        ("１３８１２３４６６２", "您填了 10 位"),
        ("138-1234-662x", "电话号码不对"),
        ("'; --", "电话号码不对"),
    ],
)
def test_a_wrong_number_is_told_what_is_missing(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        phone_digits(typed)
    assert words in refusal.value.messages[0]


def test_a_photo_or_words_are_enough() -> None:
    assert WhatForm({"words": ""}, pictures("a.jpg")).is_valid()
    assert WhatForm({"words": "垃圾成堆"}, MultiValueDict()).is_valid()
    assert WhatForm({"words": ""}, MultiValueDict(), initial={"has_photos": True}).is_valid()


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_a_report_that_says_nothing_is_told_how_to_begin(words: str) -> None:
    assert WhatForm({"words": words}, MultiValueDict()).errors["words"] == [
        "还没有照片，也没有写。请拍一张照片，或写一句是什么事。"
    ]


def test_words_too_long_are_one_error_and_not_two() -> None:
    form = WhatForm({"words": "长" * 1001}, MultiValueDict())
    assert form.errors["words"] == ["写得太长，最多 1000 个字，请删减一些。"]


def test_every_photo_of_the_form_comes_back() -> None:
    form = WhatForm({}, pictures("a.jpg", "b.jpg"))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["photos"]] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(("typed", "phone"), [("", ""), ("  ", ""), ("138 1234 6621", "13812346621")])
def test_the_phone_may_stay_empty(typed: str, phone: str) -> None:
    form = CheckForm({"words": "", "phone": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone"] == phone


def test_a_wrong_phone_keeps_the_words() -> None:
    form = CheckForm({"words": "垃圾成堆", "phone": "138"})
    assert list(form.errors) == ["phone"]
    assert form["words"].value() == "垃圾成堆"


@pytest.mark.parametrize("tail", ["662", "66a1", "六六二一", "６６２"])
def test_the_last_digits_are_four_plain_ones(tail: str) -> None:
    form = LookupForm({"number": "1123-0402", "phone_tail": tail})
    assert form.errors["phone_tail"] == ["请填 4 个数字，是手机号的最后 4 位。"]


def test_wide_digits_of_a_chinese_keyboard_are_digits() -> None:
    form = LookupForm({"number": "1123-0402", "phone_tail": "６６２１"})
    assert form.is_valid()
    assert form.cleaned_data["phone_tail"] == "6621"


def test_number_and_digits_are_both_needed() -> None:
    errors = LookupForm({}).errors
    assert errors["number"] == ["请填编号，例如 1123-0402。"]
    assert errors["phone_tail"] == ["请填上报时所留手机号的后 4 位。"]


@pytest.mark.parametrize("length", [25, 200])
def test_a_number_has_a_length(length: int) -> None:
    assert "number" in LookupForm({"number": "1" * length, "phone_tail": "6621"}).errors


@pytest.mark.parametrize("answer", ["satisfied", "basic", "dissatisfied"])
def test_an_answer_may_be_any_of_the_three(answer: str) -> None:
    form = RateForm({"satisfaction": answer})
    assert ("satisfaction" in form.errors) is (answer not in dict(form.fields["satisfaction"].choices))  # type: ignore[attr-defined]


def test_somebody_content_is_offered_the_answers_of_the_content() -> None:
    html = str(RateForm()["satisfaction"])
    assert 'value="satisfied"' in html
    assert 'value="dissatisfied"' not in html


@pytest.mark.parametrize(("given", "words"), [("", "请选一项。"), ("great", "请选满意、基本满意或不满意。")])
def test_another_answer_is_refused(given: str, words: str) -> None:
    assert RateForm({"satisfaction": given}).errors["satisfaction"] == [words]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "请写一句哪里没解决，处理的人才知道要做什么。"), ("长" * 401, "写得太长，最多 400 个字，请删减一些。")],
)
def test_asking_for_more_needs_a_reason_of_some_length(reason: str, words: str) -> None:
    assert ReopenForm({"reason": reason}).errors["reason"] == [words]


def test_asking_for_more_without_a_photo_is_allowed() -> None:
    assert ReopenForm({"reason": "角落里还有"}, MultiValueDict()).is_valid()


def test_residents_who_read_english_are_asked_in_english() -> None:
    with translation.override("en"):
        assert LookupForm({}).errors["number"][0].isascii()
        assert "photo" in str(WhatForm()["photos"].label).lower()
