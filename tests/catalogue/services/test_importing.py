from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.models import Category, Edition, FilingStandard
from chengzhi.catalogue.selectors import find_standards
from chengzhi.catalogue.services import import_standards, withdraw_standard
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.tabular import DryRun, Fate
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
GOOD = "事件,1,市容环境,10,暴露生活垃圾,成堆,已清走,2工作时"
LIMITS = made.SHARED / "facts" / "city_management" / "disposal_limits.csv"
UNITS = made.SHARED / "facts" / "city_management" / "filing_standard_519_with_units.csv"
shared = pytest.mark.skipif(not LIMITS.exists(), reason="the shared facts are not on this machine")


@pytest.fixture
def city() -> Edition:
    return made.edition("import", is_adopted=False)


def imported(path: Path, city: Edition, **choices: Any) -> DryRun:
    wanted: dict[str, Any] = {"capacity": made.manager, "valid_from": made.FIRST}
    return import_standards(path=path, edition=city, **wanted | choices)


def test_dry_run_tells_the_fates_and_writes_nothing(tmp_path: Path, city: Edition) -> None:
    fates = imported(made.sheet(tmp_path, GOOD), city, is_dry_run=True)
    assert fates.counts[Fate.NEW] == 1
    assert fates.rows[0].key == "0110 暴露生活垃圾：成堆"
    assert fates.rows[0].after["时限"] == "2 工作时"
    assert not FilingStandard.objects.exists()


def test_good_row_adds_category_and_standard(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD), city)
    one = FilingStandard.objects.select_related("category").get()
    assert (one.number, one.category.name, one.category.key) == ("0110-1", "暴露生活垃圾", "暴露生活垃圾")
    assert (one.closing_rule, str(one.limit), one.verified) == ("已清走", "2 工作时", False)


def test_same_sheet_again_changes_nothing(tmp_path: Path, city: Edition) -> None:
    path = made.sheet(tmp_path, GOOD)
    imported(path, city)
    assert imported(path, city).counts == {Fate.NEW: 0, Fate.CHANGED: 0, Fate.SAME: 1, Fate.REFUSED: 0}
    assert FilingStandard.objects.count() == 1


def test_changed_row_amends_from_the_day(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD), city)
    fates = imported(made.sheet(tmp_path, GOOD.replace("2工作时", "4工作时")), city, valid_from=made.LATER)
    (row,) = fates.rows
    assert (row.fate, row.before["时限"], row.after["时限"]) == (Fate.CHANGED, "2 工作时", "4 工作时")
    old, new = FilingStandard.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.number) == (made.LATER, made.LATER, old.number)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace("事件", "心情"), "应写“部件”或“事件”"),
        (GOOD.replace("暴露生活垃圾", ""), "小类名称空着"),
        (GOOD.replace("2工作时", "2天"), "工作日”或“自然日"),
        (GOOD.replace("2工作时", "尽快"), "看不懂时限"),
        (GOOD.replace(",10,", ",1x,"), "应是大类 2 位加小类 2 位数字"),
    ],
)
def test_bad_row_is_refused_with_its_reason_and_the_others_go_in(
    tmp_path: Path, city: Edition, row: str, reason: str
) -> None:
    other = "部件,1,公用设施,2,污水井盖,缺失,恢复,2紧急工作时"
    fates = imported(made.sheet(tmp_path, row, other), city)
    assert [one.fate for one in fates.rows] == [Fate.REFUSED, Fate.NEW]
    assert reason in fates.rows[0].reason
    assert fates.rows[0].number == 2
    assert FilingStandard.objects.count() == 1


def test_importer_decides_what_days_mean(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD.replace("2工作时", "2天")), city, reading=Reading.NATURAL)
    assert FilingStandard.objects.get().limit_unit == "natural_day"


def test_code_that_belongs_to_another_name_is_refused(tmp_path: Path, city: Edition) -> None:
    made.category(city)
    fates = imported(made.sheet(tmp_path, GOOD.replace("暴露生活垃圾", "路面积水")), city)
    assert "在本版是“暴露生活垃圾”" in fates.rows[0].reason


def test_name_that_has_another_code_is_refused(tmp_path: Path, city: Edition) -> None:
    made.category(city)
    fates = imported(made.sheet(tmp_path, GOOD.replace(",10,", ",11,")), city)
    assert "代码是 0110" in fates.rows[0].reason


def test_row_without_a_code_goes_to_the_category_of_its_name(tmp_path: Path, city: Edition) -> None:
    held = made.category(city)
    imported(made.sheet(tmp_path, GOOD.replace(",10,", ",,")), city)
    assert FilingStandard.objects.get().category == held


def test_same_condition_twice_with_other_facts_is_refused(tmp_path: Path, city: Edition) -> None:
    fates = imported(made.sheet(tmp_path, GOOD, GOOD, GOOD.replace("2工作时", "3工作日")), city)
    assert [one.fate for one in fates.rows] == [Fate.NEW, Fate.SAME, Fate.REFUSED]
    assert "与第 2 行" in fates.rows[2].reason


