from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chengzhi.cases.models import Case, Channel, ImportMapping, Report
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> City:
    Channel.objects.create(code="import", name="批量导入", kind="import", is_public=True)
    return make_city()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "诉求.csv"
    path.write_text("编号,内容,小类\n1,垃圾没人清,暴露垃圾\n2,天气真好,\n", encoding="utf-8")
    return path


def run(*words: object) -> str:
    out = StringIO()
    call_command("import_reports", *map(str, words), verbosity=0, stdout=out)
    return out.getvalue()


def test_every_row_is_in_or_in_the_file_of_refused_rows(file: Path) -> None:
    assert "共 2 行：新增 1，已有 0，不能导入 1。" in run(file)
    assert "认不出小类" in file.with_name("诉求.csv.rejects.csv").read_text(encoding="utf-8-sig")
    assert "新增 0，已有 1" in run(file)


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert "新增 1" in run(file, "--dry-run")
    assert not Case.objects.exists()


def test_a_column_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n垃圾没人清,1\n", encoding="utf-8")
    assert "新增 1" in run(path, "--map", "words=甲", "--category", "暴露垃圾")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere.csv"], "没有找到文件"), (["FILE", "--mapping", "无"], "没有“无”这个导入方案"),
        (["FILE", "--category", "无"], "目录里没有“无”"), (["FILE", "--map", "mood=内容"], "没有“mood”这个字段"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(file: Path, words: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*(file if one == "FILE" else one for one in words))


def test_a_saved_mapping_is_used_by_name(tmp_path: Path) -> None:
    ImportMapping.objects.create(name="信箱", columns={"words": "正文", "ref": "号"}, fallback="暴露垃圾")
    path = tmp_path / "x.csv"
    path.write_text("号,正文\n7,听不清\n", encoding="utf-8")
    assert "新增 1" in run(path, "--mapping", "信箱")
    assert Report.objects.get().external_ref == "7"


def test_refused_rows_go_where_one_wants_them(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "另存.csv"
    assert f"不能导入的行在 {target}" in run(file, "--rejects", target)
    assert target.exists()
    assert not file.with_name("诉求.csv.rejects.csv").exists()


def test_a_channel_and_a_datum_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("内容,小类,经度,纬度\n垃圾没人清,暴露垃圾,120.89,32.01\n", encoding="utf-8")
    run(path, "--channel", "hotline", "--datum", "gcj02")
    case = Case.objects.get()
    assert (case.channel.code, case.datum) == ("hotline", "gcj02")


@pytest.mark.parametrize(
    ("content", "words", "reason"),
    [
        ("甲,乙\n1,2\n", [], "认不出哪一列是诉求内容"),
        ("内容\n垃圾\n", ["--channel", "pigeon"], "没有“pigeon”这个渠道"),
        ("内容,小类\n垃圾,暴露垃圾\n", ["--map", "words=正文"], "文件里没有“正文”这一列"),
        ("内容,小类,经度,纬度\n垃圾,暴露垃圾,120.89,32.01\n", ["--datum", "mars"], "没有“mars”这种坐标系"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(
    tmp_path: Path, content: str, words: list[str], reason: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=reason):
        run(path, *words)
    assert not Case.objects.exists()
