from typing import Any

import pytest
from django.test import Client

from tests.console.settings.conftest import SignIn, url
from tests.factories.city import City

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
