from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.timeline import TimelineRow, in_words, spent, timeline
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, resident
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo
from tests.factories.moves import beijing, case_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def last(case: Case) -> TimelineRow:
    return timeline(case)[0]


def test_the_newest_step_stands_on_top_with_who_and_in_which_post(city: City) -> None:
    case = case_after(city, "accept")
    rows = timeline(case)
    assert [row.act for row in rows] == ["受理", "核实属实", "发核实", "上报"]
    assert (rows[0].person, rows[0].capacity, rows[0].unit) == ("alice", "acceptor", "监督指挥中心")
    assert (rows[0].used, rows[0].limit, rows[0].is_late) == ("不到 1 分钟", "15 分", False)


def test_what_was_told_is_the_first_line(city: City) -> None:
    assert last(report(city, place="菜场西门")).detail == "菜场西门垃圾堆了两天，很臭；菜场西门"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("send_verify", "采集员：erin"),
        ("file", "立案条件：0301-1 暴露垃圾影响市容；立案条件 0301-1 · 4 工作时"),
        ("dispatch", "处置单位：环卫处；规则：三定方案"),
        ("feed_back", "已清运；处置后照片：1 件"),
        ("close", "现场已达到结案条件：现场清理干净；正常结案"),
    ],
)
def test_values_are_told_in_words(city: City, step: str, words: str) -> None:
    found = last(case_after(city, step)).detail
    assert found.removeprefix("采集员：") == words.removeprefix("采集员：")


def test_a_category_corrected_after_filing_tells_which_condition_stays(city: City) -> None:
    case = case_after(city, "file")
    act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    assert "立案条件仍是 0301-1" in last(case).detail


def test_media_stand_with_their_step(city: City) -> None:
    rows = timeline(case_after(city, "confirm", media=(photo().pk,)))
    assert [len(row.media) for row in rows] == [1, 0, 1]


def test_choices_hours_and_days_are_told_in_words(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    assert last(case).detail == "延长小时数：4 小时；要调吊车"
    act(case, "supervise", city.frank, level="red", opinion="今天清完")
    assert last(case).detail == "督办级别：红牌督办；今天清完"


def test_a_correction_tells_what_stood_before(city: City) -> None:
    case = report(city, place="菜场东门")
    act(case, "correct_facts", city.alice, reason="说错了门", place="菜场西门")
    assert last(case).detail == "说错了门；位置：菜场西门；原为菜场东门"


def test_the_system_and_residents_are_named_as_such(city: City) -> None:
    case = case_after(city, "close")
    act(case, "rate", resident(""), satisfaction="satisfied")
    assert (last(case).person, last(case).detail) == ("诉求人", "满意度：满意")
    other = report(city)
    act(other, "warn", SYSTEM, clock="accept", due_at="2026-11-23T10:00:00+08:00")
    assert last(other).person == "系统"
    assert last(other).detail.startswith("受理时限")


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("refuse", {"reason": "不归城管", "direction": "打 96777"}, ["不归城管", "去处：打 96777"]),
        ("feed_back", {"result": "已清", "media": [1, 2, 3]}, ["已清", "处置后照片：3 件"]),
        ("ask_extension", {"hours": 4, "reason": "吊车"}, ["延长小时数：4 小时", "吊车"]),
        ("ask_hold", {"until": "2026-12-01", "reason": "改造"}, ["预计恢复日：2026-12-01", "改造"]),
        ("supervise", {"level": "red", "opinion": "快"}, ["督办级别：红牌督办", "快"]),
        ("supervise", {"level": "violet", "opinion": "快"}, ["督办级别：violet", "快"]),
        ("call_back", {"satisfaction": "basically", "note": "慢"}, ["满意度：基本满意", "慢"]),
        ("close", {"closing_rule": "现场清理干净", "closure": "late"}, ["现场已达到结案条件：现场清理干净", "超时结案"]),
        ("close", {"closing_rule": True, "closure": "odd"}, ["现场已达到结案条件：是"]),
        ("dispatch", {"unit": 7, "unit_name": "环卫处", "rule": "三定方案", "override": "自管"},
         ["处置单位：环卫处", "改派理由：自管", "规则：三定方案"]),
        ("dispatch", {"unit": 7}, []),
        ("hand_down", {"handler": 7, "handler_name": "刘强"}, ["处置员：刘强"]),
        ("send_verify", {"collector_name": "陈红"}, ["陈红"]),
        ("send_verify", {"collector": 7, "collector_name": "陈红", "note": "看看"}, ["采集员：陈红", "看看"]),
        ("file", {"standard": 7, "standard_number": "0301-1", "standard_name": "成堆", "limit": "4 工作时"},
         ["立案条件：0301-1 成堆", "4 工作时"]),
        ("file", {"standard": 7}, []),
        ("merge", {"target": "20261123-0001"}, ["并入的案卷编号：20261123-0001"]),
        ("correct_facts", {"reason": "错了", "lon": "1", "lat": "2", "category": 3, "place": "西门",
                           "before": {"place": "东门", "category": ""}}, ["错了", "位置：西门", "原为东门"]),
        ("escalate", {"clock": "accept"}, ["受理时限"]),
        ("warn", {"clock": "lunch"}, []),
        ("report", {"words": "垃圾", "place": "西门"}, ["垃圾", "西门"]),
        ("report", {"words": "垃圾"}, ["垃圾"]),
        ("urge", {}, []),
    ],
)  # fmt: skip
def test_what_a_row_keeps_is_told_as_it_was_asked(step: str, data: dict[str, object], words: list[str]) -> None:
    assert list(in_words(CASE.step(step), data)) == words


@pytest.mark.parametrize(
    ("seconds", "is_working", "words"),
    [
        (None, False, ""),
        (None, True, ""),
        (30, False, "不到 1 分钟"),
        (900, False, "15 分"),
        (4 * 3600, True, "4 工作小时"),
    ],
)
def test_time_is_told_in_its_own_kind(seconds: int | None, words: str, *, is_working: bool) -> None:
    assert spent(seconds, is_working=is_working) == words


def test_a_limit_that_passed_is_told_with_its_moment(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    with clock.at(beijing("2026-11-23 10:00")):
        take(city, case, "escalate")
        row = case.steps.get(name="escalate")
        data = {"clock": "accept", "due_at": "2026-11-23T09:15:00+08:00"}
        told = next(in_words(CASE.step(row.name), data))
    assert told.startswith("受理时限 ")
    assert told != "受理时限 "


def test_lateness_is_marked_where_the_act_used_more_than_its_limit(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_after(city, "take_over")
    with clock.at(beijing("2026-11-23 16:00")):
        take(city, case, "feed_back")
    row = last(case)
    assert (row.act, row.is_late, row.used, row.limit) == ("反馈结果", True, "5 工作小时", "4 工作小时")


@pytest.mark.parametrize("state", ["closed", "returned", "on_hold", "in_conference", "check_failed", "voided"])
def test_a_history_of_any_kind_is_told_in_five_queries_at_most(
    city: City, state: str, django_assert_max_num_queries: Any
) -> None:
    case = case_in(city, state)
    with django_assert_max_num_queries(5):
        rows = timeline(case)
    assert [row.seq for row in rows] == list(range(case.step_seq, 0, -1))
    assert all(row.act and row.hash and row.basis for row in rows)


def test_the_history_is_told_in_english_too(city: City) -> None:
    case = case_after(city, "accept")
    with translation.override("en"):
        rows = timeline(case)
    assert all(row.act.isascii() for row in rows)
    assert rows[-1].person == "alice"
