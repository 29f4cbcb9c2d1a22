"""Components read their facts from objects or mappings and never trust a cookie."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel import components
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.clocks import Light
from chengzhi.kernel.errors import BadInput, Forbidden, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Refusal

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("make", [lambda facts: facts, lambda facts: SimpleNamespace(**facts)])
def test_a_clock_face_is_read_from_a_mapping_or_an_object(make: type) -> None:
    face = components.face_of(make({"due_at": NOW, "is_supervised": True}), {})
    assert (face.due_at, face.is_supervised, face.is_paused) == (NOW, True, False)


def test_explicit_parameters_come_before_the_object() -> None:
    face = components.face_of({"due_at": NOW, "is_clock_paused": False}, {"paused": True, "pause_word": "挂账"})
    assert (face.light(NOW), face.left(NOW)) == (Light.BLUE, "挂账")


def test_a_face_without_deadline_shows_nothing() -> None:
    face = components.face_of(None, {})
    assert (face.light(NOW), face.left(NOW)) == (None, "")


def test_a_face_turns_red_after_its_deadline() -> None:
    face = components.ClockFace(due_at=NOW, warn_at=NOW - timedelta(hours=1))
    lights = [face.light(NOW + timedelta(minutes=minutes)) for minutes in (-61, -60, 0, 1)]
    assert lights == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]


def test_only_known_preferences_are_taken_from_cookies() -> None:
    chosen = components.preferences({"cz_theme": "pink", "cz_large": "1", "other": "x"})
    assert chosen == {"cz_theme": "auto", "cz_large": "1", "cz_sun": "0", "cz_left": "0", "cz_keys": "1"}


def test_views_that_do_not_exist_have_no_address() -> None:
    assert (components.address("nowhere:nothing"), components.address("healthz")) == ("", "/healthz")


def test_errors_of_a_service_point_to_fields_even_without_a_form() -> None:
    found = components.given_errors({"place": ["没有这个地方。"], "": ["整张表有误。"]})
    assert [(one["id"], one["message"]) for one in found] == [("id_place", "没有这个地方。"), ("", "整张表有误。")]


GUARDED = "console:sign_ins"


@pytest.mark.parametrize(
    ("capacity", "is_offered"),
    [
        (None, True),
        (Capacity(), False),
        (Capacity(grants={"kernel.audit.read": Scope.CITY}), True),
        (Capacity(grants={"kernel.system.manage": Scope.CITY}), False),
    ],
)
def test_a_link_is_offered_to_whoever_may_open_it(capacity: Capacity | None, *, is_offered: bool) -> None:
    assert bool(components.address_for(capacity, GUARDED)) is is_offered


@pytest.mark.parametrize("name", ["healthz", "portal:home", "field:me"])
def test_open_pages_and_pages_of_any_capacity_are_offered_to_everyone(name: str) -> None:
    assert components.address_for(Capacity(), name)


def test_a_page_that_does_not_exist_is_offered_to_nobody() -> None:
    assert components.address_for(Capacity(), "nowhere:nothing") == ""
    assert components.address_for(None, "nowhere:nothing") == ""


@pytest.mark.parametrize(
    ("name", "args", "address"),
    [
        ("field:task", ("20261123-0001",), "/field/task/20261123-0001/"),
        ("field:task", (), ""),
        ("field:task", ("a/b",), ""),
    ],
)
def test_an_address_needs_what_its_view_needs(name: str, args: tuple[str, ...], address: str) -> None:
    assert components.address(name, *args) == address


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_paused": True, "pause_word": "挂账", "remaining_seconds": 3600}, "挂账，剩 1 小时"),
        ({"is_paused": True, "pause_word": "", "remaining_seconds": 3600}, "剩 1 小时"),
        ({"is_paused": True, "pause_word": "挂账"}, "挂账"),
        ({"due_at": NOW + timedelta(minutes=18)}, "还剩 18 分"),
        ({"due_at": NOW - timedelta(minutes=18)}, "已超 18 分"),
        ({}, ""),
    ],
)
def test_what_is_left_is_told_in_words(facts: dict[str, object], words: str) -> None:
    assert components.ClockFace(**facts).left(NOW) == words  # type: ignore[arg-type]  # facts of a face


@pytest.mark.parametrize("source", [None, 3, "text", object(), {}, []])
def test_a_member_of_anything_is_its_value_or_the_default(source: object) -> None:
    assert components.part(source, "nothing") is None
    assert components.part(source, "nothing", "无") == "无"


def test_a_member_of_a_mapping_is_not_its_method() -> None:
    assert components.part({"items": 3}, "items") == 3
    assert components.part({}, "items") is None


@pytest.mark.parametrize(
    ("door", "cookies", "wanted"),
    [
        ("portal", {}, {"data-cz-theme": "auto", "data-bs-theme": "light"}),
        ("portal", {"cz_theme": "light"}, {"data-cz-theme": "light", "data-bs-theme": "light"}),
        ("field", {"cz_sun": "1", "cz_left": "1"}, {"data-cz-sun": "1", "data-cz-left": "1", "data-bs-theme": "light"}),
        ("console", {"cz_keys": "0", "cz_large": "1"}, {"data-cz-keys": "off", "data-cz-large": "1"}),
    ],
)
def test_preferences_become_attributes(door: str, cookies: dict[str, str], wanted: dict[str, str]) -> None:
    found = components.html_attributes(door, cookies)
    assert found["data-cz-door"] == door
    assert wanted.items() <= found.items()


@given(st.dictionaries(st.sampled_from([*components.PREFERENCES, "sessionid"]), st.text(max_size=8)))
def test_whatever_a_cookie_holds_only_known_values_are_used(cookies: dict[str, str]) -> None:
    chosen = components.preferences(cookies)
    assert set(chosen) == set(components.PREFERENCES)
    assert all(value in components.PREFERENCES[name] for name, value in chosen.items())


class VisitForm(forms.Form):
    day = forms.DateField(label="哪天")
    kind = forms.ChoiceField(label="哪种", choices=[("a", "甲")], widget=forms.RadioSelect)


def test_errors_of_a_form_stand_in_its_order_and_lead_to_their_fields() -> None:
    form = VisitForm({"day": "明天"})
    form.add_error(None, "整张表有误。")
    found = components.form_errors(form)
    assert [(one["label"], one["id"]) for one in found] == [("", ""), ("哪天", "id_day"), ("哪种", "id_kind_0")]


def test_errors_of_a_service_take_the_label_of_their_field() -> None:
    found = components.given_errors({"day": ["不行。", "太晚。"], "gone": ["没有这一项。"]}, VisitForm())
    assert [(one["label"], one["id"]) for one in found] == [("哪天", "id_day"), ("哪天", "id_day"), ("", "id_gone")]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (BadInput({"day": "不行。"}), "input"),
        (StepRefused([Refusal("等别人。")]), "refused"),
        (SubjectMoved(["王敏 14:32 已立案"]), "moved"),
        (Forbidden("不能办。"), "other"),
        (KeyError("secret"), "other"),
    ],
)
def test_every_error_has_a_way_to_be_shown(error: Exception, kind: str) -> None:
    shown = components.explain(error, VisitForm())
    assert shown["kind"] == kind
    assert "secret" not in str(shown)


def test_lights_have_words_in_both_languages() -> None:
    assert {str(word) for word in components.LIGHT_WORDS.values()} == {"正常", "临期", "超时", "暂停", "督办"}
    with translation.override("en"):
        assert all(str(word).isascii() for word in components.LIGHT_WORDS.values())
