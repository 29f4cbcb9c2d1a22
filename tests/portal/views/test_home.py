"""The first page leads a resident to reporting and to following, in both languages."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chengzhi.portal.urls import urlpatterns

pytestmark = pytest.mark.django_db


def test_the_first_page_offers_reporting_and_following(client: Client) -> None:
    page = client.get("/").content.decode()
    assert '/report/"' in page
    assert '/follow/"' in page
    assert "image/jpeg" in page


def test_the_first_page_asks_the_database_for_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200


def test_a_visitor_who_reads_english_gets_english(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="en"' in page
    assert "Report" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_first_page_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_every_route_of_the_portal_says_why_it_is_public() -> None:
    guards = [getattr(route.callback, "cz_guard", "") for route in urlpatterns]
    assert all(one.startswith("public: ") and len(one) > 12 for one in guards)
