from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import mapping
from chengzhi.cases.selectors.mapping import MapQuery, MapView, late_by_cell, late_class, map_cases
from chengzhi.kernel import clock
from chengzhi.kernel.coordinates import Box
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import case_after, report

HERE = Box(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
ELSEWHERE = Box(121.5, 31.0, 121.6, 31.1)
ABROAD = (120.50, 31.90)


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def around(city: City, count: int, **facts: object) -> list[Case]:
    return [report(city, lon=LON + 0.0001 * at, lat=LAT, **facts) for at in range(count)]


def numbers(view: MapView) -> set[str]:
    return {one.number for one in view.points}


def test_near_by_every_case_is_a_mark_and_one_query_answers(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = around(city, 3)
    with django_assert_num_queries(1):
        view = map_cases(city.alice, MapQuery(box=HERE, zoom=16), rows=2)
    assert numbers(view) == {one.number for one in cases}
    assert (view.total, view.late, len(view.rows), view.more) == (3, 0, 2, 1)


def test_far_off_cases_are_grouped_with_their_count_and_late_ones(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    around(city, 3)
    with clock.at(clock.now() + timedelta(days=1)), django_assert_num_queries(1):
        view = map_cases(city.alice, MapQuery(box=HERE, zoom=11))
    assert [(one.count, one.late) for one in view.groups] == [(3, 3)]
    assert view.groups[0].lon == pytest.approx(LON + 0.0001)


def test_a_lonely_case_stays_a_mark_far_off(city: City) -> None:
    case = report(city)
    view = map_cases(city.alice, MapQuery(zoom=9))
    assert (numbers(view), view.groups) == ({case.number}, [])


def test_too_many_points_are_counted_by_the_database(
    city: City, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    around(city, 4)
    report(city, lon=LON + 0.009, lat=LAT + 0.009)
    monkeypatch.setattr(mapping, "MOST_POINTS", 3)
    with django_assert_num_queries(2):
        view = map_cases(city.alice, MapQuery(box=HERE, zoom=16), rows=3)
    assert (view.total, sum(one.count for one in view.groups), len(view.rows)) == (5, 5, 3)
    assert view.points == []


def test_cases_outside_the_extent_are_not_there(city: City) -> None:
    around(city, 2)
    assert map_cases(city.alice, MapQuery(box=ELSEWHERE)).total == 0


def test_ended_cases_and_those_without_a_place_are_not_on_the_map(city: City) -> None:
    case_after(city, "close")
    report(city, lon=None, lat=None)
    assert map_cases(city.alice, MapQuery()).total == 0


def test_a_collector_sees_only_the_own_territory(city: City) -> None:
    inside = report(city)
    report(city, lon=ABROAD[0], lat=ABROAD[1])
    assert numbers(map_cases(city.erin, MapQuery(zoom=16))) == {inside.number}
    assert map_cases(city.alice, MapQuery(zoom=16)).total == 2


def test_a_department_sees_only_what_it_handles(city: City) -> None:
    mine = case_after(city, "dispatch")
    report(city)
    assert numbers(map_cases(city.dave, MapQuery(zoom=16))) == {mine.number}
    assert map_cases(city.grace, MapQuery(zoom=16)).total == 0


def test_filters_narrow_marks(city: City) -> None:
    first = case_after(city, "dispatch")
    second = report(city, category_id=city.categories["占道经营"].pk, channel="resident")
    asked = {
        "category": str(second.category_id), "channel": "resident", "light": "g", "street": "320613006", "since": "today",
    }  # fmt: skip
    assert numbers(map_cases(city.alice, MapQuery(zoom=16, **asked))) == {second.number}
    cleaning = str(city.units["cleaning"].pk)
    assert numbers(map_cases(city.alice, MapQuery(zoom=16, unit=cleaning))) == {first.number}
    assert map_cases(city.alice, MapQuery(zoom=16, light="r")).total == 0


def test_time_filters_count_whole_days(city: City) -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        report(city)
    today = report(city)
    assert numbers(map_cases(city.alice, MapQuery(zoom=16, since="today"))) == {today.number}
    assert map_cases(city.alice, MapQuery(zoom=16, since="3d")).total == 2


def test_the_list_begins_with_what_is_due_soonest(city: City) -> None:
    late, soon = report(city), report(city)
    Case.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(hours=1))
    view = map_cases(city.alice, MapQuery(), rows=5)
    assert [one.number for one in view.rows] == [late.number, soon.number]
    assert [one.code for one in view.rows] == ["r", "g"]


def test_late_cases_are_counted_by_cell_within_reach(city: City) -> None:
    case = report(city)
    report(city)
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - timedelta(hours=1))
    assert late_by_cell(city.alice) == {"320613006001001": 1}
    assert late_by_cell(city.dave) == {}


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (6, 3), (7, 4), (99, 4)])
def test_late_counts_fall_into_five_classes(count: int, expected: int) -> None:
    assert late_class(count) == expected
