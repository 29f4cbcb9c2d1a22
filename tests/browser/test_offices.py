"""What people at desks do besides cases: bring in files, issue tokens, change limits, keep the register of units."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from chengzhi.cases.models import Report, StageLimit
from chengzhi.kernel import clock
from chengzhi.organisation.models import Unit
from tests.browser.walk import Screen

pytestmark = pytest.mark.browser

SHEET = """编号,标题,时间,内容
W-1,西门垃圾,2026-11-20 08:30,菜场西门暴露生活垃圾没人管
W-2,,2026-11-20 09:10,
W-3,早餐车,2026-11-20 07:15,早餐车占道经营，盲道走不过去
"""


def hand_in(desk: Screen, kind: str, name: str, content: str) -> None:
    """Take a file as far as what every row of it would do."""
    desk.go(f"/console/imports/new/{kind}/")
    file = FilePayload(name=name, mimeType="text/csv", buffer=content.encode("utf-8-sig"))
    desk.page.locator("input[type=file]").set_input_files([file])
    desk.press("上传，去对列")
    desk.reads("文件里的哪一列是什么", name)
    desk.shot("import-columns")


def test_a_file_is_tried_before_it_is_taken_and_taken_once(city: None, desk: Screen) -> None:
    desk.seat("daoru1")
    hand_in(desk, "reports", "诉求.csv", SHEET)
    desk.press("试导入")
    desk.reads("3 行，还没有写入", "诉求.csv")
    desk.shot("import-tried")
    assert not Report.objects.filter(external_ref__startswith="W-").exists()
    desk.press("导入没错的 2 行")
    desk.press("导入 2 行")
    desk.reads("已导入 2 行")
    desk.shot("import-done")
    assert sorted(Report.objects.values_list("external_ref", flat=True)) == ["W-1", "W-3"]
    hand_in(desk, "reports", "又一遍.csv", SHEET)
    desk.press("试导入")
    desk.reads("3 行，还没有写入", "没有可以导入的行")


def test_a_file_that_is_no_table_is_refused_where_it_was_chosen(city: None, desk: Screen) -> None:
    desk.seat("daoru1")
    desk.go("/console/imports/new/reports/")
    desk.page.locator("input[type=file]").set_input_files(
        [FilePayload(name="照片.csv", mimeType="text/csv", buffer=b"\x89PNG\r\n\x1a\n\x00\x00")]
    )
    desk.press("上传，去对列")
    expect(desk.page).to_have_title(re.compile("^有误"))
    expect(desk.page).to_have_url(re.compile("/imports/new/reports/$"))


def test_the_secret_of_a_token_is_shown_once_and_revoked(city: None, desk: Screen) -> None:
    desk.seat("shouli1")
    desk.go("/console/me/tokens/")
    desk.reads("还没有令牌。")
    desk.write("用途", "热线平台对接")
    desk.page.get_by_role("checkbox").first.check()
    desk.press("签发")
    desk.reads("新令牌，只显示这一次", "热线平台对接")
    secret = desk.page.locator("#cz-new-token").inner_text()
    desk.shot("token-issued")
    desk.go("/console/me/tokens/")
    desk.reads("热线平台对接")
    assert secret not in desk.page.content()
    desk.press("吊销")
    desk.reads("已吊销“热线平台对接”，用它的程序马上停下。")
    expect(desk.page.get_by_role("button", name="吊销")).to_have_count(0)


def test_a_token_without_a_scope_costs_no_words(city: None, phone: Screen) -> None:
    phone.seat("paiqian1")
    phone.go("/console/me/tokens/")
    phone.write("用途", "大屏")
    phone.press("签发")
    phone.reads("没有选“范围”，请至少选一项。")
    expect(phone.page.get_by_role("textbox", name="用途")).to_have_value("大屏")
    expect(phone.page.locator("#cz-new-token")).to_have_count(0)


def test_a_limit_is_changed_and_given_back(city: None, desk: Screen) -> None:
    desk.seat("xitong1")
    desk.go("/console/settings/limits/")
    row = desk.page.get_by_role("row").filter(has_text="受理时限")
    row.get_by_role("link", name="修改").click()
    desk.page.get_by_label("时限", exact=True).fill("0")
    desk.press("修改时限", ".reg-act form")
    expect(desk.page).to_have_title(re.compile("^有误"))
    desk.page.get_by_label("时限", exact=True).fill("45")
    desk.choose("单位", "分钟")
    desk.press("修改时限", ".reg-act form")
    desk.reads("已修改受理时限为 45 分")
    desk.shot("limits")
    assert StageLimit.objects.get(clock="accept").minutes == 45
    expect(row).to_contain_text("本市设定")
    row.get_by_role("link", name="恢复通用").click()
    desk.press("恢复通用时限", ".reg-act form")
    desk.reads("已恢复受理时限的通用时限")
    assert not StageLimit.objects.filter(clock="accept").exists()


def test_a_unit_is_found_and_renamed_from_a_day_on(city: None, desk: Screen) -> None:
    unit = Unit.objects.filter(kind="department").order_by("code").first()
    assert unit is not None
    desk.seat("renshi1")
    desk.go("/console/registers/units/")
    desk.page.get_by_label("找机构").fill(unit.code)
    desk.press("查找")
    desk.page.get_by_role("link", name=unit.name).first.click()
    desk.shot("unit")
    desk.press("更名")
    day = (clock.now() + timedelta(days=40)).date().isoformat()
    desk.page.locator("input[type=date]").fill(day)
    desk.page.get_by_label("名称", exact=True).fill("城市运行保障中心")
    desk.write("依据文件", "崇编〔2026〕31号")
    desk.shot("unit-rename")
    desk.page.locator(".reg-act form button[type=submit]").click()
    desk.reads("城市运行保障中心", unit.name)
    unit.refresh_from_db()
    assert unit.name != "城市运行保障中心"
    assert unit.versions.filter(name="城市运行保障中心").exists()


def test_who_only_reads_the_register_has_no_acts(city: None, desk: Screen) -> None:
    unit = Unit.objects.filter(kind="department").order_by("code").first()
    assert unit is not None
    desk.seat("shouli1")
    desk.go(f"/console/registers/units/{unit.pk}/")
    desk.reads(unit.name)
    expect(desk.page.get_by_text("情况变了，从某天起")).to_have_count(0)
    desk.go(f"/console/registers/units/{unit.pk}/act/rename/")
    desk.reads("没有找到")


def test_the_whole_desk_turns_english_and_stays_so(city: None, desk: Screen) -> None:
    desk.seat("bumen1")
    desk.go("/console/me/")
    desk.press("English")
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    desk.go("/console/work/")
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    desk.shot("english")
    desk.go("/console/me/")
    desk.press("简体中文")
    expect(desk.page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
