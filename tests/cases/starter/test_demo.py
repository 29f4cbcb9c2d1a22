"""The demo city stands, lives and is left alone when it already stands."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from chengzhi.cases.models import Case, Channel, DispatchRule
from chengzhi.cases.selectors.nextacts import waits_for
from chengzhi.cases.simulation.stage import Stage
from chengzhi.cases.starter import demo
from chengzhi.cases.starter.desks import DESKS, leave_work_on_every_desk
from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel import clock
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import capacities_of
from tests.factories.city import City
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def _registers() -> None:
    ready_store()
    demo._load_registers()


@pytest.mark.usefixtures("_registers")
def test_every_desk_of_the_loop_finds_work() -> None:
    assert leave_work_on_every_desk() == len(DESKS)
    for username in ("shouli1", "zhiban1", "paiqian1", "bumen1", "caiji1", "chuzhi1"):
        viewer = capacities_of(Account.objects.get(username=username))[0]
        assert Case.objects.filter(waits_for(viewer)).exists(), username


@pytest.mark.usefixtures("_registers")
def test_the_whole_city_is_loaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "FIRST_HOURS", 6)
    said: list[str] = []
    first = demo.load_demo_city(tmp_path / "people.json", said.append)
    again = demo.load_demo_city(tmp_path / "people.json")
    assert said == ["近期案卷"]
    assert first == again
    assert first.cases >= len(DESKS)
    assert ProcrastinateJob.objects.filter(task_name__endswith="play_longer_history").count() == 1


@pytest.mark.usefixtures("_registers")
def test_who_can_sign_in_is_written_down(tmp_path: Path) -> None:
    path = tmp_path / "var" / "people.json"
    assert demo.write_sign_ins(path) == 18
    people = json.loads(path.read_text(encoding="utf-8"))
    assert {one["door"] for one in people} == {"/console/", "/field/"}
    assert all(one["name"] and one["role_en"] for one in people)


@pytest.mark.usefixtures("_registers")
def test_channels_rules_and_streets_stand() -> None:
    assert Channel.objects.filter(is_active=True).count() == 8
    assert DispatchRule.objects.exclude(division_code="").exists()
    assert len(demo._streets()) > 10


def test_a_city_that_stands_is_left_alone(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "demo_sign_ins", list)
    report(city)
    said: list[str] = []
    found = demo.load_demo_city(tmp_path / "people.json", said.append)
    assert (found.cases, found.sign_ins, said) == (1, 0, [])
    assert Unit.objects.count() == 4


def test_an_empty_house_gets_registers_and_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    for name in ("_load_registers", "leave_work_on_every_desk"):
        monkeypatch.setattr(demo, name, lambda name=name: said.append(name))
    monkeypatch.setattr(demo, "play_history", lambda **given: said.append(f"play {given['hours']} {given['per_day']}"))
    monkeypatch.setattr(demo, "demo_sign_ins", list)
    demo.load_demo_city(tmp_path / "people.json", said.append)
    assert said == ["机构、网格、目录", "_load_registers", "近期案卷", "play 30 10", "leave_work_on_every_desk"]


class Played(Stage):
    """A stage that only says what it was asked to play, and may be asked to stop."""

    rest: ClassVar[datetime | None] = None
    runs: ClassVar[list[tuple[float, list[int]]]] = []

    def play(self, *_given: Any, unfinished: Iterable[Case] = (), **_more: Any) -> datetime | None:
        length = round((self.end - self.start).total_seconds() / 3600, 3)
        self.runs.append((length, [case.pk for case in unfinished]))
        return self.rest


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, list[int]]]:
    monkeypatch.setattr(demo, "Stage", Played)
    monkeypatch.setattr(Played, "runs", [])
    return Played.runs


def history_job(**given: str) -> None:
    demo.play_longer_history(SimpleNamespace(should_abort=lambda: False), **given)


@pytest.mark.parametrize(
    ("days_ago", "hours", "taken_up"), [(None, 240.0, 0), (4, 96.0, 1), (30, 240.0, 0), (1, 240.0, 0)]
)
def test_the_longer_history_goes_on_where_it_broke_off(
    city: City, runs: list[tuple[float, list[int]]], days_ago: int | None, hours: float, taken_up: int
) -> None:
    now = clock.now()
    if days_ago is not None:
        with clock.at(now - timedelta(days=days_ago)):
            report(city)
    with clock.at(now):
        history_job()
    assert [(one[0], len(one[1])) for one in runs] == [(hours, taken_up)]


def test_days_after_the_first_start_are_no_history(city: City, runs: list[tuple[float, list[int]]]) -> None:
    """A demo that is started again three days later plays what is left of the days before its first start."""
    first = clock.now() - timedelta(days=3)
    for days in (2, -2):
        with clock.at(first - timedelta(days=days)):
            report(city)
    history_job(until=first.isoformat())
    assert [(one[0], len(one[1])) for one in runs] == [(48.0, 1)]


def test_the_rest_of_a_history_that_is_asked_to_stop_is_left_in_the_queue(
    city: City, runs: list[tuple[float, list[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    until = clock.now()
    rest = until - timedelta(days=4)
    monkeypatch.setattr(Played, "rest", rest)
    history_job(until=until.isoformat())
    left = ProcrastinateJob.objects.get(task_name__endswith="play_longer_history")
    assert left.args == {"until": until.isoformat(), "since": rest.isoformat()}
    monkeypatch.setattr(Played, "rest", None)
    history_job(**left.args)
    assert [length for length, _cases in runs] == [240.0, 96.0]
    assert ProcrastinateJob.objects.count() == 1
