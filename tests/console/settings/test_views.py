from typing import Any

import pytest
from django.test import Client

from chengzhi.console.settings.views import TILES
from chengzhi.kernel.access import Scope
from tests.console.settings.conftest import SignIn, url
from tests.factories.city import City, make_person, make_role
from tests.support.pages import in_english, untranslated

PAGES = ("settings_home", "channels", "rules", "limits", "calendar", "schedules")


@pytest.mark.parametrize("name", PAGES)
def test_who_keeps_the_settings_opens_every_page(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.alice).get(url(name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("channel_act", ("new", "add")), ("channel_act", ("hotline", "change")), ("rule_act", ("new", "add")),
        ("limit_act", ("file", "set")), ("limit_act", ("file", "clear")), ("calendar_day_act", ("2026-10-12", "set")),
        ("calendar_day_act", ("new", "set")), ("calendar_year_act", (2026, "withdraw")), ("schedule_act", ("new", "add")),
        ("schedule_act", ("default", "span")),
    ],
)  # fmt: skip
def test_every_act_has_its_form(client: Client, name: str, args: tuple[Any, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("channel_act", ("nobody", "change")), ("channel_act", ("new", "change")), ("rule_act", ("99999", "end")),
        ("rule_act", ("abc", "end")), ("rule_act", ("new", "end")), ("limit_act", ("nap", "set")),
        ("calendar_day_act", ("2026-13-40", "set")), ("calendar_day_act", ("new", "clear")),
        ("calendar_year_act", (1900, "withdraw")), ("schedule_act", ("none", "span")), ("span_act", (99999, "end")),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client: Client, name: str, args: tuple[Any, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 404


@pytest.mark.parametrize(
    ("right", "pages"),
    [
        ("cases.rules.manage", {"settings_home", "channels", "rules", "limits"}),
        ("kernel.system.manage", {"settings_home", "calendar", "schedules"}),
        ("organisation.register.read", set()),
    ],
)
def test_each_right_opens_its_own_pages(city: City, signed_in: SignIn, right: str, pages: set[str]) -> None:
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", {right: Scope.CITY})))
    assert {name for name in PAGES if browser.get(url(name)).status_code == 200} == pages


@pytest.mark.parametrize(
    ("right", "labels"),
    [("cases.rules.manage", ["渠道", "派遣规则", "环节时限"]), ("kernel.system.manage", ["工作日历", "每日作息"])],
)
def test_home_shows_what_one_may_change(city: City, signed_in: SignIn, right: str, labels: list[str]) -> None:
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", {right: Scope.CITY})))
    assert [str(one["label"]) for one in browser.get(url("settings_home")).context["tiles"]] == labels


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert {Client().get(url(name)).status_code for name in PAGES} == {302}


@pytest.mark.parametrize("name", PAGES)
def test_lists_take_no_post(client: Client, name: str) -> None:
    assert client.post(url(name)).status_code == 405


def test_every_tile_leads_to_a_page(client: Client) -> None:
    tiles = client.get(url("settings_home")).context["tiles"]
    assert [client.get(one["url"]).status_code for one in tiles] == [200] * len(TILES)


def test_home_in_english_has_no_chinese(client: Client) -> None:
    assert untranslated(in_english(client).get(url("settings_home"))) == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_few_queries(client: Client, name: str, django_assert_max_num_queries: Any) -> None:
    client.get(url(name))
    with django_assert_max_num_queries(18):
        client.get(url(name))
