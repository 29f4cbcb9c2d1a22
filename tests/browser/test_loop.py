"""Messages that people really wrote go from report to rating, through the screens of everyone whose act it is."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.services.imports import import_reports
from chengzhi.cases.starter.desks import _places_of, _staff
from chengzhi.grid.models import Place
from chengzhi.kernel.access import SYSTEM
from tests.browser.walk import Screen

pytestmark = pytest.mark.browser

MESSAGES = Path(__file__).resolve().parents[3] / "shared/data/messages/messages_4326.parquet"
WANTED = (209203, 221694)
OWN_WORDS = (
    ("1", "菜场西门到处是垃圾", "菜场西门的垃圾堆了三天没人清，苍蝇很多，请来看看。"),
    ("2", "有人往楼下扔垃圾", "五楼常往楼下扔垃圾，多次劝说没有用，请管一管。"),
)
LITTER = "暴露生活垃圾"


def messages() -> list[tuple[object, ...]]:
    """Return a few messages people wrote, or our own words where the file is not at hand."""
    if not MESSAGES.exists():
        return list(OWN_WORDS)
    wanted = "SELECT msg_id, title, body FROM read_parquet(?) WHERE msg_id IN (?, ?) ORDER BY msg_id"
    return duckdb.connect().execute(wanted, [str(MESSAGES), *WANTED]).fetchall()


@dataclass(frozen=True)
class Job:
    """The imported cases, and a place whose collector has a phone in this test."""

    cases: list[Case]
    place: Place


@pytest.fixture(scope="module")
def job(city: None, tmp_path_factory: pytest.TempPathFactory) -> Job:
    path = tmp_path_factory.mktemp("messages") / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("编号", "标题", "内容"), *messages()])
    outcome = import_reports(path, capacity=SYSTEM, fallback=LITTER)
    assert (outcome.taken, outcome.refused) == (2, [])
    return Job(list(Case.objects.order_by("pk")), _places_of(_staff()["collector"])[0])


def place_and_verify(desk: Screen, case: Case, place: Place) -> None:
    """The clerk finds what was imported, says where it is and sends the collector of the cell."""
    desk.seat("shouli1")
    desk.go("/console/work/")
    desk.page.get_by_role("link", name=case.short_number).click()
    desk.reads("还没有落到网格")
    desk.press("改位置和小类")
    desk.write("理由", "打电话问清了位置")
    desk.choose("小类", LITTER)
    desk.page.get_by_role("textbox", name="位置").press_sequentially(place.name)
    desk.page.locator("#cz-place-offers").get_by_role("button", name=place.name).first.click()
    desk.reads("网格")
    desk.shot("correct")
    desk.press("改位置和小类", "form")
    desk.reads("已改位置和小类")
    desk.act(case.number, "send_verify", "发核实", "已发核实")


def fill_filing(desk: Screen) -> None:
    desk.page.get_by_role("radio").first.check()


def fill_hand_down(desk: Screen) -> None:
    desk.choose("处置员", "韩宏伟")


def fill_closing(desk: Screen) -> None:
    desk.page.get_by_label("现场已达到结案条件").check()


def handle(desk: Screen, phone: Screen, case: Case) -> None:
    """From dispatch to the collector's check, each act by the person whose act it is."""
    at_desk(desk, case, "paiqian1", "dispatch", "派遣", "已派遣")
    at_desk(desk, case, "bumen1", "take_over", "接收", "已接收")
    at_desk(desk, case, "bumen1", "hand_down", "下派", "已下派", fill_hand_down)
    phone.seat("chuzhi1")
    phone.on_the_spot(case.short_number, "反馈结果", "已反馈", 处置结果="垃圾清走，地面冲洗干净")
    at_desk(desk, case, "paiqian1", "pass_inspection", "督查通过", "督查已通过")
    at_desk(desk, case, "shouli1", "send_check", "发核查", "已发核查")
    phone.seat("caiji1")
    phone.on_the_spot(case.short_number, "核查通过", "核查已通过")


def at_desk(
    desk: Screen, case: Case, who: str, step: str, name: str, done: str, fill: Callable[[Screen], None] | None = None
) -> None:
    desk.seat(who)
    desk.act(case.number, step, name, done, fill)


def test_a_message_goes_through_the_whole_loop_on_screen(job: Job, desk: Screen, phone: Screen) -> None:
    case = job.cases[0]
    place_and_verify(desk, case, job.place)
    phone.seat("caiji1")
    phone.on_the_spot(case.short_number, "核实属实", "已核实，属实")
    at_desk(desk, case, "shouli1", "accept", "受理", "已受理")
    at_desk(desk, case, "zhiban1", "file", "立案", "已立案", fill_filing)
    handle(desk, phone, case)
    at_desk(desk, case, "zhiban1", "close", "结案", "已结案", fill_closing)
    phone.seat()
    phone.go(f"/r/{case.reports.get().token}/")
    phone.reads("已办结", "解决了吗")
    phone.page.get_by_label("满意", exact=True).check()
    phone.press("解决了，送出评价")
    phone.reads("已记下您的评价")
    phone.shot("rated")
