"""The styleguide belongs to the demo and shows every component without a database."""

import pytest
from django.test import Client, override_settings
from django.utils import translation

PAGES = ("", "list/", "case/", "map/", "place/", "field/", "portal/", "points.geojson", "divisions.geojson")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_the_demo(client: Client, page: str, language: str) -> None:
    client.cookies["django_language"] = language
    assert client.get(f"/console/styleguide/{page}").status_code == 200
    translation.activate("zh-hans")


@pytest.mark.parametrize("page", PAGES)
@override_settings(DEMO=False)
def test_no_page_opens_outside_the_demo(client: Client, page: str) -> None:
    assert client.get(f"/console/styleguide/{page}").status_code == 404


def test_an_unknown_door_is_not_found(client: Client) -> None:
    response = client.get("/console/styleguide/attic/")
    assert response.status_code == 404
    assert "没有找到。编号可能有误" in response.content.decode()


def test_pages_obey_the_content_security_policy(client: Client) -> None:
    response = client.get("/console/styleguide/")
    assert "'unsafe" not in response.headers["Content-Security-Policy"]
    assert " style=" not in response.content.decode()
