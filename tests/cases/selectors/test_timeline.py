import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.timeline import TimelineRow, timeline
from chengzhi.kernel.access import SYSTEM, resident
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

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
