"""Units and people through the API, whole and through a confined token."""

import pytest
from django.db.models import F

from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import Person, RegisterVersion, Territory
from tests.api.conftest import MakeProgram, Program, items, make_program
from tests.factories.city import City

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("territory", "codes"),
    [("320613006", {"street"}), ("320613", {"street"}), ("320613006001", set()), ("320613007", set())],
)
def test_a_confined_token_sees_the_units_whose_territory_lies_inside(
    librarian: Capacity, territory: str, codes: set[str]
) -> None:
    found = items(make_program(librarian, territory=territory), "/organisation/units")
    assert {one["code"] for one in found} == codes


def test_a_unit_without_territory_belongs_to_that_of_its_superior(city: City, librarian: Capacity) -> None:
    narrow = make_program(librarian, territory="320613006")
    Territory.objects.create(unit=city.units["cleaning"], division_code="320613006001", valid_from="2020-01-01")
    anew_read()
    assert {"street", "cleaning", "crew"} <= {one["code"] for one in items(narrow, "/organisation/units")}


def test_a_unit_that_answers_for_more_than_the_token_is_not_seen(city: City, librarian: Capacity) -> None:
    Territory.objects.create(unit=city.units["street"], division_code="320613007", valid_from="2020-01-01")
    anew_read()
    assert items(make_program(librarian, territory="320613006"), "/organisation/units") == []
    assert items(make_program(librarian, territory="320613"), "/organisation/units") != []


def test_a_confined_token_sees_the_people_of_those_units_only(city: City, librarian: Capacity) -> None:
    everybody = {one["name"] for one in items(make_program(librarian), "/organisation/people")}
    inside = {one["name"] for one in items(make_program(librarian, territory="320613006"), "/organisation/people")}
    held = Person.objects.filter(appointments__post__unit=city.units["street"])
    assert inside == set(held.values_list("name", flat=True)) < everybody
    assert items(make_program(librarian, territory="320613007"), "/organisation/people") == []


def test_asking_for_a_unit_does_not_lead_out_of_the_confines(city: City, librarian: Capacity) -> None:
    narrow = make_program(librarian, territory="320613006")
    assert items(narrow, f"/organisation/people?unit={city.units['cleaning'].pk}") == []


@pytest.mark.parametrize(
    "query", ["unit=0", "unit=x", "limit=0", "limit=201", "limit=x", "cursor=zz", f"text={'王' * 41}"]
)
def test_what_cannot_be_asked_of_people_is_refused(reader: Program, query: str) -> None:
    answer = reader.get(f"/organisation/people?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])


def test_a_unit_that_is_not_there_has_nobody(reader: Program) -> None:
    assert items(reader, "/organisation/people?unit=99999999") == []


@pytest.mark.parametrize("address", ["/organisation/units", "/organisation/people"])
def test_the_register_needs_right_and_scope(
    city: City, librarian: Capacity, program: MakeProgram, address: str
) -> None:
    assert program(city.bob).get(address).status_code == 403
    narrow = program(librarian, "cases:read").get(address)
    assert (narrow.status_code, narrow.json()["scope"]) == (403, "organisation:read")


def anew_read() -> None:
    """Let the tree of units be read again."""
    RegisterVersion.objects.update(number=F("number") + 1)
