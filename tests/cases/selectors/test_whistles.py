"""A whistle exists for its street, for those it calls and for whoever sees the whole city; for nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from chengzhi.cases.selectors.whistles import access_summons, access_whistle, visible_whistles, waiting_summonses
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope, resident
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City, make_city
from tests.factories.whistles import add_callers, answer, blown

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:
    return add_callers(make_city())


@pytest.mark.parametrize(
    ("who", "sees"),
    [("iris", True), ("dan", True), ("gus", False), ("alice", True), ("frank", True), ("erin", True), ("dave", False)],
)
def test_who_is_concerned_sees_the_whistle(city: City, who: str, *, sees: bool) -> None:
    whistle, summons = blown(city)
    viewer = city.people[who]
    assert (whistle in visible_whistles(viewer)) is sees
    if sees:
        assert access_whistle(viewer, whistle.number) == whistle
        assert access_summons(viewer, summons.number) == summons
        return
    for look in (lambda: access_whistle(viewer, whistle.number), lambda: access_summons(viewer, summons.number)):
        with pytest.raises(NotFound):
            look()


def test_a_resident_sees_no_whistle(city: City) -> None:
    blown(city)
    assert not visible_whistles(resident()).exists()


def test_somebody_of_the_unit_without_any_right_to_whistles_sees_none(city: City) -> None:
    blown(city)
    plain = Capacity(unit_ids=city.iris.unit_ids, grants={"cases.case.read": Scope.UNIT})
    assert not visible_whistles(plain).exists()
    able = Capacity(unit_ids=city.iris.unit_ids, grants={"cases.whistle.blow": Scope.UNIT})
    assert visible_whistles(able).count() == 1


@pytest.mark.parametrize(("territory", "count"), [(("320613006",), 1), (("320613",), 1), (("320613007",), 0), ((), 0)])
def test_a_territory_sees_the_whistles_of_its_cells(city: City, territory: tuple[str, ...], count: int) -> None:
    blown(city)
    viewer = Capacity(territory=territory, grants={"cases.case.read": Scope.TERRITORY})
    assert visible_whistles(viewer).count() == count


def test_a_whistle_outside_the_grid_is_seen_by_its_unit_only(city: City) -> None:
    blown(city, lon=None, lat=None)
    assert visible_whistles(city.iris).count() == 1
    assert visible_whistles(city.erin).count() == 1
    far = Capacity(territory=("320613006",), grants={"cases.case.read": Scope.TERRITORY})
    assert not visible_whistles(far).exists()


def test_a_number_nobody_gave_does_not_exist(city: City) -> None:
    for look in (lambda: access_whistle(city.alice, "S1"), lambda: access_summons(city.alice, "S1-1")):
        with pytest.raises(NotFound):
            look()


def test_open_summonses_wait_for_the_department_soonest_first(city: City) -> None:
    _late, second = blown(city, gather_at=clock.now() + timedelta(hours=5))
    _soon, first = blown(city, gather_at=clock.now() + timedelta(minutes=20))
    assert list(waiting_summonses(city.dan)) == [first, second]
    assert not waiting_summonses(city.iris).exists()
    assert not waiting_summonses(city.dave).exists()


def test_what_has_been_settled_waits_no_longer(city: City) -> None:
    _whistle, summons = blown(city)
    answer(city, summons, "excuse")
    assert not waiting_summonses(city.dan).exists()


def test_an_office_sees_what_waits_for_its_crews(city: City) -> None:
    _whistle, summons = blown(city, unit_ids=(city.units["crew"].pk,))
    assert list(waiting_summonses(city.dan)) == [summons]
    assert list(waiting_summonses(city.gus)) == [summons]


def test_a_list_of_whistles_takes_two_queries(city: City, django_assert_num_queries: Any) -> None:
    units = (city.units["cleaning"].pk, city.units["crew"].pk)
    for _number in range(3):
        blown(city, unit_ids=units)
    with django_assert_num_queries(2):
        rows = list(visible_whistles(city.alice))
        assert [(row.unit.name, [one.unit.name for one in row.summonses.all()]) for row in rows] == [
            ("学田街道办事处", ["环卫处", "城东环卫队"])
        ] * 3
