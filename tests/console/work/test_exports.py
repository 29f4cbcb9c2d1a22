from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from chengzhi.console.exports import giving
from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Role, RoleGrant
from tests.console.work.conftest import SignIn
from tests.factories.city import City, make_person
from tests.factories.loop import case_after, report


@pytest.fixture
def exporter(city: City) -> Any:
    """Return somebody of the centre who reads everything and may export."""
    role = Role.objects.create(code="exporter", name="exporter")
    for permission in ("cases.case.read", "cases.case.export"):
        RoleGrant.objects.create(role=role, permission=permission, scope=Scope.CITY)
    return make_person("ella", city.units["centre"], role)


def book(client: Any, name: str, query: str = "") -> Any:
    return load_workbook(BytesIO(client.get(reverse("console:work_export", args=[name]) + query).content))


def test_the_workbook_holds_conditions_and_the_same_rows(city: City, signed_in: SignIn, exporter: Any) -> None:
    case, _other = case_after(city, "accept"), report(city, channel="resident")
    found = book(signed_in(exporter), "doing", "?channel=hotline")
    cover = {row[0].value: row[1].value for row in found.worksheets[0].rows}
    assert (cover["列表"], cover["来源"], cover["行数"]) == ("在办", "hotline", "1")
    assert cover["导出人"] == "ella · exporter · 监督指挥中心"
    row = [cell.value for cell in list(found.worksheets[1].rows)[1]]
    assert (row[0], row[4], row[-1]) == (case.number, "待立案", "等值班长立案")


def test_without_the_right_there_is_no_export(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.alice).get(reverse("console:work_export", args=["todo"])).status_code == 404


def test_too_many_rows_are_left_to_the_worker(
    city: City, signed_in: SignIn, exporter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(city)
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = signed_in(exporter).get(reverse("console:work_export", args=["doing"]))
    assert answer.status_code == 200
    assert "超过 0 行，要在后台写" in answer.content.decode()
    assert "/console/exports/ask/doing/" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(
    city: City, signed_in: SignIn, exporter: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _again in range(6):
        case_after(city, "dispatch")
    client = signed_in(exporter)
    book(client, "doing")
    with django_assert_max_num_queries(7):
        book(client, "doing")


def test_a_list_there_is_not_has_no_workbook(signed_in: SignIn, exporter: Any) -> None:
    assert signed_in(exporter).get(reverse("console:work_export", args=["nope"])).status_code == 404
