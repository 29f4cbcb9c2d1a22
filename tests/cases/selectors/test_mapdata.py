"""Marks for programs are the marks of the map: the same cases, counts and lights inside the same extent."""

import json
from typing import Any

import pytest

from chengzhi.cases.selectors import mapdata
from chengzhi.cases.selectors.mapdata import map_data
from chengzhi.cases.selectors.mapping import MapQuery, map_cases
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Box
from tests.factories.city import LAT, LON, STREET, City
from tests.factories.loop import case_after, report
from tests.factories.moves import beijing, case_in, take

pytestmark = pytest.mark.django_db
HERE = Box(LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)


def marks(viewer: Capacity, query: MapQuery) -> list[dict[str, Any]]:
    return [json.loads(one) for one in map_data(viewer, query, "zh-hans").marks]


@pytest.fixture
def busy(city: City) -> City:
    for state in ("reported", "filed", "handling", "on_hold", "closed"):
        case_in(city, state)
    report(city, lon=LON + 0.02)
    report(city, lon=None, lat=None)
    return city


def test_near_by_everybody_sees_the_same_marks_as_on_the_map(busy: City) -> None:
    for viewer in busy.people.values():
        query = MapQuery(box=HERE, zoom=15)
        same = {one.number: one.code for one in map_cases(viewer, query).points}
        assert {one["number"]: one["light"] for one in marks(viewer, query)} == same


@pytest.mark.parametrize(
    "facts",
    [
        {}, {"light": "b"}, {"light": "g"}, {"light": "r"}, {"street": STREET}, {"street": "320613007"},
        {"channel": "hotline"}, {"channel": "resident"}, {"since": "today"}, {"since": "7d"}, {"since": "for ever"},
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_narrows_as_on_the_map(busy: City, facts: dict[str, str]) -> None:
    query = MapQuery(box=HERE, zoom=15, **facts)
    same = {one.number for one in map_cases(busy.alice, query).points}
    assert {one["number"] for one in marks(busy.alice, query)} == same


@pytest.mark.parametrize("zoom", [1.0, 8.0, 11.0, 13.9])
def test_from_far_off_cases_are_groups_that_add_up(busy: City, zoom: float) -> None:
    found = map_data(busy.alice, MapQuery(zoom=zoom), "zh-hans")
    assert (found.marks, found.total) == ([], 5)
    assert sum(one["count"] for one in found.groups) == 5
    assert all(abs(one["lat"] - LAT) < 0.02 and abs(one["lon"] - LON) < 0.03 for one in found.groups)


def test_unit_and_category_are_asked_for_by_key(city: City) -> None:
    handled, other = case_after(city, "take_over"), report(city, category_id=city.categories["占道经营"].pk)
    by_unit = MapQuery(zoom=15, unit=str(city.units["cleaning"].pk))
    by_kind = MapQuery(zoom=15, category=str(city.categories["占道经营"].pk))
    assert [one["number"] for one in marks(city.alice, by_unit)] == [handled.number]
    assert [one["number"] for one in marks(city.alice, by_kind)] == [other.number]


def test_too_many_marks_are_grouped_near_by_as_well(busy: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapdata, "MOST_POINTS", 2)
    mapdata._marks.cache_clear()
    found = map_data(busy.alice, MapQuery(zoom=16), "zh-hans")
    mapdata._marks.cache_clear()
    assert (found.marks, found.total) == ([], 5)
    assert len(found.groups) >= 2


@pytest.mark.parametrize("zoom", [10.0, 15.0])
def test_late_ones_are_counted(city: City, zoom: float) -> None:
    with clock.at(beijing("2026-11-20 09:00")):
        report(city)
        take(city, report(city), "send_verify")
    with clock.at(beijing("2026-11-23 09:00")):
        report(city)
        found = map_data(city.alice, MapQuery(zoom=zoom), "zh-hans")
    assert (found.total, found.late) == (3, 2)


def test_a_mark_says_what_a_line_of_the_list_says_in_the_language_asked_for(city: City) -> None:
    case = report(city, place="学田菜场")
    (one,) = marks(city.alice, MapQuery(zoom=15))
    assert (one["number"], one["lon"], one["lat"], one["place"]) == (case.number, LON, LAT, "学田菜场")
    assert (one["state"], one["state_label"], one["supervision"]) == ("reported", "待受理", "")
    english = json.loads(map_data(city.alice, MapQuery(zoom=15), "en").marks[0])
    assert english["state_label"].isascii()


@pytest.mark.parametrize("zoom", [10.0, 15.0])
def test_outside_the_reach_the_map_is_empty(busy: City, zoom: float) -> None:
    found = map_data(Capacity(), MapQuery(zoom=zoom), "zh-hans")
    assert (found.total, found.late, found.marks, found.groups) == (0, 0, [], [])
