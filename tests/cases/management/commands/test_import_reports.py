from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chengzhi.cases.models import Case, Channel
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
