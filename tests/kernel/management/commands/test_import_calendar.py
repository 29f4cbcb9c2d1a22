"""The command that imports the announced holidays of a year from a file."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel.models import CalendarYear

pytestmark = pytest.mark.django_db

# An invented notice for 2027: New Year with the last Saturday of 2026 worked, and a National Day week.
NOTICE = {
    date(2026, 12, 26): ("1", "元旦"),
    **{date(2027, 1, 1) + timedelta(days=n): ("0", "元旦") for n in range(3)},
    **{date(2027, 10, 1) + timedelta(days=n): ("0", "国庆节") for n in range(7)},
    date(2027, 10, 9): ("1", "国庆节"),
}


@pytest.fixture
def notice_file(tmp_path: Path) -> Path:
    path = tmp_path / "2027.csv"
    lines = [f"{day},{works},{name}" for day, (works, name) in NOTICE.items()]
    path.write_text("\n".join(["date,is_workday,holiday_name", *lines]), encoding="utf-8")
    return path


def test_imports_a_file(notice_file: Path) -> None:
    out = StringIO()
    call_command("import_calendar", notice_file, source="国办发明电", stdout=out)
    assert "新增 12" in out.getvalue()
    assert "2027 年" in out.getvalue()
    assert CalendarYear.objects.get().source == "国办发明电"


def test_tries_without_writing(notice_file: Path) -> None:
    call_command("import_calendar", notice_file, dry_run=True, stdout=StringIO())
    assert not CalendarYear.objects.exists()


def test_says_which_rows_are_wrong(notice_file: Path, tmp_path: Path) -> None:
    with notice_file.open("a", encoding="utf-8") as file:
        file.write("\n坏,1,\n")
    err, rejects = StringIO(), tmp_path / "rejects.csv"
    with pytest.raises(CommandError, match="不能导入"):
        call_command("import_calendar", notice_file, rejects=rejects, stdout=StringIO(), stderr=err)
    assert "第 14 行" in err.getvalue()
    assert "日期读不出来" in rejects.read_text(encoding="utf-8-sig")


def test_refuses_a_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_calendar", tmp_path / "none.csv", stdout=StringIO())
