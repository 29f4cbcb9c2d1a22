from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chengzhi.cases.management.commands import simulate
from chengzhi.cases.models import Case
from chengzhi.cases.starter import demo
from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel import clock

pytestmark = pytest.mark.django_db


def test_some_hours_of_the_city_are_played() -> None:
    ready_store()
    demo._load_registers()
    out = StringIO()
    call_command("simulate", "--days", "0.25", "--per-day", "12", stdout=out, verbosity=1)
    assert f"上报 {Case.objects.count()} 件" in out.getvalue()


@pytest.mark.parametrize("words", [["--days", "0"], ["--per-day", "-1"]])
def test_nothing_is_played_for_no_time(words: list[str]) -> None:
    with pytest.raises(CommandError, match="都要大于 0"):
        call_command("simulate", *words, verbosity=0)


def test_without_a_city_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="先运行"):
        call_command("simulate", "--days", "1", verbosity=0)


class Recorded:
    """A stage that only remembers what it was asked to play."""

    given: dict[str, Any] = {}
    reported, steps, refused = 4, 20, 1

    def __init__(self, **given: Any) -> None:
        type(self).given = given

    def play(self, progress: Any) -> None:
        progress(4)


@pytest.mark.parametrize(
    ("words", "days", "ended", "per_day", "seed"),
    [
        ([], 7, 0, 120, 1),
        (["--days", "2", "--per-day", "30", "--seed", "9"], 2, 0, 30, 9),
        (["--days", "1", "--skip-last", "3"], 1, 3, 120, 1),
    ],
)
def test_the_stretch_that_was_asked_for_is_played(
    monkeypatch: pytest.MonkeyPatch, words: list[str], days: int, ended: int, per_day: int, seed: int
) -> None:
    monkeypatch.setattr(simulate, "Stage", Recorded)
    now = clock.now()
    with clock.at(now):
        call_command("simulate", *words, verbosity=0)
    end = now - timedelta(days=ended)
    assert Recorded.given == {"seed": seed, "start": end - timedelta(days=days), "end": end, "per_day": per_day}


@pytest.mark.parametrize(("verbosity", "words"), [(0, ""), (1, "上报 4 件，办理 20 步，被程序拒绝 1 步。\n")])
def test_the_sums_are_told_unless_it_is_quiet(monkeypatch: pytest.MonkeyPatch, verbosity: int, words: str) -> None:
    monkeypatch.setattr(simulate, "Stage", Recorded)
    out = StringIO()
    call_command("simulate", stdout=out, verbosity=verbosity)
    assert out.getvalue() == words
