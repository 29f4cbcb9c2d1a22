from typing import Any

import pytest
from django.test import Client

from chengzhi.kernel.access import Scope
from tests.console.registers.catalogue.conftest import FACTS, SignIn, url
from tests.factories.city import City, make_person, make_role

READ, MANAGE = "catalogue.standard.read", "catalogue.standard.manage"
RIGHTS: dict[str, tuple[str, ...]] = {
    "nobody": (), "reader": (READ,), "keeper": (READ, MANAGE, "organisation.register.read"), "other": ("grid.register.read",),
}  # fmt: skip
LISTS = ("catalogue", "editions", "standards", "standards_export")
CATEGORY_ACTS, STANDARD_ACTS = ("add", "words", "map"), ("amend", "withdraw", "correct")


@pytest.fixture
def browser(city: City, signed_in: SignIn) -> Any:
    """Return a browser of somebody with the rights of a named role."""

    def make(role: str) -> Client:
        grants = dict.fromkeys(RIGHTS[role], Scope.CITY)
        return signed_in(make_person("李军", city.units["centre"], make_role(f"as-{role}", grants)))

    return make


@pytest.mark.parametrize(("role", "status"), [("nobody", 404), ("reader", 200), ("keeper", 200), ("other", 404)])
def test_readers_open_every_list_and_every_category(browser: Any, city: City, role: str, status: int) -> None:
    client = browser(role)
    urls = [url(name) for name in LISTS] + [url("category", city.categories["占道经营"].pk)]
    assert {client.get(one).status_code for one in urls} == {status}


@pytest.mark.parametrize(("role", "status"), [("nobody", 404), ("reader", 404), ("keeper", 200), ("other", 404)])
def test_only_keepers_open_the_form_of_an_act(browser: Any, city: City, role: str, status: int) -> None:
    client = browser(role)
    category, standard = city.categories["占道经营"], city.standards["占道经营"]
    urls = [url("category_act", category.pk, act) for act in CATEGORY_ACTS]
    urls += [url("standard_act", standard.pk, act) for act in STANDARD_ACTS]
    assert {client.get(one).status_code for one in urls} == {status}


@pytest.mark.parametrize("role", ["nobody", "reader", "other"])
def test_nothing_is_written_by_those_without_the_right(browser: Any, city: City, role: str) -> None:
    client, standard = browser(role), city.standards["占道经营"]
    given = {**FACTS, "condition": "占用盲道", "level": "", "on": "2035-01-01", "keywords": "x", "handler": ""}
    for act in CATEGORY_ACTS:
        assert client.post(url("category_act", standard.category_id, act), given).status_code == 404
    for act in STANDARD_ACTS:
        assert client.post(url("standard_act", standard.pk, act), given).status_code == 404
    standard.refresh_from_db()
    assert (standard.valid_to, standard.category.standards.count(), standard.category.keywords) == (None, 1, [])


def test_visitors_are_sent_to_sign_in(city: City) -> None:
    urls = [url(name) for name in LISTS] + [url("category", city.categories["占道经营"].pk)]
    assert {Client().get(one).status_code for one in urls} == {302}


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_no_post(client: Client, name: str) -> None:
    assert client.post(url(name)).status_code == 405


@pytest.mark.parametrize("act", ["burn", "amend"])
def test_an_act_on_a_category_that_is_none_is_not_found(city: City, client: Client, act: str) -> None:
    assert client.get(url("category_act", city.categories["占道经营"].pk, act)).status_code == 404


def test_a_keeper_who_may_not_read_units_is_told_so(browser: Any, city: City, signed_in: SignIn) -> None:
    grants = dict.fromkeys((READ, MANAGE), Scope.CITY)
    client = signed_in(make_person("李军", city.units["centre"], make_role("half", grants)))
    assert client.get(url("category_act", city.categories["占道经营"].pk, "words")).status_code == 200
    answer = client.get(url("category_act", city.categories["占道经营"].pk, "add"))
    assert answer.status_code == 403
    assert "查阅机构人员" in answer.content.decode()
