"""The light of a matter: shape, word, time left, deadline; never colour alone."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from chengzhi.kernel import lights
from chengzhi.kernel.components import ClockFace
from chengzhi.kernel.workdays import CHINA

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
HOUR = timedelta(hours=1)


def face(hours: float, **facts: object) -> ClockFace:
    return ClockFace(due_at=NOW + hours * HOUR, warn_at=NOW + (hours - 2) * HOUR, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "code", "word"), [(5, "g", "正常"), (1, "y", "临期"), (-1, "r", "超时")], ids=["green", "yellow", "red"]
)
def test_every_light_has_its_own_shape_and_word(hours: float, code: str, word: str) -> None:
    html = lights.light(face(hours), NOW)
    assert f"cz-light-{code}" in html
    assert f"#{code}" in html
    assert f">{word}</span>" in html


@pytest.mark.parametrize("show", ["full", "short", "dot"])
def test_only_the_full_light_names_the_deadline(show: str) -> None:
    assert ("cz-light-due" in lights.light(face(3), NOW, show)) == (show == "full")


def test_a_dot_keeps_its_word_for_those_who_listen() -> None:
    html = lights.light(face(3), NOW, "dot")
    assert "visually-hidden" in html
    assert "正常" in html
    assert "cz-light-left" not in html


def test_a_running_light_tells_the_script_when_it_turns() -> None:
    html = lights.light(face(3), NOW)
    assert 'data-due="2026-11-23T13:00:00+08:00"' in html
    assert 'data-warn="2026-11-23T11:00:00+08:00"' in html


def test_a_light_without_a_warning_tells_only_its_end() -> None:
    html = lights.light(ClockFace(due_at=NOW + HOUR), NOW)
    assert "data-due" in html
    assert "data-warn" not in html


def test_a_paused_light_stands_still_and_says_why() -> None:
    html = lights.light(ClockFace(is_paused=True, pause_word="挂账", remaining_seconds=21_600), NOW)
    assert "data-cz-clock" not in html
    assert "#b" in html
    assert "挂账" in html


def test_where_nothing_runs_there_is_no_light() -> None:
    assert lights.light(ClockFace(), NOW) == '<span class="cz-clock cz-clock-full"></span>'


@pytest.mark.parametrize("is_supervised", [True, False])
def test_supervision_stands_beside_the_light(is_supervised: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert ("#p" in lights.light(face(3, is_supervised=is_supervised), NOW)) == is_supervised


def test_words_from_outside_are_escaped() -> None:
    html = lights.light(ClockFace(is_paused=True, pause_word="<b>", remaining_seconds=60), NOW)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in lights.mark("r", word="<i>")


@pytest.mark.parametrize(("count", "shown"), [(None, ""), (0, ">0</b>"), (1204, ">1,204</b>")])
def test_a_mark_counts_only_where_a_count_is_told(count: int | None, shown: str) -> None:
    html = lights.mark("r", count=count)
    assert ("cz-count" in html) == (count is not None)
    assert shown in html


def test_a_light_speaks_english() -> None:
    with translation.override("en"):
        html = lights.light(face(-1), NOW)
    assert "超时" not in html
    assert ">Late</span>" in html or "verdue" in html
