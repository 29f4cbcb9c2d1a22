from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, Part
from chengzhi.grid.services import PartPlan, check_parts, import_parts
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import OutboxEvent
from tests.factories.grid import alice, middle
from tests.factories.layers import FORMATS, in_datum, write_features, write_layer

DAY = date(2024, 3, 1)


def point(column: float, row: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(at, 6) for at in middle(column, row)]}


def lamp(serial: int, geometry: Any, **facts: Any) -> tuple[dict[str, Any], Any]:
    return {"ObjID": f"3206130137{serial:06}", "ObjName": "路灯", **facts}, geometry


def run(path: Path, **given: Any) -> Any:
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return import_parts(path=path, **facts)


def planned(folder: Path, *features: Any, **given: Any) -> PartPlan:
    path = write_features(folder / "parts.geojson", features)
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return check_parts(path=path, **facts)


def reason(found: PartPlan, at: int = 0) -> str:
    return found.dry_run.rows[at].reason


def test_parts_come_in_with_cell_date_and_history(cells: list[Cell], tmp_path: Path) -> None:
    first = lamp(1, point(0, 1), ObjState="破损", ORDate="20200105", DeptName2="照明处", Note="歪")
    batch = run(write_features(tmp_path / "a.geojson", [first, lamp(2, point(1, 1))]), capacity=alice())
    part = Part.objects.get(code="3206130137000001")
    assert (part.cell, part.state, part.owner_name, part.note) == (cells[0], "damaged", "照明处", "歪")
    assert (part.valid_from, part.changed_on, part.batch) == (date(2020, 1, 5), DAY, batch)
    assert part.changes.get().kind == "registered"
    assert batch.counts == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    assert OutboxEvent.objects.filter(name="grid.part_changed").count() == 2


def test_a_second_run_changes_only_what_differs(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(
        tmp_path / "a.geojson", [lamp(1, point(0, 1), Note="旧"), lamp(2, point(1, 1)), lamp(3, point(0, 0))]
    )
    run(path)
    assert run(path).counts == {"new": 0, "changed": 0, "same": 3, "refused": 0}
    write_features(path, [lamp(1, point(1, 0)), lamp(2, point(1, 1), Note="新"), lamp(3, point(0, 0))])
    assert run(path).counts == {"new": 0, "changed": 2, "same": 1, "refused": 0}
    moved, corrected = Part.objects.order_by("code")[:2]
    assert (moved.cell, moved.note, corrected.note) == (cells[3], "旧", "新")
    assert moved.changes.get(kind="moved").before["cell_id"] == cells[0].pk
    assert corrected.changes.get(kind="corrected").after == {"note": "新"}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("datum", [Datum.WGS84, Datum.GCJ02, Datum.BD09])
def test_every_format_and_datum_leads_to_the_same_place(
    cells: list[Cell], tmp_path: Path, suffix: str, datum: Datum
) -> None:
    columns = {"ObjID": ["3206130137000001", "3206130137000002"], "ObjName": ["路灯", "路灯"]}
    path = write_layer(tmp_path / f"parts.{suffix}", in_datum([point(0, 1), point(1, 0)], datum), columns)
    run(path, options=LayerOptions(datum=datum))
    assert list(Part.objects.order_by("code").values_list("cell__code", flat=True)) == [cells[0].code, cells[3].code]
    assert Part.objects.order_by("code")[0].point == pytest.approx(middle(0, 1), abs=2e-6)


def test_only_parts_of_the_territory_may_come_in(cells: list[Cell], tmp_path: Path) -> None:
    assert "管理范围" in reason(planned(tmp_path, lamp(1, point(0, 1)), capacity=alice("320613007")))
    with pytest.raises(Forbidden):
        planned(tmp_path, lamp(1, point(0, 1)), capacity=alice(grants={}))
    with pytest.raises(Forbidden):
        run(tmp_path / "parts.geojson", capacity=alice(grants={}))


def test_bad_features_stop_the_file_unless_the_good_may_go_alone(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [lamp(1, point(0, 1)), lamp(2, None)])
    with pytest.raises(BadInput, match="什么都没有写入"):
        run(path)
    assert Part.objects.count() == 0
    assert run(path, good_only=True).counts["new"] == 1
    assert Part.objects.count() == 1