def test_limits_for_three_levels_make_three_standards_of_one_number(tmp_path: Path, city: Edition) -> None:
    heading = "类别,小类代码,小类名称,立案条件,结案条件,A类时限,B类时限,C类时限"
    path = made.sheet(tmp_path, "事件,0110,暴露生活垃圾,成堆,已清走,2工作时,4工作时,1工作日", heading=heading)
    assert len(imported(path, city).rows) == 1
    found = FilingStandard.objects.order_by("level").values_list("number", "level", "limit_value")
    assert list(found) == [("0110-1", "A", 2), ("0110-1", "B", 4), ("0110-1", "C", 1)]
    assert Category.objects.get().big_name == "未归类"


def test_level_column_is_read(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD + ",a 类", heading=made.HEADING + ",级别"), city)
    assert FilingStandard.objects.get().level == "A"


def test_row_without_a_condition_is_kept_as_unstated(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD.replace("成堆", "")), city)
    assert FilingStandard.objects.get().condition == "来源未写明立案条件（结案：已清走）"


def test_refused_rows_can_be_mended_and_handed_in_again(tmp_path: Path, city: Edition) -> None:
    fates = imported(made.sheet(tmp_path, GOOD.replace("2工作时", "2天")), city)
    rejects = tmp_path / "rejects.csv"
    assert fates.write_reject_file(rejects) == 1
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace(",2天", ",2工作日"), encoding="utf-8")
    assert imported(rejects, city).counts[Fate.NEW] == 1


def test_withdrawn_condition_comes_back_under_its_number(tmp_path: Path, city: Edition) -> None:
    path = made.sheet(tmp_path, GOOD)
    imported(path, city)
    withdraw_standard(capacity=made.manager, standard=FilingStandard.objects.get(), valid_to=made.LATER)
    assert imported(path, city, valid_from=made.LATER).counts[Fate.NEW] == 1
    assert set(FilingStandard.objects.values_list("number", flat=True)) == {"0110-1"}


@pytest.mark.parametrize("heading", ["类别,小类名称,立案条件", "小类名称,立案条件,处置时限"])
def test_sheet_that_lacks_columns_is_refused_as_a_whole(tmp_path: Path, city: Edition, heading: str) -> None:
    with pytest.raises(BadInput, match="缺少这些列"):
        imported(made.sheet(tmp_path, "a,b,c", heading=heading), city)


def test_import_needs_the_right(tmp_path: Path, city: Edition) -> None:
    with pytest.raises(Forbidden):
        imported(made.sheet(tmp_path, GOOD), city, capacity=made.reader)


@shared
def test_all_528_rows_of_the_shared_limits_go_in(city: Edition) -> None:
    assert imported(LIMITS, city).counts == {Fate.NEW: 528, Fate.CHANGED: 0, Fate.SAME: 0, Fate.REFUSED: 0}
    assert FilingStandard.objects.count() == 528
    assert FilingStandard.objects.get(limit_note="种植季节").limit_value == 15
    assert FilingStandard.objects.filter(category__name="私搭乱建", condition__startswith="来源未写明").count() == 3
    assert imported(LIMITS, city).counts[Fate.SAME] == 528


@shared
def test_shared_sheet_with_units_needs_a_decision_on_days(city: Edition) -> None:
    refused = imported(UNITS, city, is_dry_run=True)
    assert refused.counts == {Fate.NEW: 46, Fate.CHANGED: 0, Fate.SAME: 0, Fate.REFUSED: 473}
    assert imported(UNITS, city, reading=Reading.WORKING).counts[Fate.NEW] == 519
    assert FilingStandard.objects.exclude(default_unit_text="").count() == 519


@pytest.mark.parametrize(
    ("part", "longer", "words"),
    [
        ("暴露生活垃圾", "长" * 61, "最多 60 字，现有 61 字"),
        ("市容环境", "长" * 41, "最多 40 字"),
        ("成堆", "长" * 501, "最多 500 字"),
        ("已清走", "长" * 301, "最多 300 字"),
        ("2工作时", "2工作时,多余", "多出内容“多余”"),
    ],
)
def test_a_cell_that_does_not_fit_refuses_its_row_and_not_the_sheet(
    tmp_path: Path, city: Edition, part: str, longer: str, words: str
) -> None:
    other = "部件,1,公用设施,2,污水井盖,缺失,恢复,2紧急工作时"
    fates = imported(made.sheet(tmp_path, GOOD.replace(part, longer), other), city)
    assert [one.fate for one in fates.rows] == [Fate.REFUSED, Fate.NEW]
    assert words in fates.rows[0].reason


