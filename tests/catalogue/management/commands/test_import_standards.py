from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.catalogue.models import Edition, FilingStandard
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
GOOD = "事件,1,市容环境,10,暴露生活垃圾,成堆,已清走,2工作时"
VAGUE = "事件,1,市容环境,12,道路不洁,泥土,已清扫,2天"


def test_command_imports_into_a_new_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_standards", made.sheet(tmp_path, GOOD), edition="city")
    assert "新增 1" in capsys.readouterr().out
    assert FilingStandard.objects.get().category.edition.code == "city"


def test_dry_run_writes_no_standard(tmp_path: Path) -> None:
    call_command("import_standards", made.sheet(tmp_path, GOOD), edition="city", dry_run=True)
    assert not FilingStandard.objects.exists()


def test_refused_rows_are_told_and_written_and_the_command_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rejects = tmp_path / "rejects.csv"
    with pytest.raises(CommandError, match="有 1 行不能导入"):
        call_command("import_standards", made.sheet(tmp_path, GOOD, VAGUE), edition="city", reject_file=rejects)
    assert "第 3 行" in capsys.readouterr().err
    assert "道路不洁" in rejects.read_text(encoding="utf-8-sig")
    assert FilingStandard.objects.count() == 1


def test_meaning_of_days_can_be_given(tmp_path: Path) -> None:
    call_command("import_standards", made.sheet(tmp_path, VAGUE), edition="city", days="working")
    assert FilingStandard.objects.get().limit_unit == "working_day"


def test_unreadable_sheet_fails_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="缺少这些列"):
        call_command("import_standards", made.sheet(tmp_path, "1,2", heading="甲,乙"), edition="city")


def test_starter_is_loaded_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_starter_catalogue")
    assert "起步目录" in capsys.readouterr().out
    assert Edition.objects.count() == 2


def test_a_dry_run_does_not_even_open_the_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_standards", made.sheet(tmp_path, GOOD), edition="city", dry_run=True)
    assert "新增 1" in capsys.readouterr().out
    assert not Edition.objects.exists()


def test_an_unreadable_sheet_leaves_no_edition(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_standards", made.sheet(tmp_path, "1,2", heading="甲,乙"), edition="city")
    assert not Edition.objects.exists()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_standards", tmp_path / "none.csv", edition="city")
    assert not Edition.objects.exists()


def test_a_new_edition_has_its_name_and_day_and_waits(tmp_path: Path) -> None:
    path = made.sheet(tmp_path, GOOD)
    call_command("import_standards", path, edition="city", edition_name="本市", valid_from=made.LATER)
    edition = Edition.objects.get()
    assert (edition.name, edition.valid_from, edition.is_adopted) == ("本市", made.LATER, False)
    assert FilingStandard.objects.get().valid_from == made.LATER


def test_a_known_edition_is_filled_and_not_renamed(tmp_path: Path) -> None:
    made.edition("city")
    call_command("import_standards", made.sheet(tmp_path, GOOD), edition="city", edition_name="别名")
    assert Edition.objects.get().name == "本市分类"


def test_the_source_is_the_name_of_the_file(tmp_path: Path) -> None:
    call_command("import_standards", made.sheet(tmp_path, GOOD), edition="city")
    assert FilingStandard.objects.get().source == "standards.csv"


def test_twenty_refused_rows_at_most_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="有 25 行不能导入"):
        call_command("import_standards", made.sheet(tmp_path, *[VAGUE] * 25), edition="city")
    assert capsys.readouterr().err.count("第 ") >= 20
    assert not FilingStandard.objects.exists()
