"""What stands against an act is said at once and in words, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from chengzhi.cases.models import Case
from chengzhi.cases.starter.desks import _places_of, _prepare, _staff
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from tests.browser.conftest import NewScreen
from tests.browser.walk import Screen

pytestmark = pytest.mark.browser

CaseAfter = Callable[[str], Case]


@pytest.fixture
def case_after(city: None) -> CaseAfter:
    """Return how a case of litter comes to stand after a step, as the demo leaves it on the desks."""

    def prepare(last: str) -> Case:
        staff = _staff()
        litter = Category.objects.get(name="暴露生活垃圾", edition__is_adopted=True)
        _prepare(staff, litter, _places_of(staff["collector"])[0], "菜场西门垃圾堆了两天，很臭", last)
        return Case.objects.latest("pk")

    return prepare


def test_every_reason_is_shown_at_once_and_can_be_removed(case_after: CaseAfter, desk: Screen, phone: Screen) -> None:
    case = case_after("hand_down")
    desk.seat("lingdao1")
    desk.act(case.number, "supervise", "督办", "已督办", order)
    desk.seat("bumen1")
    desk.act(case.number, "ask_extension", "申请延期", "已申请延期", extend)
    phone.seat("chuzhi1")
    phone.go(f"/field/task/{case.number}/feed_back/")
    phone.reads("延期申请没审完", "督办意见还没有回复：今天之内清走")
    phone.shot("two-reasons")
    desk.act(case.number, "reply_supervision", "回复督办", "已回复督办", reply)
    desk.seat("paiqian1")
    desk.act(case.number, "grant_extension", "同意延期", "已同意延期")
    phone.on_the_spot(case.short_number, "反馈结果", "已反馈", 处置结果="已清走")


def order(desk: Screen) -> None:
    desk.page.get_by_label("黄牌督办").check()
    desk.write("意见", "今天之内清走")


def reply(desk: Screen) -> None:
    desk.write("意见", "车已在路上")


def extend(desk: Screen) -> None:
    desk.page.get_by_label("延长小时数").fill("4")
    desk.write("理由", "吊车明天才到")


def test_a_photo_that_is_missing_costs_no_words(case_after: CaseAfter, phone: Screen) -> None:
    case = case_after("hand_down")
    phone.seat("chuzhi1")
    phone.go(f"/field/task/{case.number}/feed_back/")
    phone.write("处置结果", "垃圾清走，地面冲洗干净")
    phone.press("反馈结果")
    phone.reads("没有处置后照片")
    expect(phone.page.get_by_role("textbox", name="处置结果")).to_have_value("垃圾清走，地面冲洗干净")
    phone.shot("no-photo")
    phone.photograph(colour="olive")
    phone.press("反馈结果")
    phone.reads("已反馈")


def test_the_second_of_two_clerks_sees_what_changed(case_after: CaseAfter, desk: Screen, new_screen: NewScreen) -> None:
    case = case_after("confirm")
    desk.seat("shouli1")
    desk.go(f"/console/case/{case.number}/act/accept/")
    desk.write("说明", "我先受理这一件")
    other = new_screen()
    other.seat("shouli1")
    other.act(case.number, "accept", "受理", "已受理")
    desk.press("受理", "[data-cz-act-panel] form")
    desk.reads("情况变了，没有提交", "您写的内容还在下面")
    expect(desk.page.get_by_role("textbox", name="说明")).to_have_value("我先受理这一件")
    desk.shot("moved")


def test_a_button_pressed_twice_acts_once(case_after: CaseAfter, desk: Screen) -> None:
    case = case_after("confirm")
    desk.seat("shouli1")
    desk.go(f"/console/case/{case.number}/act/accept/")
    desk.called("受理", "[data-cz-act-panel] form").dblclick()
    desk.reads("已受理")
    assert case.steps.filter(name="accept").count() == 1


def test_a_hold_is_asked_for_granted_and_ended_on_screen(case_after: CaseAfter, desk: Screen) -> None:
    case = case_after("take_over")
    desk.seat("bumen1")
    desk.act(case.number, "ask_hold", "申请挂账", "已申请挂账", ask_hold)
    desk.seat("paiqian1")
    desk.act(case.number, "grant_hold", "同意挂账", "已挂账")
    desk.go(f"/console/case/{case.number}/")
    desk.reads("挂账", "剩")
    desk.shot("on-hold")
    desk.act(case.number, "resume", "恢复", "已恢复处置")


def ask_hold(desk: Screen) -> None:
    desk.page.get_by_label("预计恢复日").fill((clock.now() + timedelta(days=20)).date().isoformat())
    desk.write("理由", "列入改造计划")


def test_a_stranger_is_told_that_nothing_was_found(case_after: CaseAfter, desk: Screen, phone: Screen) -> None:
    case = case_after("take_over")
    desk.seat("zhifa1")
    desk.go("/console/case/20200101-9999/")
    desk.reads("没有找到")
    desk.seat("xieguan1")
    desk.go(f"/console/case/{case.number}/")
    desk.reads("没有找到")
    phone.go("/follow/")
    phone.write("编号", case.short_number)
    phone.write("手机号后 4 位", "0000")
    phone.press("查进度")
    phone.reads("没有找到")
    phone.shot("lookup-lost")
    phone.write("手机号后 4 位", "6621")
    phone.press("查进度")
    expect(phone.page).to_have_url(re.compile("/r/"))


def test_who_says_it_is_not_solved_has_it_done_again(case_after: CaseAfter, desk: Screen, phone: Screen) -> None:
    case = case_after("close")
    phone.go(f"/r/{case.reports.get().token}/")
    phone.press("没解决")
    phone.write("哪里", "昨天又堆起来了")
    phone.shot("reopen")
    phone.press("提交，请再办")
    phone.reads("已重新交给处理单位")
    desk.seat("bumen1")
    desk.go(f"/console/case/{case.number}/")
    desk.reads("处置中", "昨天又堆起来了")
