import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.management.commands._importing import ImportCommand, told
from chengzhi.grid.models import Cell, ImportBatch
from chengzhi.kernel import clock
from tests.factories.grid import COMMUNITY, square
from tests.factories.layers import write_features

NEW = f"{COMMUNITY}005"


@pytest.fixture
def good(cells: list[Cell], tmp_path: Path) -> Path:
    return write_features(tmp_path / "cells.geojson", [({"code": NEW}, square(5, 5))])


@pytest.fixture
def mixed(cells: list[Cell], tmp_path: Path) -> Path:
    return write_features(
        tmp_path / "cells.geojson", [({"code": NEW}, square(5, 5)), ({"code": "[bold]1"}, square(7, 7))]
    )


def refusal(*args: Any, **given: Any) -> CommandError:
    with pytest.raises(CommandError) as caught:
        call_command(*args, **given)
    return caught.value


def test_a_dry_run_writes_nothing(good: Path) -> None:
    call_command("import_cells", str(good), "--dry-run")
    assert not ImportBatch.objects.exists()


def test_refused_features_stop_the_import(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal("import_cells", str(mixed)).returncode == 1
    assert "[bold]1" in capsys.readouterr().out
    assert not Cell.objects.filter(code=NEW).exists()


def test_the_good_ones_go_in_and_the_others_into_a_file(mixed: Path, tmp_path: Path) -> None:
    reject = tmp_path / "reject.csv"
    assert refusal("import_cells", str(mixed), "--good-only", "--reject", str(reject)).returncode == 2
    assert Cell.objects.filter(code=NEW).exists()
    with reject.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert "15 位" in row["原因"]


@pytest.mark.parametrize("pair", ["code", "=x", "code=", ""])
def test_a_mapping_needs_a_field_and_a_column(good: Path, pair: str) -> None:
    assert "--map" in str(refusal("import_cells", str(good), "--map", pair))


def test_a_missing_or_broken_file_is_told(db: None, tmp_path: Path) -> None:
    assert "没有这个文件" in str(refusal("import_cells", str(tmp_path / "none.gpkg")))
    (tmp_path / "bad.gpkg").write_bytes(b"no map")
    assert "GeoPackage" in str(refusal("import_parts", str(tmp_path / "bad.gpkg")))


@pytest.mark.parametrize("wrong", [["--datum", "mars"], ["--on", "never"]])
def test_wrong_arguments_are_refused(good: Path, wrong: list[str]) -> None:
    refusal("import_cells", str(good), *wrong)


def test_the_sentence_names_the_batch() -> None:
    assert told(ImportBatch(pk=7)) == "已导入，批次 7。"


@pytest.mark.parametrize("method", ["planned", "written"])
def test_an_import_of_no_kind_cannot_run(method: str, tmp_path: Path) -> None:
    arguments: dict[str, Any] = {"on_row": len} if method == "planned" else {"good_only": True}
    with pytest.raises(NotImplementedError):
        getattr(ImportCommand(), method)(tmp_path, LayerOptions(), date(2024, 1, 1), **arguments)


def test_without_a_day_an_import_holds_from_today(good: Path) -> None:
    call_command("import_cells", str(good))
    assert Cell.objects.get(code=NEW).valid_from == clock.now().date()


def test_a_file_of_a_shifted_datum_is_told_by_its_option(good: Path) -> None:
    call_command("import_cells", str(good), "--datum", "gcj02")
    west = Cell.objects.get(code=NEW).boundary["coordinates"][0][0][0]
    assert abs(west - 120.865) > 0.001
