"""Divisions, cells, parts and places through the API."""

import pytest

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Datum, from_wgs84
from tests.api.conftest import MakeProgram, Program, items, make_program
from tests.factories.city import LAT, LON, City

pytestmark = pytest.mark.django_db


def test_divisions_are_open_to_every_post_with_the_scope(city: City, reader: Program) -> None:
    found = items(reader, "/grid/divisions")
    assert [(one["code"], one["parent"]) for one in found][:2] == [("320613", None), ("320613006", "320613")]


def test_cells_come_by_code(city: City, reader: Program) -> None:
    found = items(reader, "/grid/cells?within=320613006")
    assert [(one["code"], one["grade"], one["community"]) for one in found] == [
        ("320613006001001", "B", "学田社区居委会")
    ]
    assert items(reader, "/grid/cells?within=99") == []


def test_a_place_is_put_onto_the_grid(city: City, reader: Program) -> None:
    found = reader.get(f"/grid/locate?lon={LON}&lat={LAT}").json()
    assert (found["code"], found["street"], found["snapped_m"]) == ("320613006001001", "学田街道", 0)
    assert reader.get("/grid/locate?lon=0&lat=0").status_code == 404


@pytest.mark.parametrize("query", ["", "lon=x&lat=1", "lon=181&lat=1", "lon=nan&lat=1", "lon=1&lat=1&datum=utm"])
def test_what_is_no_place_is_refused(reader: Program, query: str) -> None:
    assert reader.get(f"/grid/locate?{query}").status_code == 400


def test_parts_of_an_extent(city: City, reader: Program) -> None:
    assert items(reader, "/grid/parts?bbox=120,31,121,33") == []
    assert reader.get("/grid/parts?bbox=1,1").status_code == 400


def test_a_narrowed_token_reads_its_part_of_the_grid(librarian: Capacity) -> None:
    assert items(make_program(librarian, territory="320613007"), "/grid/cells") == []
    assert len(items(make_program(librarian, territory="320613"), "/grid/cells")) == 1


@pytest.mark.parametrize("within", ["x", "3206-13", "1" * 16])
def test_what_is_no_code_is_refused(reader: Program, within: str) -> None:
    answer = reader.get(f"/grid/cells?within={within}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["within"])


@pytest.mark.parametrize("bbox", ["", "1,1", "a,b,c,d", "3,1,2,2", "1,2,2,2", "1,1,2,2,3", "nan,1,2,2"])
def test_what_is_no_extent_is_refused(reader: Program, bbox: str) -> None:
    answer = reader.get(f"/grid/parts?bbox={bbox}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["bbox"])


@pytest.mark.parametrize(("limit", "status"), [(0, 400), (1, 200), (2000, 200), (2001, 400)])
def test_so_many_parts_and_no_more(reader: Program, limit: int, status: int) -> None:
    assert reader.get(f"/grid/parts?bbox=1,1,2,2&limit={limit}").status_code == status


def test_a_place_in_another_datum_is_brought_over(city: City, reader: Program) -> None:
    shifted = from_wgs84(LON, LAT, Datum.GCJ02)
    found = reader.get(f"/grid/locate?lon={shifted[0]}&lat={shifted[1]}&datum=gcj02").json()
    assert found["code"] == reader.get(f"/grid/locate?lon={LON}&lat={LAT}&datum=wgs84").json()["code"]


def test_a_place_out_of_every_cell_says_what_to_check_in_both_languages(reader: Program) -> None:
    chinese = reader.get("/grid/locate?lon=0&lat=0").json()["detail"]
    english = reader.get("/grid/locate?lon=0&lat=0", Accept_Language="en").json()["detail"]
    assert "坐标系" in chinese
    assert english.isascii()


@pytest.mark.parametrize("address", ["/grid/cells", "/grid/parts?bbox=1,1,2,2"])
def test_cells_and_parts_need_their_right(city: City, program: MakeProgram, address: str) -> None:
    assert program(city.alice).get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/grid/divisions", "/grid/cells", "/grid/locate?lon=1&lat=1", "/grid/parts?bbox=1,1,2,2"]
)
def test_the_grid_needs_its_scope(city: City, program: MakeProgram, address: str) -> None:
    answer = program(city.alice, "cases:read").get(address)
    assert (answer.status_code, answer.json()["scope"]) == (403, "grid:read")
