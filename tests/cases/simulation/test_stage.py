"""The simulated city works through the real services, and plays the same twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.services import Told
from chengzhi.cases.simulation.plan import Next
from chengzhi.cases.simulation.stage import Stage, replace_media
from chengzhi.cases.starter import demo
from chengzhi.evidence.selectors import ready_store
from chengzhi.grid.models import Cell, Place
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import verify_chain
from chengzhi.kernel.workdays import CHINA
from tests.factories.city import LAT, LON, City
from tests.factories.loop import case_after, report

NINE = datetime(2026, 11, 16, 9, tzinfo=CHINA)


@pytest.mark.django_db
def test_a_morning_of_the_city_goes_through_the_one_door() -> None:
    ready_store()
    demo._load_registers()
    stage = Stage(seed=7, start=NINE, end=NINE + timedelta(hours=4), per_day=40)
    heard: list[int] = []
    stage.play(heard.append)
    assert stage.reported == Case.objects.count() > 3
    assert stage.steps > stage.reported
    assert heard[-1] == stage.reported
    assert all(verify_chain(case).is_whole for case in Case.objects.all())
    assert all(NINE <= case.opened_at <= NINE + timedelta(hours=4) for case in Case.objects.all())


@pytest.mark.django_db
def test_without_a_city_there_is_no_play() -> None:
    with pytest.raises(BadInput, match="先运行"):
        Stage(seed=1, start=NINE, end=NINE, per_day=1).play()


def test_photos_are_added_to_what_was_told() -> None:
    told = Told(channel="collector", words="垃圾", category_id=1, media=(1,))
    both = replace_media(told, 3, 2)
    assert (both.media, both.after_media, both.words) == ((1, 2), (3,), "垃圾")
    assert replace_media(told, None) == told
    assert clock.now() > NINE


@pytest.fixture
def stage(city: City, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a stage over the small city, whose photos are not drawn."""
    Place.objects.create(name="学田菜场", kind="market", lon=LON, lat=LAT, cell=Cell.objects.get())
    monkeypatch.setattr("chengzhi.cases.simulation.stage.MIX", (("暴露垃圾", 3), ("占道经营", 1)))
    monkeypatch.setattr("chengzhi.cases.simulation.stage.CHANNELS", (("collector", 3), ("hotline", 2), ("resident", 1)))
    ready_store()
    made = Stage(seed=3, start=NINE, end=NINE + timedelta(hours=2), per_day=30)
    made.cast.assemble()
    return made


def history() -> list[tuple[Any, ...]]:
    return [
        (case.summary, case.opened_at, case.state, [(row.name, row.taken_at) for row in case.steps.order_by("seq")])
        for case in Case.objects.order_by("id")
    ]


def played(seed: int, **more: float) -> list[tuple[Any, ...]]:
    """Return what a seed makes of the same hours, and undo it."""
    with transaction.atomic():
        Stage(seed=seed, start=NINE, end=NINE + timedelta(hours=2), per_day=30, **more).play()
        found = history()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_a_seed_plays_the_same_hours_again_and_another_plays_others(stage: Stage) -> None:
    first = played(5)
    assert len(first) >= 2
    assert played(5) == first
    assert played(6) != first


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [0, 3600])
def test_what_is_played_does_not_depend_on_how_much_is_committed_at_once(stage: Stage, at_once: float) -> None:
    assert played(5, at_once=at_once) == played(5)


@pytest.mark.django_db
@pytest.mark.parametrize(("at_once", "left"), [(0, 2), (3600, 0)])
def test_acts_are_committed_some_at_a_time(stage: Stage, at_once: float, left: int) -> None:
    heard: list[datetime] = []
    stage.at_once = at_once
    for minute in range(3):
        stage._at(NINE + timedelta(minutes=minute), lambda: heard.append(clock.now()))
    stage._play_some()
    assert len(stage.queue) == left
    assert heard == [NINE + timedelta(minutes=minute) for minute in range(3 - left)]


@pytest.mark.django_db
def test_a_run_that_is_asked_to_stop_is_gone_on_with(stage: Stage) -> None:
    """No report comes twice or is lost, and the cases that were under way go on."""
    whole = len(played(5))
    end = NINE + timedelta(hours=2)
    once = Stage(seed=5, start=NINE, end=end, per_day=30, at_once=0)
    rest = once.play(is_asked_to_stop=Case.objects.exists)
    first, steps = Case.objects.get(), CaseStep.objects.count()
    assert rest is not None
    assert NINE < rest < end
    again = Stage(seed=5, start=rest, end=end, per_day=30, at_once=0)
    assert again.play(unfinished=[first]) is None
    assert 1 + again.reported == whole == Case.objects.count()
    assert CaseStep.objects.filter(subject=first).count() > steps


@pytest.mark.django_db
def test_nobody_reports_where_no_collector_answers_for_the_cell(stage: Stage) -> None:
    assert stage._reporter("collector", "320613007001001") is None
    assert stage._reporter("resident", "") is not None
    stage.places, stage.categories = [Place(name="远处", lon=LON, lat=LAT)], [(None, 1)]  # type: ignore[list-item]  never asked
    stage.rng.choices = lambda names, _weights=None: ["collector"] if "collector" in names else [names[0]]  # type: ignore[method-assign]  loaded dice
    stage._arrival()
    assert stage.reported == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("plan", "queued"),
    [(None, 0), (Next("accept", None, 60), 0), (Next("accept", True, 60), 1), (Next("accept", True, 10**7), 0)],
)
def test_only_what_falls_into_the_hours_is_put_on(
    city: City, stage: Stage, monkeypatch: pytest.MonkeyPatch, plan: Any, queued: int
) -> None:
    monkeypatch.setattr("chengzhi.cases.simulation.stage.next_act", lambda *_given: plan)
    with clock.at(NINE):
        stage._follow(report(city), "report")
    assert len(stage.queue) == queued


@pytest.mark.django_db
def test_an_act_that_is_refused_is_counted_and_followed_by_nothing(city: City, stage: Stage) -> None:
    case = report(city)
    stage._perform(case, Next("accept", city.bob, 1))
    stage._perform(case, Next("accept", None, 1))
    assert (stage.refused, stage.steps, len(stage.queue)) == (1, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "wait", "is_working", "expected"),
    [
        ("2026-11-16 09:00", 600, False, "11-16 09:10"),
        ("2026-11-16 23:30", 600, False, "11-16 23:40"),
        ("2026-11-20 17:30", 3600, True, "11-23 08:30"),
    ],
)
def test_people_act_when_they_are_there(stage: Stage, at: str, wait: int, expected: str, *, is_working: bool) -> None:
    with clock.at(datetime.fromisoformat(at).replace(tzinfo=CHINA)):
        moment = stage._when(Next("accept", None, wait, is_working=is_working))
    assert f"{moment.astimezone(CHINA):%m-%d %H:%M}" == expected


@pytest.mark.django_db
def test_nobody_acts_before_six_in_the_morning(stage: Stage) -> None:
    with clock.at(datetime(2026, 11, 16, 2, tzinfo=CHINA)):
        moment = stage._when(Next("accept", None, 600))
    assert 6 <= moment.astimezone(CHINA).hour < 8


@pytest.mark.django_db
def test_an_act_takes_its_photo_along(city: City, stage: Stage) -> None:
    case = case_after(city, "send_verify")
    stage._perform(case, Next("confirm", city.erin, 1, photo=True))
    assert (stage.steps, case.media.get().stage) == (1, "before")
