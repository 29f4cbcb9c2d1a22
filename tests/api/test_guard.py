"""Every route of the API asks for what its counterpart on screen asks for, and for a scope of the token."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from chengzhi.api.guard import guard_of, scope_of
from chengzhi.api.urls import urlpatterns
from chengzhi.kernel.token_scopes import OPENS, TokenScope
from tests.api.conftest import MakeProgram
from tests.factories.city import City
from tests.factories.loop import report

# Route of the API, and the view on screen where the same person does the same.
SCREENS = {
    "create_report": "console:hotline",
    "get_report": "console:case",
    "list_cases": "console:work",
    "get_case": "console:case",
    "list_steps": "console:case",
    "available_steps": "console:act",
    "take_step": "console:act",
    "map_cases": "console:map_points",
    "get_media": "console:media",
    "list_divisions": "console:map_divisions",
    "locate_place": "console:map_cells",
}
# On screen these stand on pages that ask for less, and the service asks for the right: here the route asks first.
STRICTER = {
    "reveal_contacts": "cases.contact.read",
    "upload_media": "cases.case.report,cases.case.patrol,cases.case.handle,cases.case.accept",
    "list_units": "organisation.register.read",
    "list_people": "organisation.register.read",
    "list_cells": "grid.register.read",
    "list_parts": "grid.register.read",
    "list_categories": "catalogue.standard.read,cases.case.report",
    "list_standards": "catalogue.standard.read",
}
PUBLIC = {"sign_in", "whoami", "api_document", "api_docs"}


def guards() -> dict[str, str]:
    return {str(one.name): one.callback.cz_guard for one in urlpatterns}  # type: ignore[union-attr]


def screen_guard(name: str) -> str:
    views = {}

    def walk(resolver: Any, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                walk(entry, f"{entry.namespace}:" if getattr(entry, "namespace", None) else prefix)
            elif entry.name:
                views[prefix + entry.name] = getattr(entry.callback, "cz_guard", "")

    walk(get_resolver(), "")
    return str(views[name])


def test_every_route_is_known_here() -> None:
    assert set(guards()) == {*SCREENS, *STRICTER, *PUBLIC}


@pytest.mark.parametrize(("route", "screen"), SCREENS.items())
def test_a_route_needs_the_right_of_its_screen(route: str, screen: str) -> None:
    assert guards()[route] == screen_guard(screen)


@pytest.mark.parametrize(("route", "rights"), STRICTER.items())
def test_a_route_that_reads_registers_or_people_names_its_right(route: str, rights: str) -> None:
    assert guards()[route] == rights


@pytest.mark.parametrize("route", [*SCREENS, *STRICTER])
def test_a_scope_opens_a_right_that_the_route_needs(route: str) -> None:
    opened = OPENS[scope_of(route)]
    rights = set(guard_of(route).split(","))
    assert not opened or rights & opened or route in {"take_step", "list_divisions", "locate_place"}


def test_an_unknown_route_has_no_guard() -> None:
    assert (guard_of("nothing"), scope_of("nothing")) == ("", "")


ROUTES = [
    ("GET", "/cases", {"alice": 200, "bob": 200, "dave": 200, "hank": 200, "erin": 200}),
    ("GET", "/cases/{case}", {"alice": 200, "bob": 200, "dave": 404, "hank": 404, "erin": 200}),
    ("GET", "/cases/{case}/steps", {"alice": 200, "dave": 404, "erin": 200}),
    ("GET", "/cases/{case}/available-steps", {"alice": 200, "dave": 404, "erin": 200}),
    ("GET", "/map/cases?bbox=1,1,2,2", {"alice": 200, "hank": 200}),
    ("POST", "/reports", {"bob": 403, "carol": 403, "dave": 403, "alice": 422}),
    ("POST", "/cases/{case}/steps", {"dave": 422, "alice": 422}),
    ("POST", "/cases/{case}/contacts", {"alice": 403, "bob": 403}),
    ("GET", "/organisation/units", {"alice": 403, "erin": 403}),
    ("GET", "/catalogue/standards", {"alice": 403}),
]
TABLE = [(method, path, who, status) for method, path, known in ROUTES for who, status in known.items()]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "who", "status"), TABLE)
def test_each_post_gets_its_answer(
    city: City, program: MakeProgram, method: str, path: str, who: str, status: int
) -> None:
    case = report(city)
    asked, address = program(city.people[who]), path.format(case=case.number)
    if method == "GET":
        assert asked.get(address).status_code == status
    else:
        assert asked.post(address, {}, If_Match='"1"').status_code == status


@pytest.mark.parametrize(("method", "path"), [(method, path.format(case="x")) for method, path, _known in ROUTES])
def test_nothing_is_answered_without_a_token(method: str, path: str) -> None:
    answer = Client().generic(method, f"/api/v1{path}")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json; charset=utf-8")


def test_scopes_cover_what_routes_ask_for() -> None:
    assert {scope_of(route) for route in [*SCREENS, *STRICTER]} <= {*TokenScope.values}
