from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_capacity, make_post, make_unit
from tests.support.pages import han_of, in_english, main_of


def browser(**grants: Any) -> Client:
    """Return a browser of somebody with some rights over the whole city."""
    viewer = make_capacity(grants["grants"], unit=make_unit("区城管局", kind="department"), username="keeper")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.fixture
def keeper(db: None) -> Client:
    return browser(grants=dict.fromkeys((Permission.READ_REGISTER, Permission.MANAGE_UNITS), Scope.CITY))


@pytest.fixture
def reader(db: None) -> Client:
    return browser(grants={Permission.READ_REGISTER: Scope.CITY})


def home(client: Client, **query: str) -> Any:
    return client.get(reverse("console:registers"), query)


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    answer = home(Client())
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_home_takes_no_post(keeper: Client) -> None:
    assert keeper.post(reverse("console:registers")).status_code == 405


def test_the_page_says_how_fresh_its_figures_are(keeper: Client) -> None:
    assert "数据到" in main_of(home(keeper))


def test_a_keeper_sees_what_is_wrong_in_the_register(keeper: Client) -> None:
    make_post(make_unit("空队"), name="空岗")
    faults = home(keeper).context["faults"]
    assert [one for one in faults if not one.message] == []


def test_a_reader_is_not_told_of_faults(reader: Client) -> None:
    assert home(reader).context["faults"] == []


def test_who_may_open_nothing_is_told_whom_to_ask(db: None) -> None:
    words = main_of(home(browser(grants={})))
    assert "没有可以查阅的台账" in words
    assert "请安全管理员授权" in words


def test_every_tile_is_a_link(reader: Client) -> None:
    answer = home(reader)
    tiles = [tile for group in answer.context["groups"] for tile in group["tiles"]]
    page = answer.content.decode()
    assert [one["url"] for one in tiles if f'href="{one["url"]}"' not in page] == []


def test_the_page_in_english_has_no_chinese(reader: Client) -> None:
    words = main_of(home(in_english(reader)))
    assert han_of(words) == set()
    assert "Registers" in words


def test_the_page_costs_few_queries_whatever_it_counts(reader: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        make_unit(f"队{number}")
    home(reader)
    with django_assert_max_num_queries(20):
        home(reader)
