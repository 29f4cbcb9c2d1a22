import csv
from pathlib import Path

import pytest

from chengzhi.cases.models import Case, Channel, Report, ReportImport
from chengzhi.cases.services.imports import Outcome, import_reports
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
HEAD = ["编号", "诉求内容", "上报时间", "小类", "地址", "经度", "纬度", "电话"]


@pytest.fixture
def city() -> City:
    city = make_city()
    Channel.objects.create(code="import", name="批量导入", kind="import", is_public=True)
    return city


def sheet(folder: Path, *rows: list[str]) -> Path:
    path = folder / "诉求.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def row(number: str, **facts: str) -> list[str]:
    given = {
        "诉求内容": "垃圾没人清", "上报时间": "2026-11-01 08:30", "小类": "暴露垃圾", "地址": "学田菜场",
        "经度": "120.89", "纬度": "32.01", "电话": "13812346621",
    }  # fmt: skip
    return [number, *({**given, **facts}[name] for name in HEAD[1:])]


def run(path: Path, **options: object) -> Outcome:
    return import_reports(path, capacity=SYSTEM, **options)  # type: ignore[arg-type]  # options vary by test


def test_every_row_becomes_a_report_with_a_case_and_a_step(city: City, tmp_path: Path) -> None:
    outcome = run(sheet(tmp_path, row("A1"), row("A2", 经度="", 纬度="")))
    assert (outcome.rows, outcome.taken, outcome.known, outcome.refused) == (2, 2, 0, [])
    first = Report.objects.get(external_ref="A1")
    assert first.received_at.isoformat() == "2026-11-01T00:30:00+00:00"
    assert first.case.cell_code == "320613006001001"
    assert verify_chain(first.case).is_whole


def test_a_second_run_takes_nothing_twice(city: City, tmp_path: Path) -> None:
    path = sheet(tmp_path, row("A1"), row("A2"))
    run(path)
    again = run(path)
    assert (again.taken, again.known, Case.objects.count()) == (0, 2, 2)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"诉求内容": " "}, ""),
        ({"小类": "没有这个类", "诉求内容": "？？"}, "认不出小类"),
        ({"上报时间": "昨天"}, "认不出"),
        ({"上报时间": "2099-01-01 00:00"}, "在将来"),
        ({"经度": "abc"}, "要写成小数"),
        ({"经度": "320.1"}, "经度应在"),
        ({"纬度": ""}, "只有一个"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_reason(
    city: City, tmp_path: Path, facts: dict[str, str], reason: str
) -> None:
    outcome = run(sheet(tmp_path, row("A1", **facts)))
    if reason:
        assert reason in " ".join(outcome.refused[0].errors.values())
        assert Case.objects.count() == 0
    else:
        assert outcome.taken == 1


def test_a_number_that_stands_twice_is_refused_once(city: City, tmp_path: Path) -> None:
    outcome = run(sheet(tmp_path, row("A1"), row("A1", 诉求内容="另一件事")))
    assert outcome.taken == 1
    assert "出现了两次" in outcome.refused[0].errors["ref"]


def test_the_reject_file_names_every_refused_row(city: City, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    run(sheet(tmp_path, row("A1"), row("A2", 上报时间="昨天")), reject_file=rejects)
    text = rejects.read_text(encoding="utf-8-sig")
    assert "学田菜场" in text
    assert "昨天" in text
    assert "A1" not in text


def test_a_dry_run_writes_nothing(city: City, tmp_path: Path) -> None:
    outcome = run(sheet(tmp_path, row("A1")), is_dry_run=True)
    assert (outcome.taken, Case.objects.count(), ReportImport.objects.count()) == (1, 0, 0)


def test_an_unknown_category_to_fall_back_on_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有“外星人”这个小类"):
        run(sheet(tmp_path, row("A1")), fallback="外星人")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not beside this checkout")
def test_every_real_message_is_in_or_in_the_reject_file(city: City, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    path = SHARED / "messages" / "messages_4326.parquet"
    outcome = run(path, fallback="暴露垃圾", reject_file=rejects)
    assert outcome.rows == 4326
    assert outcome.taken + outcome.known + len(outcome.refused) == 4326
    assert Report.objects.count() == outcome.taken
    refused = list(csv.reader(rejects.open(encoding="utf-8-sig")))[1:] if rejects.exists() else []
    assert len(refused) == len(outcome.refused)
