import csv
import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chengzhi.cases.models import Case, Channel, Report, ReportImport
from chengzhi.cases.services import rules
from chengzhi.cases.services.imports import Mapping, Outcome, import_reports, mapping_named, running
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import OutboxEvent
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


def lines(*rows: list[str]) -> str:
    return "\n".join(",".join(one) for one in [HEAD, *rows]) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_whatever_encoding_it_comes(city: City, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "诉求.csv"
    path.write_bytes(lines(row("A1", 诉求内容="菜场门口垃圾没人清")).encode(encoding))
    assert run(path).taken == 1
    assert Report.objects.get().words == "菜场门口垃圾没人清"


def test_a_packed_file_is_read_too(city: City, tmp_path: Path) -> None:
    path = tmp_path / "诉求.csv.gz"
    path.write_bytes(gzip.compress(lines(row("A1"), row("A2")).encode()))
    assert run(path).taken == 2


@pytest.mark.parametrize(("name", "content"), [("空.csv", b""), ("图.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))])
def test_a_file_that_is_no_table_is_refused_in_words(city: City, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput):
        run(path)
    assert not ReportImport.objects.exists()


def test_dates_of_a_spreadsheet_are_beijing_time(city: City, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["编号", "内容", "小类", "时间"])
    page.append(["A1", "垃圾没人清", "暴露垃圾", datetime(2026, 11, 1, 8, 30)])  # noqa: DTZ001  as spreadsheets hold it
    page.append(["A2", "垃圾没人清", "暴露垃圾", date(2026, 11, 2)])
    page.append([3, "垃圾没人清", "暴露垃圾", None])
    path = tmp_path / "诉求.xlsx"
    book.save(path)
    assert run(path).taken == 3
    found = {one.external_ref: one.received_at.astimezone(UTC).isoformat() for one in Report.objects.all()}
    assert (found["A1"], found["A2"]) == ("2026-11-01T00:30:00+00:00", "2026-11-01T16:00:00+00:00")
    assert "3" in found


def test_a_file_of_another_city_is_read_by_the_names_of_open311(city: City, tmp_path: Path) -> None:
    head = "service_request_id,service_name,description,requested_datetime,lat,long,address"
    body = "17-001,暴露垃圾,Trash on the corner,2026-11-01T08:30:00Z,32.01,120.89,学田路 1 号"
    path = tmp_path / "311.csv"
    path.write_text(f"{head}\n{body}\n", encoding="utf-8")
    assert run(path).taken == 1
    one = Report.objects.select_related("case").get()
    assert (one.external_ref, one.words, one.place) == ("17-001", "Trash on the corner", "学田路 1 号")
    assert (one.received_at.astimezone(UTC).hour, one.case.cell_code) == (8, "320613006001001")


def test_a_mapping_saved_once_reads_the_next_file(city: City, tmp_path: Path) -> None:
    path = tmp_path / "市长信箱.csv"
    path.write_text("信件号,正文,分类\n1,门口很脏,脏乱\n2,有人摆摊,别的\n", encoding="utf-8")
    mapping = Mapping(
        columns={"ref": "信件号", "words": "正文", "category": "分类"},
        categories={"脏乱": "暴露垃圾"},
        fallback="占道经营",
    )
    rules.keep_import_mapping(capacity=SYSTEM, name="市长信箱", mapping=mapping)
    assert run(path, mapping=mapping_named("市长信箱")).taken == 2
    kinds = dict(Report.objects.values_list("external_ref", "case__category__name"))
    assert kinds == {"1": "暴露垃圾", "2": "占道经营"}
    assert run(path, mapping=mapping_named("市长信箱")).known == 2


def test_a_fallback_given_for_once_goes_before_the_saved_one(city: City, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("编号,内容\n1,听不清\n", encoding="utf-8")
    mapping = Mapping(columns={"ref": "编号", "words": "内容"}, fallback="暴露垃圾")
    run(path, mapping=mapping, fallback="占道经营")
    assert Case.objects.get().category.name == "占道经营"


@pytest.mark.parametrize("batch", [1, 2, 3, 50])
def test_batches_of_any_size_take_the_same(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(running, "BATCH", batch)
    heard: list[int] = []
    path = sheet(tmp_path, row("A1"), row("A2"), row("A1"), row("A3", 上报时间="昨天"), row("A4"))
    outcome = run(path, progress=heard.append)
    assert (outcome.rows, outcome.taken, outcome.known, len(outcome.refused)) == (5, 3, 0, 2)
    assert heard[-1] == 5
    assert Case.objects.count() == 3


def test_a_longer_file_of_the_same_source_brings_only_what_is_new(city: City, tmp_path: Path) -> None:
    run(sheet(tmp_path, row("A1"), row("A2")))
    outcome = run(sheet(tmp_path, row("A2"), row("A3"), row("A1")))
    assert (outcome.taken, outcome.known, Case.objects.count()) == (1, 2, 3)


def test_rows_without_numbers_are_not_doubled_by_a_second_run(city: City, tmp_path: Path) -> None:
    path = sheet(tmp_path, row(""), row(""), row("", 诉求内容="另一件事"))
    assert run(path).taken == 3
    again = run(path)
    assert (again.taken, again.known, Report.objects.count()) == (0, 3, 3)


def test_the_same_number_by_another_channel_is_another_report(city: City, tmp_path: Path) -> None:
    path = sheet(tmp_path, row("A1"))
    assert [run(path).taken, run(path, channel="hotline").taken] == [1, 1]


@pytest.mark.parametrize("channel", ["pigeon", "resident"])
def test_a_channel_that_is_unknown_or_closed_takes_nothing(city: City, tmp_path: Path, channel: str) -> None:
    Channel.objects.filter(code="resident").update(is_active=False)
    with pytest.raises(BadInput, match=f"没有“{channel}”这个渠道，或已停用"):
        run(sheet(tmp_path, row("A1")), channel=channel)


def test_every_run_is_written_down_with_its_sums(city: City, tmp_path: Path) -> None:
    import_reports(sheet(tmp_path, row("A1"), row("A2", 经度="x")), capacity=city.alice)
    import_reports(sheet(tmp_path, row("A1")), capacity=city.alice)
    found = list(ReportImport.objects.order_by("id").values_list("rows", "taken", "known", "refused", "by_name"))
    assert found == [(2, 1, 0, 1, "alice"), (1, 0, 1, 0, "alice")]


def test_a_case_from_a_file_begins_like_any_other(city: City, tmp_path: Path) -> None:
    run(sheet(tmp_path, row("A1", 地址="学田菜场")))
    case = Case.objects.get()
    assert (case.state, case.place, case.due_at == case.clocks.get().due_at) == ("reported", "学田菜场", True)
    assert (case.clocks.get().name, case.steps.get().name) == ("accept", "report")
    assert "13812346621" not in str(case.steps.get().data)
    assert OutboxEvent.objects.filter(payload__number=case.number, payload__step="report").count() == 1


def test_a_file_with_nothing_usable_writes_no_case_and_every_reason(city: City, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    outcome = run(sheet(tmp_path, row("A1", 上报时间="昨天"), row("A2", 纬度="")), reject_file=rejects)
    assert (outcome.taken, len(outcome.refused), Case.objects.count()) == (0, 2, 0)
    text = rejects.read_text(encoding="utf-8-sig")
    assert "认不出" in text
    assert "只有一个" in text


def test_without_refused_rows_no_file_of_refused_rows_is_written(city: City, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    run(sheet(tmp_path, row("A1")), reject_file=rejects)
    assert not rejects.exists()


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "wgs84"])
def test_positions_are_read_in_the_datum_of_the_file(city: City, tmp_path: Path, datum: str) -> None:
    mapping = Mapping(
        columns={"ref": "编号", "words": "诉求内容", "lon": "经度", "lat": "纬度", "category": "小类"}, datum=datum
    )
    run(sheet(tmp_path, row("A1")), mapping=mapping)
    case = Case.objects.get()
    assert case.datum == datum
    assert (abs((case.lon or 0) - 120.89) > 0.001) is (datum != "wgs84")


def test_a_batch_of_numbers_is_looked_up_in_their_index_and_not_in_the_whole_table(city: City) -> None:
    with CaptureQueriesContext(connection) as asked:
        running._known(Channel.objects.get(code="import"), [f"A{at}" for at in range(running.BATCH)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "report_external_once" in plan
