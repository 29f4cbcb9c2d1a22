"""Categories and filing standards through the API."""

import pytest

from chengzhi.catalogue.models import FilingStandard
from chengzhi.kernel.access import Capacity
from tests.api.conftest import MakeProgram, Program, items, make_program
from tests.factories.city import City

pytestmark = pytest.mark.django_db


def test_categories_and_standards(city: City, reader: Program) -> None:
    assert [one["name"] for one in items(reader, "/catalogue/categories")] == ["暴露垃圾", "占道经营"]
    category = city.categories["暴露垃圾"].pk
    found = items(reader, f"/catalogue/standards?category={category}")
    assert [(one["number"], one["limit_value"], one["limit_unit"]) for one in found] == [("0301-1", 4, "working_hour")]


def test_a_token_without_scope_or_right_reads_nothing_of_the_catalogue(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    assert alice.get("/catalogue/categories").status_code == alice.get("/catalogue/standards").status_code == 403


def test_the_id_of_a_category_is_what_a_report_names(city: City, reader: Program) -> None:
    ids = {one["id"] for one in items(reader, "/catalogue/categories")}
    assert ids == {one.pk for one in city.categories.values()}


def test_a_standard_says_condition_limit_and_since_when(city: City, reader: Program) -> None:
    found = {one["id"]: one for one in items(reader, "/catalogue/standards")}
    standard = city.standards["暴露垃圾"]
    assert set(found) == set(FilingStandard.objects.values_list("pk", flat=True))
    assert found[standard.pk]["condition"] == standard.condition
    assert found[standard.pk]["valid_from"] == standard.valid_from.isoformat()


def test_standards_of_a_category_that_is_not_there_are_none(reader: Program) -> None:
    assert items(reader, "/catalogue/standards?category=99999999") == []


def test_standards_come_page_by_page(city: City, reader: Program) -> None:
    first = reader.get("/catalogue/standards?limit=1").json()
    rest = reader.client.get(first["next"], headers={"Authorization": f"Bearer {reader.secret}"}).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == sorted(one.pk for one in city.standards.values())


@pytest.mark.parametrize("query", ["category=0", "category=x", "limit=201", "cursor=abc"])
def test_what_cannot_be_asked_of_standards_is_refused(reader: Program, query: str) -> None:
    answer = reader.get(f"/catalogue/standards?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])


@pytest.mark.parametrize("address", ["/catalogue/categories", "/catalogue/standards"])
def test_the_catalogue_needs_its_scope(librarian: Capacity, address: str) -> None:
    answer = make_program(librarian, "cases:read").get(address)
    assert (answer.status_code, answer.json()["scope"]) == (403, "catalogue:read")
