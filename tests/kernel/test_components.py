"""Components read their facts from objects or mappings and never trust a cookie."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from chengzhi.kernel import components
from chengzhi.kernel.clocks import Light

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
