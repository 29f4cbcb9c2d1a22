from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import Basis, Input, InputKind, Step
from chengzhi.kernel.step_forms import DatalistInput, PhotosInput, StepForm, step_form

UNITS = [("7", "环卫处"), ("8", "城东环卫队")]


def a_step(*inputs: Input) -> Step[Any]:
    return Step(
        name="try", label="试办", sources=frozenset(), target=None, permission=None, basis=Basis("试"), inputs=inputs
    )


def an_input(kind: InputKind, name: str = "one", **more: Any) -> Input:
    return Input(name=name, kind=kind, label="一项", **more)


def form_of(*inputs: Input, data: str | None = None, **more: Any) -> StepForm:
    given = QueryDict(data) if data is not None else None
    return step_form(a_step(*inputs), ask=lambda _one: UNITS, data=given, **more)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (InputKind.TEXT, " 字 ", "字"),
        (InputKind.REASON, "理由", "理由"),
        (InputKind.UNIT, "7", 7),
        (InputKind.PERSON, "8", 8),
        (InputKind.STANDARD, "8", 8),
        (InputKind.CATEGORY, "7", 7),
        (InputKind.CASE, "20261123-0001", "20261123-0001"),
        (InputKind.HOURS, "6", 6),
        (InputKind.DATE, "2026-12-01", "2026-12-01"),
        (InputKind.FLAG, "on", True),
        (InputKind.UNITS, "7", [7]),
    ],
)
def test_every_kind_of_input_becomes_a_plain_value(kind: InputKind, typed: str, value: object) -> None:
    form = form_of(an_input(kind), data=f"one={typed}")
    assert form.is_valid(), form.errors
    assert form.values() == {"one": value}


def test_a_moment_is_kept_with_its_zone() -> None:
    form = form_of(an_input(InputKind.MOMENT), data="one=2026-12-01T09:30")
    assert form.is_valid(), form.errors
    assert form.values() == {"one": "2026-12-01T09:30:00+08:00"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [(InputKind.REASON, "没有填“一项”"), (InputKind.UNIT, "没有选“一项”"), (InputKind.FLAG, "先确认“一项”")],
)
def test_what_is_missing_is_named(kind: InputKind, words: str) -> None:
    form = form_of(an_input(kind), data="")
    assert not form.is_valid()
    assert words in form.errors["one"][0]


def test_what_may_stay_empty_is_left_out_of_the_values() -> None:
    form = form_of(
        an_input(InputKind.TEXT, is_required=False), an_input(InputKind.FLAG, "two", is_required=False), data=""
    )
    assert form.is_valid()
    assert form.values() == {}


def test_a_value_outside_the_options_is_refused() -> None:
    form = form_of(an_input(InputKind.UNIT), data="one=99")
    assert "不在可选范围" in form.errors["one"][0]


@pytest.mark.parametrize("typed", ["0", "九", "99999"])
def test_hours_outside_reason_are_refused(typed: str) -> None:
    assert "1 到 1440" in form_of(an_input(InputKind.HOURS), data=f"one={typed}").errors["one"][0]


def test_a_wrong_date_says_how_to_write_it() -> None:
    assert "2026-12-01" in form_of(an_input(InputKind.DATE), data="one=明天").errors["one"][0]


def test_few_choices_are_radio_buttons_and_many_a_list() -> None:
    few = an_input(InputKind.CHOICE, choices=(("a", "甲"), ("b", "乙")))
    many = an_input(InputKind.CHOICE, choices=tuple((str(n), str(n)) for n in range(9)))
    assert form_of(few).fields["one"].widget.__class__.__name__ == "RadioSelect"
    assert form_of(many).fields["one"].widget.__class__.__name__ == "Select"


def test_a_list_asks_to_choose_unless_an_empty_option_says_what_happens() -> None:
    assert next(iter(form_of(an_input(InputKind.UNIT)).fields["one"].choices)) == ("", "请选")  # type: ignore[attr-defined]
    form = step_form(a_step(an_input(InputKind.PERSON)), ask=lambda _one: [("", "网格的采集员"), *UNITS])
    assert next(iter(form.fields["one"].choices)) == ("", "网格的采集员")  # type: ignore[attr-defined]


def test_a_case_is_typed_with_suggestions_that_cannot_carry_markup() -> None:
    form = step_form(a_step(an_input(InputKind.CASE)), ask=lambda _one: [("20261123-0001", "<b>")])
    assert isinstance(form.fields["one"].widget, DatalistInput)
    assert '<option value="20261123-0001">&lt;b&gt;</option>' in str(form["one"])


def test_media_come_from_files_and_from_what_was_stored_before() -> None:
    files = MultiValueDict({"media": [SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.jpg", b"2")]})
    form = form_of(an_input(InputKind.MEDIA, "media"), data="kept=4&kept=5&kept=x", files=files)
    assert form.is_valid()
    assert [file.name for file in form.uploads] == ["a.jpg", "b.jpg"]
    assert form.kept == [4, 5]
    assert form.values([4, 5, 6]) == {"media": [4, 5, 6]}


def test_media_that_the_act_needs_are_marked_so() -> None:
    form = form_of(an_input(InputKind.MEDIA, "media", is_required=False), asked={"media"})
    assert isinstance(form.fields["media"].widget, PhotosInput)
    assert form.fields["media"].widget.is_required
    assert form.has_media


def test_what_a_service_refuses_stands_beside_its_field_or_on_top() -> None:
    form = form_of(an_input(InputKind.TEXT), data="one=字")
    assert form.is_valid()
    form.refuse(BadInput({"one": "太短。", "gone": "没有这一项。"}))
    assert form.errors["one"] == ["太短。"]
    assert form.non_field_errors() == ["没有这一项。"]
