"""What lies under the points: where a map opens for whom, the boundaries with their tags, the review number."""

import gzip
import json
from dataclasses import replace

import pytest
from django.utils import translation

from chengzhi.console.map import ground
from chengzhi.console.map.ground import COUNTRY, NEAREST, HomeView, cells, divisions, home_view, review_number
from chengzhi.grid.models import Cell, CellVersion
from chengzhi.grid.selectors.index import doubt_index
from chengzhi.grid.services.records import mark_revision
from tests.factories.city import LAT, LON, STREET, City

CELL = f"{STREET}001001"


def test_a_map_opens_on_the_middle_of_the_territory(city: City) -> None:
    view = home_view(city.erin)
    assert (view.lon, view.lat) == (pytest.approx(LON, abs=1e-4), pytest.approx(LAT, abs=1e-4))
    assert 12 < view.zoom <= NEAREST


@pytest.mark.parametrize("territory", [(), ("999999",), ("320613007",)])
def test_who_has_no_territory_of_cells_sees_all_cells(city: City, territory: tuple[str, ...]) -> None:
    assert home_view(replace(city.alice, territory=territory)) == home_view(city.erin)


def test_a_wider_ground_is_seen_from_farther_away(city: City) -> None:
    near = home_view(city.erin)
    cell = Cell.objects.get()
    ring = [[LON - 0.2, LAT - 0.2], [LON + 0.2, LAT - 0.2], [LON + 0.2, LAT + 0.2], [LON - 0.2, LAT + 0.2]]
    boundary = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    Cell.objects.filter(pk=cell.pk).update(boundary=boundary)
    CellVersion.objects.update(boundary=boundary)
    mark_revision()
    doubt_index()
    assert home_view(city.erin).zoom < near.zoom - 3


def test_without_any_cell_the_country_is_shown(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    class Empty:
        def under(self, _code: str) -> list[int]:
            return []

    monkeypatch.setattr(ground, "current_index", Empty)
    assert home_view(city.alice) == HomeView(*COUNTRY)


def test_without_a_registered_number_the_map_says_so(settings: object) -> None:
    assert "未登记" in review_number()
    with translation.override("en"):
        assert "未登记" not in review_number()
    settings.MAP_REVIEW_NUMBER = "苏S(2026)012号"  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert review_number() == "苏S(2026)012号"


def test_cells_are_packed_with_a_tag_that_follows_the_register(city: City) -> None:
    first = cells()
    assert gzip.decompress(first.packed) == first.plain
    assert [one["properties"]["code"] for one in json.loads(first.plain)["features"]] == [CELL]
    assert cells() is first or cells().etag == first.etag
    Cell.objects.update(name="改了名的网格")
    CellVersion.objects.update(name="改了名的网格")
    mark_revision()
    doubt_index()
    assert cells().etag != first.etag
    assert "改了名的网格" in cells().plain.decode()


def test_divisions_come_with_their_level(city: City) -> None:
    cell = Cell.objects.get()
    community = cell.community
    community.boundary = cell.boundary
    community.save()
    mark_revision()
    doubt_index()
    found = json.loads(divisions().plain)
    assert found["type"] == "FeatureCollection"
    assert {one["properties"]["level"] for one in found["features"]} <= {"district", "street", "community"}


def test_compressing_the_same_ground_twice_gives_the_same_bytes(city: City) -> None:
    assert cells().packed == cells().packed
