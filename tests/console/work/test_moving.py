"""Moving a case by place name, in a real browser."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from chengzhi.cases.models import Case
from chengzhi.grid.models import Cell, Place
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, make_city
from tests.factories.loop import report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(live_server: LiveServer, page: Page) -> Page:
    """Return the form that moves a case without a position, as the clerk sees it, in a city with one market."""
    city, client = make_city(), Client()
    facts = {"kind": "market", "pinyin": "xuetiancaichang", "initials": "xtcc", "cell": Cell.objects.get()}
    Place.objects.create(name="学田菜场", lon=LON, lat=LAT, **facts)
    client.force_login(Account.objects.get(pk=city.alice.account_id))
    case = report(city, lon=None, lat=None)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("console:act", args=[case.number, "correct_facts"]))
    return page


def test_a_place_found_by_its_initials_fills_in_the_position(form: Page) -> None:
    form.locator("#id_place").fill("xtcc")
    form.locator("#cz-place-offers button").click()
    expect(form.locator("#id_place")).to_have_value("学田菜场")
    expect(form.locator(".cz-spot")).to_contain_text("学田一号网格")
    form.locator("#id_reason").fill("来电人补充")
    form.keyboard.press("Control+Enter")
    expect(form.locator(".cz-message")).to_contain_text("已改位置和小类")
    assert Case.objects.get().cell_code


def test_a_conflict_keeps_the_words_to_copy(form: Page) -> None:
    form.locator("#id_reason").fill("来电人补充")
    form.locator("#id_place").fill("菜场西门")
    form.evaluate("document.querySelector('#cz-act-form [name=seen]').value = '0'")
    form.keyboard.press("Control+Enter")
    expect(form.locator(".cz-conflict")).to_be_focused()
    form.get_by_role("button", name="复制我的意见").click()
    expect(form.get_by_role("button", name="已复制")).to_be_visible()
    expect(form.locator("#id_reason")).to_have_value("来电人补充")
