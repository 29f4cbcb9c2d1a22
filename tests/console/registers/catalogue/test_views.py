import pytest
from django.test import Client

from chengzhi.catalogue.models import Category
from tests.console.registers.catalogue.conftest import SignIn, url
from tests.factories.city import City


@pytest.mark.parametrize("name", ["catalogue", "categories", "editions", "standards", "standards_export"])
def test_every_page_opens(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ["catalogue", "editions", "standards", "standards_export"])
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.dave).get(url(name)).status_code == 404


def test_categories_are_found_by_their_initials(city: City, client: Client) -> None:
    Category.objects.filter(name="占道经营").update(initials="zdjy")
    classes = client.get(url("catalogue"), {"q": "zdjy"}).context["classes"]
    assert [one.name for big in classes for one in big.rows] == ["占道经营"]


def test_an_unknown_edition_is_not_found(client: Client) -> None:
    assert client.get(url("catalogue"), {"edition": "none"}).status_code == 404


def test_a_category_shows_conditions_and_versions(city: City, client: Client) -> None:
    category = city.categories["占道经营"]
    text = client.get(url("category", category.pk)).content.decode()
    assert "占道经营影响市容" in text
    assert "4 工作时" in text
    assert client.get(url("category", category.pk), {"tab": "versions"}).status_code == 200
    assert client.get(url("category", 999_999)).status_code == 404


def test_the_export_is_a_workbook(client: Client) -> None:
    answer = client.get(url("standards_export"), {"q": "占道"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.content.startswith(b"PK")