@pytest.mark.parametrize(("part", "longest"), [("暴露生活垃圾", 60), ("市容环境", 40), ("成堆", 500), ("已清走", 300)])
def test_a_cell_may_be_as_long_as_its_column(tmp_path: Path, city: Edition, part: str, longest: int) -> None:
    assert imported(made.sheet(tmp_path, GOOD.replace(part, "长" * longest)), city).counts[Fate.NEW] == 1


def test_a_long_note_beside_the_limit_is_cut(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD.replace("2工作时", "季" * 70 + "2工作时")), city)
    assert FilingStandard.objects.get().limit_note == "季" * 60


def test_a_sheet_without_rows_brings_nothing(tmp_path: Path, city: Edition) -> None:
    assert imported(made.sheet(tmp_path), city).rows == []


def test_an_empty_file_is_refused_in_words(tmp_path: Path, city: Edition) -> None:
    path = tmp_path / "standards.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(BadInput):
        imported(path, city)


def test_a_workbook_is_read_like_a_table(tmp_path: Path, city: Edition) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(made.HEADING.split(","))
    sheet.append(["事件", 1, "市容环境", 10, "暴露生活垃圾", "成堆", "已清走", "2工作时"])
    book.save(tmp_path / "standards.xlsx")
    imported(tmp_path / "standards.xlsx", city)
    assert FilingStandard.objects.get().number == "0110-1"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("已清走", "已清运"), "结案条件"),
        (("2工作时", "2自然日"), "时限"),
        (("2工作时", "雨季2工作时"), "时限说明"),
    ],
)
def test_a_changed_row_shows_what_was_and_what_would_be(
    tmp_path: Path, city: Edition, change: tuple[str, str], field: str
) -> None:
    imported(made.sheet(tmp_path, GOOD), city)
    [row] = imported(made.sheet(tmp_path, GOOD.replace(*change)), city, is_dry_run=True).rows
    assert row.fate is Fate.CHANGED
    assert {name for name in row.after if row.before[name] != row.after[name]} == {field}
    assert FilingStandard.objects.count() == 1


def test_a_change_on_the_first_day_leaves_a_version_of_no_day(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD), city)
    imported(made.sheet(tmp_path, GOOD.replace("2工作时", "4工作时")), city)
    old, new = FilingStandard.objects.order_by("pk")
    assert (old.valid_to, new.valid_from) == (made.FIRST, made.FIRST)
    assert find_standards(new.category, on=made.FIRST) == [new]


def test_a_later_version_is_not_begun_before_itself(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD), city, valid_from=made.LATER)
    imported(made.sheet(tmp_path, GOOD.replace("2工作时", "4工作时")), city, valid_from=made.FIRST)
    old, new = FilingStandard.objects.order_by("pk")
    assert (old.valid_from, old.valid_to, new.valid_from) == (made.LATER, made.LATER, made.LATER)


def test_new_categories_make_a_revision_and_known_ones_do_not(tmp_path: Path, city: Edition) -> None:
    revisions = []
    for row in (GOOD, GOOD.replace("2工作时", "4工作时"), GOOD.replace("10,暴露", "11,另一")):
        imported(made.sheet(tmp_path, row), city)
        city.refresh_from_db()
        revisions.append(city.revision)
    assert revisions[1] == revisions[0] < revisions[2]


def test_a_condition_keeps_its_number_when_rows_change_places(tmp_path: Path, city: Edition) -> None:
    other = GOOD.replace("成堆", "散落")
    imported(made.sheet(tmp_path, GOOD, other), city)
    imported(made.sheet(tmp_path, other, GOOD), city)
    assert dict(FilingStandard.objects.values_list("condition", "number")) == {"成堆": "0110-1", "散落": "0110-2"}


def test_part_and_event_of_one_name_are_two_categories(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD, GOOD.replace("事件", "部件")), city)
    assert sorted(Category.objects.values_list("kind", flat=True)) == ["event", "part"]


def test_the_source_of_the_call_stands_where_the_sheet_has_none(tmp_path: Path, city: Edition) -> None:
    imported(made.sheet(tmp_path, GOOD), city, source="某市2026")
    assert FilingStandard.objects.get().source == "某市2026"


@pytest.mark.parametrize(("word", "verified"), [("是", 1), ("verified", 1), ("否", 0), ("", 0)])
def test_only_a_plain_yes_counts_as_verified(tmp_path: Path, city: Edition, word: str, verified: int) -> None:
    imported(made.sheet(tmp_path, f"{GOOD},{word}", heading=f"{made.HEADING},已核对"), city)
    assert FilingStandard.objects.get().verified is bool(verified)


def test_a_sheet_costs_few_queries_whatever_its_length(
    tmp_path: Path, city: Edition, django_assert_max_num_queries: Any
) -> None:
    rows = [f"事件,1,市容环境,{at},小类{at},成堆,已清走,2工作时" for at in range(10, 90)]
    with django_assert_max_num_queries(12):
        imported(made.sheet(tmp_path, *rows), city)
    assert FilingStandard.objects.count() == 80
