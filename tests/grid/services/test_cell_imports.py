from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, CellVersion
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import locate
from chengzhi.grid.services import CellPlan, check_cells, import_cells
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import OutboxEvent
from tests.factories.grid import COMMUNITY, SOUTH, STEP, WEST, alice, middle, polygon, square
from tests.factories.layers import write_features

DAY = date(2024, 3, 1)
KNOT = polygon((WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP))
Features = list[tuple[dict[str, Any], Any]]


def cell(number: int, geometry: Any, **facts: Any) -> tuple[dict[str, Any], Any]:
    return {"网格编码": f"{COMMUNITY}{number:03}", **facts}, geometry


def plan(path: Path, **given: Any) -> CellPlan:
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return check_cells(path=path, **facts)


def planned(folder: Path, features: Features, **given: Any) -> CellPlan:
    return plan(write_features(folder / "cells.geojson", features), **given)


def run(path: Path, **given: Any) -> Any:
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return import_cells(path=path, **facts)


def fates(found: CellPlan) -> list[str]:
    return [row.fate.value for row in found.rows]


def reasons(found: CellPlan) -> list[str]:
    return [row.reason for row in found.dry_run.rows]


GOOD: Features = [
    cell(1, square(0, 1), 网格名称="第1网格"),
    cell(2, square(1, 1), 区域类别="A类", 用地性质="商业用地"),
    cell(5, square(2, 1), 网格名称="新网格"),
]


def test_an_import_writes_versions_and_the_index_follows(cells: list[Cell], tmp_path: Path) -> None:
    batch = run(write_features(tmp_path / "cells.geojson", GOOD), document="城网格〔2024〕3号", capacity=alice())
    assert batch.counts == {"new": 1, "changed": 1, "same": 1, "refused": 0}
    cells[1].refresh_from_db()
    assert (cells[1].grade, cells[1].land_use, cells[1].name) == ("A", "commercial", "第2网格")
    assert [one.valid_to for one in cells[1].versions.order_by("valid_from")] == [DAY, None]
    found = locate(*middle(2, 1))
    assert found
    assert found.name == "新网格"
    assert batch.cell_versions.get(cell__code=f"{COMMUNITY}005").document == "城网格〔2024〕3号"
    assert OutboxEvent.objects.filter(name="grid.cell_changed").count() == 2


def test_a_second_run_finds_everything_the_same(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "cells.geojson", GOOD)
    run(path)
    again = run(path, effective_on=DAY + timedelta(days=1))
    assert again.counts == {"new": 0, "changed": 0, "same": 3, "refused": 0}
    assert CellVersion.objects.count() == 6


def test_an_import_for_a_coming_day_waits(cells: list[Cell], tmp_path: Path) -> None:
    run(write_features(tmp_path / "a.geojson", [cell(1, square(0, 1), 区域类别="A")]), effective_on=date(2099, 1, 1))
    cells[0].refresh_from_db()
    assert cells[0].grade == "B"
    assert cells[0].versions.count() == 2


def test_a_bad_feature_stops_the_whole_file(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "cells.geojson", [cell(5, square(5, 5)), cell(6, KNOT)])
    with pytest.raises(BadInput) as caught:
        run(path)
    assert "什么都没有写入" in caught.value.errors[""][0]
    assert f"{COMMUNITY}006" in caught.value.errors["rows"][0]
    assert not Cell.objects.filter(code=f"{COMMUNITY}005").exists()


def test_the_good_features_may_go_in_alone(cells: list[Cell], tmp_path: Path) -> None:
    batch = run(write_features(tmp_path / "cells.geojson", [cell(5, square(5, 5)), cell(6, KNOT)]), good_only=True)
    assert batch.counts["new"] == batch.counts["refused"] == 1
    assert batch.refused[0]["key"] == f"{COMMUNITY}006"
    assert "自相交" in batch.refused[0]["reason"]
    assert Cell.objects.filter(code=f"{COMMUNITY}005").exists()


def test_only_cells_of_the_territory_may_come_in(cells: list[Cell], tmp_path: Path) -> None:
    found = planned(tmp_path, [cell(5, square(5, 5))], capacity=alice("320613007"))
    assert "管理范围" in reasons(found)[0]
    with pytest.raises(Forbidden):
        planned(tmp_path, GOOD, capacity=alice(grants={Permission.READ: Scope.CITY}))
    with pytest.raises(Forbidden):
        run(tmp_path / "cells.geojson", capacity=alice(grants={}))
