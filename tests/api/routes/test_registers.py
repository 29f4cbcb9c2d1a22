"""Units, people, the grid and the catalogue through the API."""

from typing import Any

import pytest

from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.organisation.models import Person
from chengzhi.organisation.selectors import capacity_of
from tests.api.conftest import MakeProgram, Program, make_program
from tests.factories.city import LAT, LON, City

READS = ("organisation.register.read", "grid.register.read", "catalogue.standard.read")
pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(city: City) -> Program:
    """Return a program of somebody who may read every register."""
    role = Role.objects.get(code="acceptor")
    RoleGrant.objects.bulk_create([RoleGrant(role=role, permission=right, scope="city") for right in READS])
    capacity = capacity_of(city.alice.appointment_id or 0)
    assert capacity is not None
    return make_program(capacity)


def items(program: Program, address: str) -> list[dict[str, Any]]:
    answer = program.get(address)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_units_come_with_superior_and_territory(city: City, reader: Program) -> None:
    found = {one["code"]: one for one in items(reader, "/organisation/units")}
    assert set(found) == set(city.units)
    assert found["crew"]["parent_id"] == city.units["cleaning"].pk
    assert found["street"]["territory"] == ["320613006"]


def test_people_come_with_half_a_telephone(city: City, reader: Program) -> None:
    Person.objects.filter(name="bob").update(phone="13912345678")
    found = items(reader, "/organisation/people?text=bob")
    assert [(one["name"], one["phone"]) for one in found] == [("bob", "139****5678")]
    assert {one["name"] for one in items(reader, f"/organisation/people?unit={city.units['cleaning'].pk}")} == {
        "dave",
        "hank",
    }


def test_people_come_page_by_page(city: City, reader: Program) -> None:
    first = reader.get("/organisation/people?limit=5").json()
    rest = reader.client.get(first["next"], headers={"Authorization": f"Bearer {reader.secret}"}).json()
    names = [one["name"] for one in (*first["items"], *rest["items"])]
    assert (len(names), len(set(names)), rest["next"]) == (9, 9, None)


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


def test_categories_and_standards(city: City, reader: Program) -> None:
    assert [one["name"] for one in items(reader, "/catalogue/categories")] == ["暴露垃圾", "占道经营"]
    category = city.categories["暴露垃圾"].pk
    found = items(reader, f"/catalogue/standards?category={category}")
    assert [(one["number"], one["limit_value"], one["limit_unit"]) for one in found] == [("0301-1", 4, "working_hour")]


@pytest.mark.parametrize(
    "address",
    ["/organisation/units", "/organisation/people", "/grid/cells", "/grid/parts?bbox=1,1,2,2", "/catalogue/standards"],
)
def test_registers_need_their_right(city: City, program: MakeProgram, address: str) -> None:
    answer = program(city.alice).get(address)
    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["/grid/divisions", "/grid/locate?lon=1&lat=1", "/catalogue/categories"])
def test_registers_need_their_scope(city: City, program: MakeProgram, address: str) -> None:
    answer = program(city.alice, "cases:read").get(address)
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/docs#problem-scope")


def test_a_narrowed_token_reads_its_part_of_the_grid(city: City, reader: Program) -> None:
    capacity = capacity_of(city.alice.appointment_id or 0)
    assert capacity is not None
    assert items(make_program(capacity, territory="320613007"), "/grid/cells") == []
    assert len(items(make_program(capacity, territory="320613"), "/grid/cells")) == 1
