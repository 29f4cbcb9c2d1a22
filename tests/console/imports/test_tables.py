from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.imports import store
from chengzhi.console.imports.store import Job, Ticker
from chengzhi.console.imports.tables import CALENDAR, check_standards, suggest_standards
from chengzhi.kernel import calendars
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.models.calendars import CalendarYear
from tests.console.imports.conftest import DAY, SHEET, begun, confirmed, holidays, matched, url
from tests.factories.city import City
from tests.support.pages import in_english, main_of, untranslated


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


CALENDAR_HEAD = "日期,上班,名称"


def job_of(client: Client, kind: str, text: str) -> Job:
    return store.load(begun(client, kind, text))


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("类别,小类名称,立案条件,结案条件,处置时限", {"kind": "类别", "name": "小类名称", "condition": "立案条件"}),
        ("类别,小类名称,别的", {"kind": "类别", "name": "小类名称"}),
        ("甲,乙", {}),
    ],
)
def test_columns_of_standards_are_known_as_far_as_they_are_named(
    city: City, client: Client, head: str, found: dict[str, str]
) -> None:
    row = ",".join("x" for _one in head.split(","))
    suggested = suggest_standards(job_of(client, "standards", f"{head}\n{row}\n"))
    assert found.items() <= suggested.items()
    assert set(suggested.values()) <= set(head.split(","))


def test_the_edition_in_force_is_proposed(city: City, client: Client) -> None:
    form = client.get(url("import_columns", begun(client, "standards", SHEET))).context["form"]
    assert form["edition"].value() == "test"


def test_an_edition_that_is_none_is_not_found(client: Client, city: City) -> None:
    job = job_of(client, "standards", SHEET)
    job.options = {"edition": "none"}
    with pytest.raises(NotFound):
        check_standards(job, Capacity(), Ticker(job))


@pytest.mark.django_db
def test_before_any_edition_is_made_the_import_says_so(media: Path) -> None:
    job = Job(token="a" * 24, kind="standards", account=1, appointment=None, filename="x", stored="x", made_at=DAY)
    job.options = {"edition": ""}
    with pytest.raises(BadInput, match="还没有任何分类版本"):
        check_standards(job, Capacity(), Ticker(job))


def test_the_name_of_the_file_is_the_source_where_none_is_given(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET, "市标准2026.csv")
    matched(client, token)
    confirmed(client, token)
    assert FilingStandard.objects.get(condition="占用盲道").source == "市标准2026.csv"


def test_the_source_typed_wins_over_the_name_of_the_file(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token, source="市标准第 3 版")
    confirmed(client, token)
    assert FilingStandard.objects.get(condition="占用盲道").source == "市标准第 3 版"


def test_rows_keep_their_number_under_renamed_headings(city: City, client: Client) -> None:
    text = "甲,乙,丙,丁\n事件,占道经营,占用盲道,2工作日\n\n事件,暴露垃圾,成堆,二十年\n"
    token = begun(client, "standards", text)
    mapping = {"map_kind": "甲", "map_name": "乙", "map_condition": "丙", "map_limit": "丁"}
    page = matched(client, token, **mapping)
    assert [one["number"] for one in page.context["refused"]] == [4]


def test_standards_of_another_day_begin_then(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token, valid_from="2035-01-01")
    confirmed(client, token)
    assert FilingStandard.objects.get(condition="占用盲道").valid_from == date(2035, 1, 1)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("日期,上班,名称", {"date": "日期", "is_workday": "上班", "name": "名称"}),
        ("date,is_workday,holiday_name", {"date": "date", "is_workday": "is_workday", "name": "holiday_name"}),
        ("日期,是否工作日,节日", {"date": "日期", "is_workday": "是否工作日", "name": "节日"}),
        ("甲,乙,丙", {}),
    ],
)
def test_columns_of_holidays_are_known_by_several_names(client: Client, head: str, found: dict[str, str]) -> None:
    job = job_of(client, "calendar", f"{head}\n2027-01-01,休,元旦\n")
    assert CALENDAR.suggest(job) == found


def test_holidays_need_a_ground(client: Client) -> None:
    token = begun(client, "calendar", holidays(2027))
    answer = client.post(url("import_columns", token), {"map_date": "日期", "map_is_workday": "上班", "source": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["source"] == ["没有填“依据”，请填写。"]


def test_the_same_holidays_again_change_nothing(client: Client) -> None:
    for taken in (3, 0):
        token = begun(client, "calendar", holidays(2027))
        page = matched(client, token, source="国办通知")
        counts = page.context["counts"]
        assert (counts["new"] + counts["changed"], counts["refused"]) == (taken, 0)
        if taken:
            confirmed(client, token)


def test_a_holiday_taken_to_be_imported_says_what_it_changes(client: Client) -> None:
    token = begun(client, "calendar", holidays(2027))
    matched(client, token, source="国办通知")
    page = client.get(url("import_confirm", token))
    assert "这些年度改为“已公布”" in main_of(page)
    assert not CalendarYear.objects.filter(year=2027, announced=True).exists()


@pytest.mark.parametrize("kind", ["standards", "calendar"])
def test_every_step_of_a_sheet_opens_in_english(city: City, client: Client, kind: str) -> None:
    text = {"standards": "kind,name\nevent,x\n", "calendar": "date,is_workday,name\n2027-01-01,0,x\n"}[kind]
    in_english(client)
    assert untranslated(client.get(url("import_start", kind))) == set()
    answer = client.get(url("import_columns", begun(client, kind, text)))
    assert untranslated(answer, "试用版", "文件", "“天”", "“小时”", "“来源”") == set()
