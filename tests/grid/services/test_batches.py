from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.enums import ImportKind
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, CellVersion, ImportBatch, Part, PartChange
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import locate
from chengzhi.grid.services import (
    Drawing,
    PartFacts,
    assign_duty,
    change_cell_boundary,
    correct_part,
    import_cells,
    import_parts,
    references,
    register_cell_counter,
    withdraw_batch,
)
from chengzhi.grid.services.batches import new_batch, refuse_bad_rows
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.tabular import DryRun, Fate, RowFate
from tests.factories.grid import COMMUNITY, alice, middle, square
from tests.factories.layers import write_features

DAY = date(2024, 3, 1)
NEW = f"{COMMUNITY}005"
LAMP = "3206130137000001"


@pytest.fixture
def batch(cells: list[Cell], tmp_path: Path) -> ImportBatch:
    """A file that redraws the first cell and brings a fifth."""
    features = [({"code": cells[0].code, "grade": "A"}, square(0, 1, high=2)), ({"code": NEW}, square(5, 5))]
    path = write_features(tmp_path / "cells.geojson", features)
    return import_cells(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=DAY)


def parts(folder: Path, *features: tuple[dict[str, Any], tuple[float, float]]) -> ImportBatch:
    points = [(facts, {"type": "Point", "coordinates": list(at)}) for facts, at in features]
    path = write_features(folder / "parts.geojson", points)
    return import_parts(capacity=SYSTEM, path=path, options=LayerOptions(), effective_on=DAY)


def test_a_withdrawn_batch_leaves_no_trace_in_the_register(batch: ImportBatch, cells: list[Cell]) -> None:
    done = withdraw_batch(capacity=alice(), batch_id=batch.pk)
    assert done.withdrawn_at
    assert done.withdrawn_by.startswith("alice")
    assert not Cell.objects.filter(code=NEW).exists()
    version = CellVersion.objects.get(cell=cells[0])
    assert (version.valid_to, version.boundary) == (None, square(0, 1))
    cells[0].refresh_from_db()
    assert (cells[0].grade, cells[0].boundary) == ("B", square(0, 1))
    assert locate(*middle(5, 5)) is None


def test_a_batch_goes_out_once(batch: ImportBatch) -> None:
    withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)
    with pytest.raises(BadInput, match="已经撤回"):
        withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)
    with pytest.raises(NotFound):
        withdraw_batch(capacity=SYSTEM, batch_id=0)


def test_a_cell_in_use_keeps_the_batch_in(batch: ImportBatch) -> None:
    assign_duty(capacity=SYSTEM, cell_code=NEW, kind="cadre", name="某", effective_on=DAY)
    with pytest.raises(BadInput, match="网格责任人"):
        withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)
    assert CellVersion.objects.filter(batch=batch).count() == 2


def test_a_room_above_that_refers_to_a_new_cell_keeps_the_batch_in(
    batch: ImportBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "_counters", [])
    register_cell_counter("案卷", lambda codes: len([code for code in codes if code == NEW]))
    register_cell_counter("哨单", lambda _codes: 0)
    with pytest.raises(BadInput, match="案卷 1）"):
        withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)
    assert Cell.objects.filter(code=NEW).exists()


def test_a_later_change_keeps_the_batch_in(batch: ImportBatch, cells: list[Cell]) -> None:
    change_cell_boundary(
        capacity=SYSTEM, code=cells[0].code, drawing=Drawing(grade="C"), effective_on=DAY + timedelta(days=1)
    )
    with pytest.raises(BadInput, match="又调整过"):
        withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)


def test_withdrawing_needs_the_right_over_every_cell(batch: ImportBatch, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        withdraw_batch(capacity=alice(NEW), batch_id=batch.pk)
    found = parts(tmp_path, ({"ObjID": LAMP, "name": "路灯"}, middle(1, 1)))
    with pytest.raises(Forbidden):
        withdraw_batch(capacity=alice(grants={Permission.MANAGE_CELLS: Scope.CITY}), batch_id=found.pk)


def test_new_parts_go_out_and_changed_ones_are_as_before(cells: list[Cell], tmp_path: Path) -> None:
    parts(tmp_path, ({"ObjID": LAMP, "name": "路灯", "note": "旧"}, middle(0, 1)))
    second = parts(
        tmp_path,
        ({"ObjID": LAMP, "name": "景观灯", "note": "新"}, middle(1, 1)),
        ({"ObjID": "3206130137000002", "name": "路灯"}, middle(0, 0)),
    )
    withdraw_batch(capacity=alice(), batch_id=second.pk)
    part = Part.objects.get()
    assert (part.name, part.note, part.cell) == ("路灯", "旧", cells[0])
    assert part.point == pytest.approx(middle(0, 1))
    assert PartChange.objects.count() == 1


def test_a_part_changed_by_hand_keeps_the_batch_in(cells: list[Cell], tmp_path: Path) -> None:
    batch = parts(tmp_path, ({"ObjID": LAMP, "name": "路灯"}, middle(0, 1)))
    correct_part(capacity=SYSTEM, code=LAMP, facts=PartFacts(note="亲见"), reason="")
    with pytest.raises(BadInput, match="又改动过"):
        withdraw_batch(capacity=SYSTEM, batch_id=batch.pk)
    assert Part.objects.count() == 1


def refused(count: int) -> DryRun:
    return DryRun([RowFate(at, Fate.REFUSED, f"k{at}", {"code": "坏"}) for at in range(1, count + 1)])


@pytest.mark.parametrize(("count", "named"), [(1, 1), (20, 20), (21, 20), (500, 20)])
def test_the_first_bad_rows_are_named_and_all_are_counted(count: int, named: int) -> None:
    with pytest.raises(BadInput) as caught:
        refuse_bad_rows(refused(count), good_only=False)
    assert f"有 {count} 个要素不能导入" in caught.value.errors[""][0]
    assert len(caught.value.errors["rows"]) == named
    assert caught.value.errors["rows"][0] == "第 1 个要素 k1：code：坏"


@pytest.mark.parametrize(("count", "good_only"), [(0, 0), (0, 1), (9, 1)])
def test_where_nothing_bars_the_rows_go_in(count: int, good_only: int) -> None:
    refuse_bad_rows(refused(count), good_only=bool(good_only))


def test_a_batch_remembers_what_it_left_out(db: None) -> None:
    batch = new_batch(
        kind=ImportKind.CELLS,
        filename="名" * 300,
        sha256="0" * 64,
        options=LayerOptions(),
        effective_on=DAY,
        run=refused(3),
        capacity=alice(),
    )
    assert (len(batch.filename), batch.counts["refused"], len(batch.refused)) == (200, 3, 3)
    assert batch.recorded_by == "alice（数据管理员）"


def test_a_batch_is_withdrawn_once(batch: ImportBatch) -> None:
    withdrawn = withdraw_batch(capacity=alice(), batch_id=batch.pk)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_at is None) == ("alice（数据管理员）", False)
    with pytest.raises(BadInput, match="已经撤回过"):
        withdraw_batch(capacity=alice(), batch_id=batch.pk)
