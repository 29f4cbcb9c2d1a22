"""Divisions come in from the command line."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.grid.models import Division, DivisionChange
from chengzhi.grid.selectors import division

LINES = ("代码,名称,原代码", "330106,西湖区,", "330106001,北山街道,")


@pytest.fixture
def listed(db: None, tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def test_a_list_comes_in_with_its_day_and_edition(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_divisions", str(listed), "--on", "2024-01-01", "--edition", "2024")
    assert "已导入：新增 2，修改 0。" in capsys.readouterr().out
    assert division("330106001", date(2024, 1, 1)).edition == "2024"


def test_a_dry_run_tells_the_fates_and_writes_nothing(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_divisions", str(listed), "--dry-run")
    assert "新增" in capsys.readouterr().out
    assert not Division.objects.exists()


def test_a_change_of_codes_keeps_its_document_and_is_noted(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_divisions", str(listed), "--on", "2024-01-01")
    listed.write_text("代码,名称,原代码\n330106002,北山路街道,330106001", encoding="utf-8")
    call_command("import_divisions", str(listed), "--on", "2025-01-01", "--document", "民函〔2024〕1号")
    assert DivisionChange.objects.get().document == "民函〔2024〕1号"
    assert "注意：机构的辖区还写着旧代码" in capsys.readouterr().out


def test_refused_rows_go_into_a_file(listed: Path, tmp_path: Path) -> None:
    listed.write_text("\n".join([*LINES, "3301,杭州市,"]), encoding="utf-8")
    reject = tmp_path / "reject.csv"
    with pytest.raises(CommandError) as refusal:
        call_command("import_divisions", str(listed), "--good-only", "--reject", str(reject))
    assert refusal.value.returncode == 2
    with reject.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["code"], row["行号"]) == ("3301", "4")
    assert Division.objects.count() == 2


def test_a_long_edition_is_refused_in_words(listed: Path) -> None:
    with pytest.raises(CommandError, match="版本名最多 10 个字"):
        call_command("import_divisions", str(listed), "--edition", "x" * 11)


def test_a_column_can_be_named(listed: Path) -> None:
    listed.write_text("编号,名称\n330106,西湖区", encoding="utf-8")
    call_command("import_divisions", str(listed), "--map", "code=编号")
    assert Division.objects.get().name == "西湖区"


def test_a_missing_file_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("import_divisions", str(tmp_path / "none.csv"))
