from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.permissions import Permission
from chengzhi.console.context import figures_of, navigation
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.components import address_for
from tests.factories.city import City, make_city
from tests.factories.loop import report


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def context(capacity: Capacity | None, path: str = "/console/registers/") -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.capacity = capacity  # type: ignore[attr-defined]  # what the middleware sets
    return navigation(request)


def test_pages_of_the_console_know_the_figures_of_the_navigation(city: City) -> None:
    report(city)
    assert context(city.alice)["nav_counts"]["work"] == 1


def test_nothing_is_counted_before_a_page_asks(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        context(city.alice)


@pytest.mark.parametrize("path", ["/field/", "/", "/healthz"])
def test_other_doors_have_figures_of_their_own(city: City, path: str) -> None:
    assert context(city.alice, path) == {}


def test_without_a_capacity_there_are_no_figures() -> None:
    assert context(None) == {}


def test_summonses_of_the_own_unit_are_counted(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = SimpleNamespace(count=lambda: 3)
    monkeypatch.setattr("chengzhi.console.context.waiting_summonses", lambda _viewer: waiting)
    answering = replace(city.alice, grants={**city.alice.grants, Permission.ANSWER: Scope.UNIT})
    assert figures_of(answering)["whistles"] == 3


def test_links_whose_page_would_not_open_are_not_offered(city: City) -> None:
    reading = address_for(city.alice, "console:work")
    bare = replace(city.alice, grants={})
    assert reading == "/console/work/"
    assert address_for(bare, "console:work") == ""
    assert address_for(bare, "console:profile")
    assert address_for(None, "console:work") == reading
