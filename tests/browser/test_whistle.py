"""A street blows the whistle at a desk; a department answers, comes, signs in on a phone and reports."""

import pytest
from playwright.sync_api import expect

from chengzhi.cases.models import Summons, Whistle
from chengzhi.organisation.models import Appointment
from tests.browser.walk import Screen

pytestmark = pytest.mark.browser


def unit_of(username: str) -> int:
    return Appointment.objects.get(person__account__username=username).post.unit.pk


def blow(desk: Screen) -> Whistle:
    """Call the department of the first officer to a place without a position."""
    desk.seat("jiedao1")
    desk.go("/console/whistles/new/")
    desk.press("吹哨", "main form")
    desk.reads("没有写事由。请写明为什么事吹哨。", "没有选部门。请至少选一个要到场的部门。")
    desk.write("事由", "夜市油烟和占道一起整治")
    called = unit_of("bumen1")
    desk.page.locator("#id_place").fill("学田路口东南角")
    desk.page.locator(f"input[name=units][value='{called}']").check(timeout=3000)
    desk.press("吹哨", "main form")
    desk.reads("夜市油烟和占道一起整治", "学田路口东南角", "0/1 到场")
    desk.shot("whistle")
    return Whistle.objects.latest("pk")


def test_a_department_is_called_and_signs_in_on_the_phone(city: None, desk: Screen, phone: Screen) -> None:
    whistle = blow(desk)
    phone.page.context.grant_permissions(["geolocation"])
    phone.page.context.set_geolocation({"longitude": 120.89, "latitude": 32.01})
    phone.seat("bumen1")
    phone.go(f"/console/whistles/{whistle.number}/")
    phone.press("应答")
    phone.write("到场人", "赵刚")
    phone.press("应答", "main form")
    phone.reads("已应答", "赵刚")
    phone.press("签到")
    expect(phone.page.locator("#id_lon")).not_to_have_value("")
    phone.photograph()
    phone.shot("sign-in")
    phone.press("签到", "main form")
    phone.reads("已签到")
    assert Summons.objects.get(whistle=whistle).signed_photo is not None
    desk.page.reload()
    desk.reads("1/1 到场", "已到场")
