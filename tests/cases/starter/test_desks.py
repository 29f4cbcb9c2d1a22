"""Fresh work on every desk: each stage of the way leaves a matter to whoever has to act on it."""

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.starter import desks
from chengzhi.cases.starter.desks import ACTS, DESKS, WAY, Staff
from chengzhi.evidence.selectors import ready_store
from chengzhi.grid.models import Cell, CellDuty, Place
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from tests.factories.city import LAT, LON, City

pytestmark = pytest.mark.django_db


def place(name: str, cell: Cell | None) -> Place:
    return Place.objects.create(name=name, kind="market", lon=LON, lat=LAT, cell=cell)


@pytest.fixture
def staff(city: City) -> Staff:
    ready_store()
    place("学田菜场", Cell.objects.get())
    names = {
        "acceptor": "alice", "duty_leader": "bob", "dispatcher": "carol", "collector": "erin", "department": "dave",
        "handler": "hank",
    }  # fmt: skip
    return Staff({role: city.people[name] for role, name in names.items()})


def test_every_desk_lies_on_the_way_and_every_act_of_the_way_is_known() -> None:
    assert set(WAY) == set(ACTS)
    assert {last for last, _name, _words in DESKS} - {""} <= set(WAY)


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ("", "reported"), ("send_verify", "verifying"), ("confirm", "reported"), ("accept", "accepted"),
        ("file", "filed"), ("dispatch", "dispatched"), ("hand_down", "handling"), ("feed_back", "handled"),
        ("send_check", "checking"), ("pass_check", "checked"), ("close", "closed"),
    ],
)  # fmt: skip
def test_a_matter_waits_where_it_was_left(city: City, staff: Staff, last: str, state: str) -> None:
    desks._prepare(staff, city.categories["暴露垃圾"], Place.objects.get(), "垃圾堆了两天", last)
    case = Case.objects.get()
    assert case.state == state
    assert case.opened_at < case.moved_at or not last
    assert case.moved_at <= clock.now()


def test_only_categories_of_the_catalogue_in_force_are_used(
    city: City, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = (("", "暴露垃圾", "很臭"), ("", "没有这一类", "怪事"), ("send_verify", "占道经营", "早餐车"))
    monkeypatch.setattr(desks, "DESKS", wanted)
    monkeypatch.setattr(desks, "_staff", lambda: staff)
    assert desks.leave_work_on_every_desk() == 2
    assert sorted(Case.objects.values_list("category__name", "state")) == [
        ("占道经营", "verifying"),
        ("暴露垃圾", "reported"),
    ]


def test_places_are_those_the_collector_answers_for(staff: Staff) -> None:
    place("没有网格的地方", None)
    assert [one.name for one in desks._places_of(staff["collector"])] == ["学田菜场"]


def test_no_more_places_are_taken_than_there_are_desks(staff: Staff) -> None:
    cell = Cell.objects.get()
    Place.objects.bulk_create([Place(name=f"{at} 号", kind="market", lon=LON, lat=LAT, cell=cell) for at in range(40)])
    assert len(desks._places_of(staff["collector"])) == len(DESKS)


def test_where_the_collector_answers_for_nothing_near_places_will_do(staff: Staff) -> None:
    CellDuty.objects.all().delete()
    assert [one.name for one in desks._places_of(staff["collector"])] == ["学田菜场"]
    assert [one.name for one in desks._places_of(Capacity())] == ["学田菜场"]


def test_a_photo_shows_the_matter_before_and_after(city: City, staff: Staff) -> None:
    desks._prepare(staff, city.categories["暴露垃圾"], Place.objects.get(), "垃圾堆了两天", "pass_check")
    stages = list(Case.objects.get().media.values_list("stage", flat=True))
    assert sorted(stages) == ["after", "before", "check"]
