from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chengzhi.grid.selectors import locate
from tests.console.map.conftest import SignIn
from tests.factories.city import LAT, LON, City
from tests.factories.loop import case_after, report


def page(client: Client, **params: str) -> Any:
    return client.get(reverse("console:map"), params)


def card(client: Client, number: str, **headers: str) -> Any:
    return client.get(reverse("console:map_case", args=[number]), headers=headers)


def test_the_list_stands_on_the_page_before_any_script(city: City, signed_in: SignIn) -> None:
    case = report(city)
    text = page(signed_in(city.alice)).content.decode()
    assert f'data-cz-point="{case.number}"' in text
    assert reverse("console:map_case", args=[case.number]) in text
    assert "审图号" in text


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dave", "hank", "erin", "frank"])
def test_everyone_who_reads_cases_opens_the_map(city: City, signed_in: SignIn, name: str) -> None:
    assert page(signed_in(getattr(city, name))).status_code == 200


def test_the_list_of_a_collector_holds_no_other_territory(city: City, signed_in: SignIn) -> None:
    case = report(city, lon=120.5, lat=31.9)
    assert case.number not in page(signed_in(city.erin)).content.decode()


def test_the_map_opens_on_the_own_territory(city: City, signed_in: SignIn) -> None:
    home = page(signed_in(city.erin)).context["home"]
    assert locate(home.lon, home.lat) is not None
    assert (home.lon, home.lat) == (pytest.approx(LON, abs=1e-4), pytest.approx(LAT, abs=1e-4))


def test_filters_hold_for_list_and_feed(city: City, signed_in: SignIn) -> None:
    case = report(city)
    answer = page(signed_in(city.alice), light="r", street="320613006")
    assert case.number not in answer.content.decode()
    assert "light=r" in answer.context["points_url"]
    assert "street=320613006" in answer.context["points_url"]


@pytest.mark.parametrize("params", [{"light": "zz"}, {"category": "x"}, {"frame": "1,2"}, {"unit": "-1"}])
def test_a_filter_that_cannot_be_is_named_and_the_page_stays(
    city: City, signed_in: SignIn, params: dict[str, str]
) -> None:
    answer = page(signed_in(city.alice), **params)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_card_names_unit_act_and_who_answers_for_the_cell(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "dispatch")
    text = card(signed_in(city.dave), case.number, **{"HX-Request": "true"}).content.decode()
    assert "环卫处" in text
    assert reverse("console:act", args=[case.number, "take_over"]) in text
    assert "网格责任人 1 名" in text
    assert "<html" not in text


def test_the_card_opens_as_a_page_without_scripts(city: City, signed_in: SignIn) -> None:
    case = report(city)
    text = card(signed_in(city.alice), case.number).content.decode()
    assert "<h1" in text
    assert case.short_number in text


def test_a_case_out_of_reach_has_no_card(city: City, signed_in: SignIn) -> None:
    case = report(city, lon=120.5, lat=31.9)
    assert card(signed_in(city.erin), case.number).status_code == 404
    assert card(signed_in(city.alice), "no-such-case").status_code == 404


def test_the_workbench_costs_few_queries(
    city: City, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(city.alice)
    for _one in range(5):
        report(city)
    page(client)
    with django_assert_max_num_queries(11):
        page(client)


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert page(Client()).status_code == 302
