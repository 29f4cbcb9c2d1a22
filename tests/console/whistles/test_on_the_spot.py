"""A department officer signs in on a phone, with a photo and the position of the device."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from chengzhi.cases.models import Whistle
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_signing_in_takes_photo_and_position(city: City, blown: Whistle, live_server: LiveServer, phone: Page) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"longitude": LON + 0.0005, "latitude": LAT})
    account = Account.objects.get(pk=city.peter.account_id)
    phone.goto(f"{live_server.url}/accounts/login/")
    phone.fill("[name=login]", account.username)
    phone.fill("[name=password]", "a-demo-passphrase")
    phone.click("button.btn-primary")
    phone.goto(live_server.url + reverse("console:summons_act", args=[f"{blown.number}-1", "sign_in"]))
    expect(phone.locator("#id_lon")).not_to_have_value("")
    file = BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 60)).save(file, "JPEG")
    phone.set_input_files("input[type=file]", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()})
    phone.wait_for_selector(".cz-previews img")
    phone.click("button.btn-primary")
    phone.wait_for_selector(".cz-message")
    assert "已签到" in phone.inner_text(".cz-messages")
    assert "距集合地点 47 米" in phone.inner_text("main")
