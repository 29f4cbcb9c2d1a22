"""Cells come in from map files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from chengzhi.grid.enums import ImportKind
from chengzhi.grid.events import CellChanged
from chengzhi.grid.geometry import area_m2, to_geojson
from chengzhi.grid.layers import LayerOptions, read_layer
from chengzhi.grid.models import Cell, CellVersion, ImportBatch
from chengzhi.grid.permissions import Permission, demand_any
from chengzhi.grid.services.batches import new_batch, refuse_bad_rows
from chengzhi.grid.services.cell_plans import CellPlan, CellRow, complete_facts, plan_cells
from chengzhi.grid.services.cells import checked_document
from chengzhi.grid.services.records import hold_register, mark_revision, record_all, signature, take_no_notice
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.tabular import Fate


def check_cells(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    on_row: Callable[[], None] = take_no_notice,
) -> CellPlan:
    """Return what an import would do with every feature; nothing is written. Raises Forbidden and BadInput."""
    demand_any(capacity, Permission.MANAGE_CELLS)
    layer = read_layer(path, options)
    return plan_cells(layer, capacity=capacity, effective_on=effective_on, mapping=dict(options.mapping), on_row=on_row)


@transaction.atomic
def import_cells(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    filename: str = "",
    document: str = "",
    good_only: bool = False,
    on_row: Callable[[], None] = take_no_notice,
) -> ImportBatch:
    """The cells of a file are in the register from a day on: all of them, or with ``good_only`` those without fault.

    A second run of the same file finds every cell the same. Raises Forbidden and BadInput.
    """
    demand_any(capacity, Permission.MANAGE_CELLS)
    hold_register()
    layer = read_layer(path, options)
    plan = plan_cells(layer, capacity=capacity, effective_on=effective_on, mapping=dict(options.mapping), on_row=on_row)
    refuse_bad_rows(plan.dry_run, good_only=good_only)
    batch = new_batch(
        kind=ImportKind.CELLS,
        filename=filename or path.name,
        sha256=layer.sha256,
        options=options,
        effective_on=effective_on,
        run=plan.dry_run,
        capacity=capacity,
    )
    _write(plan, batch, document, capacity)
    return batch


def _write(plan: CellPlan, batch: ImportBatch, document: str, capacity: Capacity) -> None:
    """Write versions of what is new or changed, and let the cells say it if the day has come."""
    fresh = [row for row in plan.rows if row.fate is Fate.NEW]
    written = {Fate.NEW, Fate.CHANGED}
    facts = {row.code: _facts(row, plan.standing.get(row.code)) for row in plan.rows if row.fate in written}
    made = Cell.objects.bulk_create(
        Cell(
            code=row.code,
            community=plan.communities[row.code[:12]],
            valid_from=batch.effective_on,
            **facts[row.code],
        )
        for row in fresh
    )
    changed = [plan.standing[row.code] for row in plan.rows if row.fate is Fate.CHANGED]
    CellVersion.objects.filter(cell__in=changed, valid_to__isnull=True).update(valid_to=batch.effective_on)
    common = {
        "valid_from": batch.effective_on,
        "document": checked_document(document),
        "batch": batch,
        **signature(capacity),
    }
    touched = [*made, *changed]
    CellVersion.objects.bulk_create(CellVersion(cell=cell, **facts[cell.code], **common) for cell in touched)
    if batch.effective_on <= now().date():
        _bring_up(changed, facts)
    if touched:
        mark_revision()
    day = batch.effective_on.isoformat()
    record_all(CellChanged(cell_id=cell.pk, code=cell.code, on=day) for cell in touched)


def _facts(row: CellRow, cell: Cell | None) -> dict[str, Any]:
    facts = complete_facts(row, cell)
    return {**facts, "boundary": to_geojson(row.shape), "area_m2": round(area_m2(row.shape), 1)}


def _bring_up(changed: list[Cell], facts: dict[str, dict[str, Any]]) -> None:
    for cell in changed:
        for name, value in facts[cell.code].items():
            setattr(cell, name, value)
    Cell.objects.bulk_update(changed, ["name", "grade", "land_use", "boundary", "area_m2"], batch_size=500)
