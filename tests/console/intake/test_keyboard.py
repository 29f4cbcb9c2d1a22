"""The hotline form by keyboard alone, in a real browser."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from chengzhi.cases.models import Channel, Report
from chengzhi.grid.models import Cell, Place
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City, make_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, page: Page) -> Page:
    """Return the form as the clerk sees it, in a city with one market."""
    city = make_city()
    Channel.objects.filter(code="hotline").update(name="热线")
    facts = {"kind": "market", "pinyin": "xuetiancaichang", "initials": "xtcc", "cell": Cell.objects.get()}
    Place.objects.create(name="学田菜场", lon=LON, lat=LAT, **facts)
    _sign_in(city, page, live_server.url)
    page.goto(f"{live_server.url}/console/hotline/")
    return page


def _sign_in(city: City, page: Page, address: str) -> None:
    client = Client()
    client.force_login(Account.objects.get(pk=city.alice.account_id))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def test_a_call_is_registered_without_touching_the_mouse(desk: Page) -> None:
    expect(desk.locator("#id_words")).to_be_focused()
    desk.keyboard.type("路边暴露垃圾没人收")
    desk.keyboard.press("Tab")
    desk.keyboard.type("xtcc")
    expect(desk.locator("#place-list [role=option]")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-cz-spot]")).to_contain_text("学田一号网格")
    expect(desk.locator("[data-cz-choice]:checked")).to_have_count(1)
    expect(desk.locator(".cz-call-sentence")).to_contain_text("由环卫处办理")
    desk.locator("#id_phone").focus()
    desk.keyboard.type("13812346621")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(re.compile(r"done=\d+"))
    report = Report.objects.get()
    assert (report.place, report.case.cell_code, report.reporter_phone) == (
        "学田菜场",
        "320613006001001",
        "13812346621",
    )
    expect(desk.locator("#id_words")).to_be_focused()
    expect(desk.locator("#id_words")).to_have_value("")


def test_a_dropped_call_loses_nothing(desk: Page) -> None:
    desk.keyboard.type("路边暴露垃圾没人收")
    desk.locator("#id_place").fill("学田菜场")
    desk.locator("#id_place").press("Enter")
    expect(desk.locator("[data-cz-spot]")).to_contain_text("学田一号网格")
    expect(desk.locator("[data-cz-choice]:checked")).to_have_count(1)
    desk.keyboard.press("Control+s")
    desk.reload()
    expect(desk.locator("#id_words")).to_have_value("路边暴露垃圾没人收")
    expect(desk.locator("[data-cz-spot]")).to_contain_text("学田一号网格")
    expect(desk.locator("[data-cz-choice]:checked")).to_have_count(1)


def test_enter_in_a_line_sends_nothing(desk: Page) -> None:
    desk.keyboard.type("路边暴露垃圾没人收")
    desk.locator("#id_phone").fill("13812346621")
    desk.locator("#id_phone").press("Enter")
    desk.wait_for_timeout(300)
    assert not Report.objects.exists()
    expect(desk.locator("#id_phone")).to_have_value("13812346621")
