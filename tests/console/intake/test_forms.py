"""The form of the desk: the number in every spelling, the call-back that needs one, limits at their edges."""

from typing import Any

import pytest

from chengzhi.cases.models import Channel
from chengzhi.console.intake.forms import MOST_WORDS, HotlineForm

CHANNELS = (
    Channel(code="hotline", name="12345 热线", name_en="Hotline", kind="hotline", is_public=True),
    Channel(code="leader", name="领导交办", name_en="Leader", kind="leader", is_public=False),
)
GIVEN = {"channel": "hotline", "words": "垃圾堆了两天", "callback": "sms", "phone": "13812346621"}


def form(**changed: Any) -> HotlineForm:
    return HotlineForm({**GIVEN, **changed}, channels=CHANNELS)


def fault(field: str, **changed: Any) -> str:
    found = form(**changed)
    found.is_valid()
    return " ".join(found.errors.get(field, []))


def test_what_a_caller_tells_is_enough_in_four_fields() -> None:
    assert form().is_valid()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13812346621", "13812346621"), ("138 1234 6621", "13812346621"), ("138-1234-6621", "13812346621"),
        (" 13812346621 ", "13812346621"), ("+86 13812346621", "13812346621"), ("0513-85012345", "051385012345"),
        ("85012345", "85012345"),("008613812346621", "13812346621"),
        ("2234567", "2234567"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_every_spelling(typed: str, number: str) -> None:
    found = form(phone=typed)
    assert found.is_valid(), found.errors
    assert found.cleaned_data["phone"] == number


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1381234662", "手机号少 1 位，请填 11 位数字。"),
        ("138123466", "手机号少 2 位，请填 11 位数字。"),
        ("138123466211", "手机号多 1 位，请填 11 位数字。"),
        ("12", "电话认不出来"),
        ("000000", "电话认不出来"),
        ("没有电话", "电话认不出来"),
        ("0513850123450000", "电话认不出来"),
    ],
)
def test_a_number_that_cannot_be_says_what_is_wrong_with_it(typed: str, words: str) -> None:
    assert words in fault("phone", phone=typed)


@pytest.mark.parametrize("way", ["sms", "phone"])
def test_a_call_back_to_the_public_needs_a_number(way: str) -> None:
    assert "要回访就得有电话" in fault("phone", callback=way, phone="")


def test_a_number_that_is_wrong_is_told_once() -> None:
    assert "要回访就得有电话" not in fault("phone", phone="12")


@pytest.mark.parametrize("changed", [{"callback": "none"}, {"channel": "leader"}])
def test_without_a_call_back_no_number_is_needed(changed: dict[str, str]) -> None:
    assert form(phone="", **changed).is_valid()


@pytest.mark.parametrize(("length", "is_valid"), [(1, True), (MOST_WORDS, True), (MOST_WORDS + 1, False)])
def test_words_are_taken_up_to_their_limit(length: int, is_valid: bool) -> None:  # noqa: FBT001  a table
    assert form(words="字" * length).is_valid() is is_valid


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("words", "", "没有写诉求"), ("words", " \n ", "没有写诉求"), ("channel", "", ""), ("channel", "x", "这个来源已停用"),
        ("callback", "fax", ""), ("place", "路" * 201, ""), ("reporter", "王" * 61, ""), ("external_ref", "1" * 81, ""),
        ("datum", "mars", "mars"),
    ],
)  # fmt: skip
def test_every_field_has_its_limit(field: str, value: str, words: str) -> None:
    told = fault(field, **{field: value})
    assert told
    assert words in told


def test_only_channels_of_the_desk_are_offered_in_their_order() -> None:
    found = HotlineForm(channels=CHANNELS)
    assert [str(label) for _value, label in found.fields["channel"].choices] == ["12345 热线", "领导交办"]


def test_without_a_channel_nothing_can_be_chosen() -> None:
    found = HotlineForm({**GIVEN}, channels=[])
    assert not found.is_valid()
    assert "channel" in found.errors
    assert found.is_from_the_public is False


def test_the_browser_does_not_stop_what_the_house_wants_to_explain() -> None:
    html = HotlineForm(channels=CHANNELS).as_p()
    assert " required" not in html
    assert 'autocomplete="off"' in html
