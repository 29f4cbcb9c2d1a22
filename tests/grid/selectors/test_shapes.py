import json
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from chengzhi.grid.models import Cell, Division
from chengzhi.grid.selectors import cells_geojson, divisions_geojson
from chengzhi.grid.services import retire_cell
from chengzhi.grid.services.records import mark_revision
from chengzhi.kernel.access import SYSTEM
from tests.factories.grid import COMMUNITY, SOUTH, STEP, WEST, make_divisions, square


def codes(body: bytes) -> list[str]:
    return [feature["properties"]["code"] for feature in json.loads(body)["features"]]


def test_cells_are_sent_as_a_collection_with_their_facts(cells: list[Cell]) -> None:
    feature = json.loads(cells_geojson().body)["features"][0]
    assert feature["properties"] == {
        "code": f"{COMMUNITY}001",
        "name": "第1网格",
        "community": "学田苑社区",
        "street": "学田街道",
        "grade": "B",
    }
    assert feature["geometry"] == cells[0].boundary


def test_cells_can_be_asked_for_by_code(cells: list[Cell]) -> None:
    assert codes(cells_geojson(prefix=COMMUNITY).body) == [cell.code for cell in cells]
    assert codes(cells_geojson(prefix=cells[2].code).body) == [cells[2].code]
    assert codes(cells_geojson(prefix="32061300").body) == [cell.code for cell in cells]
    assert codes(cells_geojson(prefix="320613007").body) == []


def test_cells_can_be_asked_for_by_bounds(cells: list[Cell]) -> None:
    corner = (WEST - STEP, SOUTH - STEP, WEST + STEP / 2, SOUTH + STEP / 2)
    assert codes(cells_geojson(bounds=corner).body) == [cells[2].code]
    assert codes(cells_geojson(bounds=(0, 0, 1, 1)).body) == []


def test_the_tag_holds_until_the_register_changes(cells: list[Cell]) -> None:
    first = cells_geojson(prefix=COMMUNITY)
    assert cells_geojson(prefix=COMMUNITY) == first
    assert cells_geojson().etag != first.etag
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=date(2024, 1, 1))
    after = cells_geojson(prefix=COMMUNITY)
    assert after.etag != first.etag
    assert codes(after.body) == [cell.code for cell in cells[1:]]


def test_the_second_question_needs_no_query(
    cells: list[Cell], settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.GRID_INDEX_CHECK_SECONDS = 60
    cells_geojson()
    divisions_geojson("street")
    with django_assert_num_queries(0):
        cells_geojson(bounds=(120, 32, 121, 33))
        divisions_geojson("street")


@pytest.mark.django_db
def test_divisions_are_sent_where_their_boundary_is_known() -> None:
    make_divisions()
    Division.objects.filter(level="street").update(boundary=square(0, 0))
    mark_revision()
    assert codes(divisions_geojson("street").body) == ["320613006"]
    assert codes(divisions_geojson("community").body) == []


def test_nothing_is_an_empty_collection(db: None) -> None:
    assert json.loads(cells_geojson().body) == {"type": "FeatureCollection", "features": []}
