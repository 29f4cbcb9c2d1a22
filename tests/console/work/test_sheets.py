"""A list as rows of a workbook: columns, order, rights, words in the reader's language."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.worklists import LISTS, WorkQuery, listed
from chengzhi.console.work.sheets import ListSheet, list_columns
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import ColumnKind
from tests.factories.city import City
from tests.factories.loop import act, case_after, report

COLUMNS = (
    "编号", "灯", "时限", "到期", "状态", "小类", "摘要", "位置", "街道和社区", "网格", "来源", "处置单位", "处置员", "督办", "上报",
    "办结", "等谁",
)  # fmt: skip


def sheet(viewer: Capacity, name: str = "doing", **given: Any) -> ListSheet:
    return ListSheet(viewer, WorkQuery(name=name, **given))


def rows(viewer: Capacity, name: str = "doing", **given: Any) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in sheet(viewer, name, **given).rows()]


def test_the_columns_are_those_of_the_page_with_moments_as_moments() -> None:
    found = list_columns()
    assert tuple(str(one.header) for one in found) == COLUMNS
    moments = [str(one.header) for one in found if one.kind is ColumnKind.MOMENT]
    assert moments == ["到期", "上报", "办结"]
    assert all(one.width >= 8 for one in found)


def test_headings_follow_the_language() -> None:
    with translation.override("en"):
        assert not any("\u4e00" <= letter <= "\u9fff" for one in list_columns() for letter in str(one.header))


def test_a_case_in_handling_is_told_in_full(city: City) -> None:
    case = case_after(city, "take_over")
    row = rows(city.frank)[0]
    assert (row["编号"], row["状态"], row["小类"]) == (case.number, "处置中", "暴露垃圾")
    assert (row["处置单位"], row["来源"], row["网格"]) == ("环卫处", "hotline", "320613006001001")
    assert row["街道和社区"] == case.area_name
    assert (row["上报"], row["办结"], row["督办"]) == (case.opened_at, None, "")
    assert row["等谁"].startswith("等")


@pytest.mark.parametrize(("hours", "light"), [(0, "正常"), (24 * 30, "超时")])
def test_the_light_is_told_in_words(city: City, hours: int, light: str) -> None:
    case_after(city, "take_over")
    with clock.at(clock.now() + timedelta(hours=hours)):
        assert light in rows(city.frank)[0]["灯"]


def test_without_a_running_limit_there_is_neither_light_nor_limit(city: City) -> None:
    case_after(city, "close")
    row = rows(city.frank, "closed")[0]
    assert (row["灯"], row["时限"], row["到期"], row["等谁"]) == ("", "", None, "")
    assert row["办结"] is not None


def test_a_supervised_case_says_how_far(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "supervise", city.frank, level="yellow", opinion="限期办结")
    assert rows(city.frank)[0]["督办"]


@pytest.mark.parametrize("name", list(LISTS))
def test_every_list_writes_what_the_page_shows(city: City, name: str) -> None:
    case_after(city, "accept")
    report(city)
    query = WorkQuery(name=name)
    shown = [one.number for one in listed(city.alice, query)]
    found = ListSheet(city.alice, query)
    assert [row[0] for row in found.rows()] == shown
    assert found.count() == len(shown)


@pytest.mark.parametrize("sort", ["number", "-number"])
def test_the_order_is_that_of_the_page(city: City, sort: str) -> None:
    numbers = sorted((report(city).number for _case in range(3)), reverse=sort.startswith("-"))
    assert [row["编号"] for row in rows(city.frank, sort=sort)] == numbers


def test_cases_out_of_reach_are_not_written(city: City) -> None:
    report(city)
    assert rows(city.dave) == []
    assert sheet(city.dave).count() == 0


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({"channel": "hotline"}, 1), ({"channel": "resident"}, 0), ({"street": "320613006"}, 1), ({"street": "99"}, 0),
        ({"grade": "B"}, 1), ({"grade": "C"}, 0), ({"text": "垃圾"}, 1), ({"text": "路灯"}, 0), ({"light": "r"}, 0),
    ],
)  # fmt: skip
def test_filters_narrow_the_rows_and_the_count_alike(city: City, given: dict[str, str], count: int) -> None:
    report(city)
    assert sheet(city.frank, **given).count() == len(rows(city.frank, **given)) == count


def test_conditions_begin_with_the_list_and_name_every_filter(city: City) -> None:
    found = sheet(city.alice, "todo", channel="hotline", text="垃圾").conditions
    assert found[0] == ("列表", "待办")
    assert ("来源", "hotline") in found
    assert len(found) == 3


def test_the_title_is_that_of_the_list_in_the_readers_language(city: City) -> None:
    assert sheet(city.alice, "todo").title == "待办"
    with translation.override("en"):
        assert sheet(city.alice, "todo").title != "待办"


def test_words_of_strangers_are_written_as_they_are(city: City) -> None:
    report(city, words='=HYPERLINK("x") 垃圾')
    Case.objects.update(summary="=1+1")
    assert rows(city.frank)[0]["摘要"] == "=1+1"
