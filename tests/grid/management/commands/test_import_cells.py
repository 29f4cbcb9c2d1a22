"""Cells come in from the command line."""

from pathlib import Path

import pytest
from django.core.management import call_command

from chengzhi.grid.models import Cell, ImportBatch
from tests.factories.grid import COMMUNITY, square
from tests.factories.layers import write_features

NEW = f"{COMMUNITY}005"


@pytest.fixture
def good(cells: list[Cell], tmp_path: Path) -> Path:
    return write_features(tmp_path / "cells.geojson", [({"code": NEW}, square(5, 5))])


def test_cells_come_in_and_the_fates_are_told(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_cells", str(good), "--on", "2024-03-01")
    told = capsys.readouterr().out
    assert "新增" in told
    assert f"批次 {ImportBatch.objects.get().pk}" in told
    assert Cell.objects.get(code=NEW).valid_from.isoformat() == "2024-03-01"


def test_gaps_are_noted(cells: list[Cell], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ring = [(2, 2), (3, 2), (4, 2), (2, 3), (4, 3), (2, 4), (3, 4), (4, 4)]
    features = [({"code": f"{COMMUNITY}{at:03}"}, square(*corner)) for at, corner in enumerate(ring, start=5)]
    call_command("import_cells", str(write_features(tmp_path / "a.geojson", features)))
    assert "注意" in capsys.readouterr().out
