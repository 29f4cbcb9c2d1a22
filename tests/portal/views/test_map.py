"""The ground of the small map is public and fetched once."""

import json

import pytest
from django.test import Client

from tests.factories.city import City

ADDRESS = "/divisions.geojson"


@pytest.mark.usefixtures("city")
def test_borders_are_open_to_everyone_and_kept_for_an_hour(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert json.loads(answer.content)["type"] == "FeatureCollection"


@pytest.mark.parametrize(("tag", "status"), [("same", 304), ('"old"', 200)])
def test_unchanged_borders_are_not_sent_again(client: Client, city: City, tag: str, status: int) -> None:
    first = client.get(ADDRESS)
    given = first.headers["ETag"] if tag == "same" else tag
    again = client.get(ADDRESS, headers={"If-None-Match": given})
    assert (again.status_code, again.headers["ETag"]) == (status, first.headers["ETag"])


def test_borders_are_only_read(client: Client, city: City) -> None:
    assert client.post(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200
