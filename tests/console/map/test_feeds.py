import gzip
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chengzhi.grid.models import Cell, Part
from tests.console.map.conftest import SignIn
from tests.factories.city import LAT, LON, SINCE, City
from tests.factories.loop import report

BOX = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"
FEEDS = ("map_points", "map_divisions", "map_cells", "map_parts", "map_theme")
# The queries of a request around the feed itself: session, account, capacity.
AROUND = 4


def fetch(client: Client, name: str, **params: str) -> Any:
    return client.get(reverse(f"console:{name}"), params)


def features(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return list(json.loads(answer.content)["features"])


def test_marks_carry_number_light_and_title(city: City, signed_in: SignIn) -> None:
    case = report(city)
    (mark,) = features(fetch(signed_in(city.alice), "map_points", bbox=BOX, zoom="16"))
    assert mark["geometry"]["coordinates"] == [LON, LAT]
    assert mark["properties"] == {
        "kind": "case", "id": case.number, "light": "g", "title": f"{case.short_number} {case.summary}",
    }  # fmt: skip


def test_points_cost_one_query_of_their_own(
    city: City, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(city.alice)
    for _one in range(3):
        report(city)
    fetch(client, "map_points", bbox=BOX)
    with django_assert_max_num_queries(AROUND + 1):
        fetch(client, "map_points", bbox=BOX, zoom="16")


def test_points_of_another_territory_stay_hidden(city: City, signed_in: SignIn) -> None:
    report(city, lon=120.5, lat=31.9)
    answer = fetch(signed_in(city.erin), "map_points", bbox="120.4,31.8,120.6,32.0", zoom="16")
    assert features(answer) == []
    assert json.loads(answer.content)["total"] == 0


def test_far_off_the_feed_sends_groups(city: City, signed_in: SignIn) -> None:
    for _one in range(2):
        report(city)
    (group,) = features(fetch(signed_in(city.alice), "map_points", bbox="-200,-95,200,95", zoom="3"))
    assert group["properties"] == {"kind": "group", "count": 2, "late": 0}


def test_the_list_comes_with_the_marks(city: City, signed_in: SignIn) -> None:
    case = report(city)
    found = json.loads(fetch(signed_in(city.alice), "map_points", bbox=BOX, zoom="16", list="1").content)
    assert f'data-cz-point="{case.number}"' in found["html"]


def test_a_frame_stands_in_place_of_the_extent(city: City, signed_in: SignIn) -> None:
    report(city)
    answer = fetch(signed_in(city.alice), "map_points", bbox=BOX, frame="121,31,122,32", zoom="16")
    assert features(answer) == []


@pytest.mark.parametrize(
    "params",
    [
        {"bbox": "garbage"}, {"bbox": "1,2,3"}, {"bbox": "1,2,3,4,5"}, {"bbox": "nan,0,1,1"}, {"bbox": "inf,0,1,1"},
        {"bbox": "121,32,120,31"}, {"bbox": "1,1,1,1"}, {"frame": "'; DROP TABLE case"}, {"zoom": "1e9"}, {"zoom": "-1"},
        {"zoom": "nan"}, {"zoom": "far"}, {"light": "z"}, {"category": "1 OR 1"}, {"category": "9" * 30}, {"unit": "x"},
        {"street": "320%"}, {"street": "９"}, {"since": "forever"}, {"channel": "c" * 99}, {"channel": "\x00"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(city: City, signed_in: SignIn, params: dict[str, str]) -> None:
    answer = fetch(signed_in(city.alice), "map_points", **params)
    assert answer.status_code == 400, params
    assert answer["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["title"]


def test_unknown_but_possible_values_find_nothing(city: City, signed_in: SignIn) -> None:
    report(city)
    answer = fetch(signed_in(city.alice), "map_points", category="9" * 17, unit="1" * 17, channel="nobody")
    assert features(answer) == []


def test_cells_are_sent_once_and_confirmed_by_their_tag(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.hank)
    answer = fetch(client, "map_cells")
    assert [one["properties"]["code"] for one in features(answer)] == ["320613006001001"]
    again = client.get(reverse("console:map_cells"), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_boundaries_travel_compressed_where_that_is_welcome(city: City, signed_in: SignIn) -> None:
    answer = signed_in(city.hank).get(reverse("console:map_cells"), headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["type"] == "FeatureCollection"


def test_divisions_of_every_level_come_together(city: City, signed_in: SignIn) -> None:
    cell = Cell.objects.get()
    for division in (cell.community, cell.community.parent):
        assert division is not None
        division.boundary = cell.boundary
        division.save()
    found = features(fetch(signed_in(city.hank), "map_divisions"))
    assert {one["properties"]["level"] for one in found} >= {"street", "community"}


def test_parts_follow_the_right_to_read_the_register(city: City, signed_in: SignIn) -> None:
    facts = {"category_code": "0101", "name": "上水井盖", "valid_from": SINCE, "changed_on": SINCE}
    Part.objects.create(code="3206130101000001", lon=LON, lat=LAT, cell=Cell.objects.get(), **facts)
    assert features(fetch(signed_in(city.alice), "map_parts", bbox=BOX)) == []
    assert fetch(signed_in(city.alice), "map_parts", bbox="x").status_code == 400


def test_themes_class_the_cells(city: City, signed_in: SignIn) -> None:
    report(city)
    client = signed_in(city.alice)
    assert json.loads(fetch(client, "map_theme", by="grade").content) == {"values": {"320613006001001": 2}}
    assert json.loads(fetch(client, "map_theme", by="late").content) == {"values": {"320613006001001": 0}}


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_are_closed_to_visitors(db: None, name: str) -> None:
    assert fetch(Client(), name).status_code == 302


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_only_answer_reading(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.alice).post(reverse(f"console:{name}")).status_code == 405
