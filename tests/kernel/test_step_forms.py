"""The form of a step reads values and says what is missing; the step itself judges them."""

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


@pytest.mark.parametrize("kept", ["²", "-1", "1.0", "9" * 5000, "\x00", "七", ""])
def test_garbage_among_the_kept_photos_is_left_out(kept: str) -> None:
    data = QueryDict(mutable=True)
    data.setlist("kept", ["7", kept])
    form = step_form(a_step(an_input(InputKind.MEDIA, "media")), ask=lambda _one: [], data=data)
    assert form.kept == [7]


def test_photos_kept_before_may_come_as_a_plain_mapping() -> None:
    form = step_form(a_step(an_input(InputKind.MEDIA, "media")), ask=lambda _one: [], data={"kept": ["3", "4"]})
    assert form.kept == [3, 4]
    assert step_form(a_step(), ask=lambda _one: [], data={}).kept == []


@pytest.mark.parametrize("kind", InputKind)
def test_every_kind_has_a_field_with_the_label_of_its_input(kind: InputKind) -> None:
    field = form_of(an_input(kind, hint="写清楚")).fields["one"]
    assert (field.label, field.help_text) == ("一项", "写清楚")


@pytest.mark.parametrize("kind", [one for one in InputKind if one is not InputKind.MEDIA])
def test_every_kind_may_be_left_empty_where_it_is_not_needed(kind: InputKind) -> None:
    form = form_of(an_input(kind, is_required=False), data="")
    assert form.is_valid(), form.errors
    assert form.values() == {}


@pytest.mark.parametrize("kind", [one for one in InputKind if one is not InputKind.MEDIA])
def test_every_kind_that_is_needed_says_what_is_missing(kind: InputKind) -> None:
    (words,) = form_of(an_input(kind), data="").errors["one"]
    assert "“一项”" in words
    assert words.endswith("。")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (InputKind.UNIT, "x"),
        (InputKind.UNITS, "7&one=99"),
        (InputKind.PERSON, "²"),
        (InputKind.CHOICE, "gone"),
        (InputKind.DATE, "2026-02-30"),
        (InputKind.DATE, "0000-00-00"),
        (InputKind.MOMENT, "2026年12月1日"),
        (InputKind.HOURS, "1e3"),
        (InputKind.HOURS, "-3"),
        (InputKind.CASE, "x" * 33),
        (InputKind.TEXT, "长" * 401),
        (InputKind.REASON, "长" * 401),
    ],
)
def test_a_value_that_is_none_is_refused(kind: InputKind, typed: str) -> None:
    choices = (("a", "甲"),) if kind is InputKind.CHOICE else ()
    form = form_of(an_input(kind, choices=choices), data=f"one={typed}")
    assert not form.is_valid()
    assert "one" not in form.values()


@pytest.mark.parametrize(("hours", "is_valid"), [("1", True), ("1440", True), ("1441", False), ("0", False)])
def test_hours_have_edges(hours: str, *, is_valid: bool) -> None:
    assert form_of(an_input(InputKind.HOURS), data=f"one={hours}").is_valid() is is_valid


@pytest.mark.parametrize(("length", "is_valid"), [(400, True), (401, False)])
def test_words_have_a_length(length: int, *, is_valid: bool) -> None:
    assert form_of(an_input(InputKind.REASON), data="one=" + "长" * length).is_valid() is is_valid


def test_several_units_are_several_numbers() -> None:
    form = form_of(an_input(InputKind.UNITS), data="one=7&one=8")
    assert form.is_valid()
    assert form.values() == {"one": [7, 8]}


def test_a_note_has_room_and_another_text_one_line() -> None:
    form = form_of(an_input(InputKind.TEXT, "note"), an_input(InputKind.TEXT, "result"))
    assert type(form.fields["note"].widget).__name__ == "Textarea"
    assert type(form.fields["result"].widget).__name__ == "TextInput"


def test_fields_stand_in_the_order_of_the_step() -> None:
    form = form_of(*(an_input(InputKind.TEXT, name) for name in ("c", "a", "b")))
    assert list(form.fields) == ["c", "a", "b"]


def test_what_was_typed_stays_when_something_is_wrong() -> None:
    form = form_of(an_input(InputKind.REASON), an_input(InputKind.HOURS, "hours"), data="one=车坏了&hours=many")
    assert not form.is_valid()
    assert "车坏了" in str(form["one"])
    assert 'value="many"' in str(form["hours"])


def test_markup_in_options_and_values_stays_text() -> None:
    form = step_form(a_step(an_input(InputKind.UNIT)), ask=lambda _one: [("1", "<b>环卫</b>")])
    assert "<b>环卫" not in str(form["one"])
    assert "<script>" not in str(form_of(an_input(InputKind.TEXT), data="one=<script>")["one"])


def test_several_reasons_of_a_service_are_all_shown() -> None:
    form = form_of(an_input(InputKind.TEXT), data="one=字")
    form.refuse(BadInput({"one": ["太短。", "有错字。"], "": "整张表有误。"}))
    assert form.errors["one"] == ["太短。", "有错字。"]
    assert form.non_field_errors() == ["整张表有误。"]


def test_files_that_come_with_a_wrong_form_are_not_lost() -> None:
    files = MultiValueDict({"media": [SimpleUploadedFile("a.jpg", b"1")]})
    form = form_of(an_input(InputKind.MEDIA, "media"), an_input(InputKind.REASON), data="", files=files)
    assert not form.is_valid()
    assert [file.name for file in form.uploads] == ["a.jpg"]


def test_a_step_without_media_takes_no_files() -> None:
    files = MultiValueDict({"media": [SimpleUploadedFile("a.jpg", b"1")]})
    form = form_of(an_input(InputKind.TEXT), data="one=字", files=files)
    assert (form.has_media, form.uploads) == (False, [])


def test_groups_of_options_are_offered_as_a_list() -> None:
    groups = [("环卫", [("7", "环卫处"), ("8", "城东环卫队")])]
    form = step_form(a_step(an_input(InputKind.UNIT)), ask=lambda _one: groups, data={"one": "8"})
    assert form.is_valid(), form.errors
    assert "<optgroup" in str(form["one"])


def test_initial_values_are_shown_and_yield_to_what_is_typed() -> None:
    shown = step_form(a_step(an_input(InputKind.TEXT)), ask=lambda _one: [], initial={"one": "草稿"})
    assert 'value="草稿"' in str(shown["one"])
