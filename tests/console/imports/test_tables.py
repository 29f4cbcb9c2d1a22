from django.test import Client

from chengzhi.catalogue.models import FilingStandard
from chengzhi.kernel import calendars
from tests.console.imports.conftest import DAY, SHEET, begun, confirmed, holidays, matched, url
from tests.factories.city import City


def test_good_standards_go_in_alone_and_nothing_before_the_last_step(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    page = matched(client, token)
    assert page.context["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert FilingStandard.objects.count() == 2
    assert "导入没错的 1 行" in page.content.decode()
    done = confirmed(client, token)
    assert "已导入 1 行" in done.content.decode()
    assert FilingStandard.objects.filter(condition="占用盲道").count() == 1


def test_what_the_days_mean_is_chosen_before_trying_out(city: City, client: Client) -> None:
    page = matched(client, begun(client, "standards", SHEET), reading="natural")
    assert page.context["counts"]["refused"] == 1


def test_columns_of_any_name_are_matched_by_hand(city: City, client: Client) -> None:
    strange = (
        SHEET.replace("类别,", "甲,").replace("小类名称", "乙").replace("立案条件", "丙").replace("处置时限", "丁")
    )
    token = begun(client, "standards", strange)
    missing = client.post(url("import_columns", token), {"edition": "test", "valid_from": DAY, "reading": "working"})
    assert missing.status_code == 422
    mapping = {"map_kind": "甲", "map_name": "乙", "map_condition": "丙", "map_limit": "丁", "map_closing": "结案条件"}
    page = matched(client, token, **mapping, reading="working")
    assert page.context["counts"]["new"] == 2
    assert page.context["refused"][0]["number"] == 4


def test_the_same_sheet_again_changes_nothing(city: City, client: Client) -> None:
    first = begun(client, "standards", SHEET)
    matched(client, first)
    confirmed(client, first)
    page = matched(client, begun(client, "standards", SHEET))
    assert page.context["counts"]["same"] == 1
    assert "不用导入" in page.content.decode() or "没有可以导入的行" in page.content.decode()


def test_the_holidays_of_the_next_year_come_in(client: Client) -> None:
    token = begun(client, "calendar", holidays(2027) + "\n2027-13-01,休,不存在\n")
    page = matched(client, token, source="国办通知")
    assert page.context["counts"]["refused"] == 1
    confirmed(client, token)
    assert 2027 in calendars.announced_years()


def test_a_year_that_is_not_whole_fails_with_its_reason(client: Client) -> None:
    token = begun(client, "calendar", "日期,上班,名称\n2027-01-01,休,元旦\n")
    page = matched(client, token, source="国办通知")
    assert "没有一个完整年度" in page.content.decode()
