"""Parts come in from map files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from chengzhi.grid import codes
from chengzhi.grid.enums import ImportKind, PartChangeKind
from chengzhi.grid.events import PartChanged
from chengzhi.grid.layers import LayerOptions, read_layer
from chengzhi.grid.models import ImportBatch, Part, PartChange
from chengzhi.grid.permissions import Permission, demand_any
from chengzhi.grid.services.batches import new_batch, refuse_bad_rows
from chengzhi.grid.services.part_plans import PartPlan, PartRow, plan_parts
from chengzhi.grid.services.records import record_all, signature, take_no_notice
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.tabular import Fate

CHUNK = 2_000


def check_parts(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    on_row: Callable[[], None] = take_no_notice,
) -> PartPlan:
    """Return what an import would do with every feature; nothing is written. Raises Forbidden and BadInput."""
    demand_any(capacity, Permission.MANAGE_PARTS)
    layer = read_layer(path, options)
    return plan_parts(layer, capacity=capacity, effective_on=effective_on, mapping=dict(options.mapping), on_row=on_row)


@transaction.atomic
def import_parts(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    filename: str = "",
    good_only: bool = False,
    on_row: Callable[[], None] = take_no_notice,
) -> ImportBatch:
    """The parts of a file are in the register: all of them, or with ``good_only`` those without fault.

    What the file leaves out of a known part stays as it is. A second run of the same file finds every part the same.
    """
    demand_any(capacity, Permission.MANAGE_PARTS)
    layer = read_layer(path, options)
    plan = plan_parts(layer, capacity=capacity, effective_on=effective_on, mapping=dict(options.mapping), on_row=on_row)
    refuse_bad_rows(plan.dry_run, good_only=good_only)
    batch = new_batch(
        kind=ImportKind.PARTS,
        filename=filename or path.name,
        sha256=layer.sha256,
        options=options,
        effective_on=effective_on,
        run=plan.dry_run,
        capacity=capacity,
    )
    _write(plan, batch, signature(capacity))
    return batch


def _write(plan: PartPlan, batch: ImportBatch, who: dict[str, Any]) -> None:
    """Write what is new or changed, each with its row of change."""
    fresh = [row for row in plan.rows if row.fate is Fate.NEW]
    made = Part.objects.bulk_create((_part(row, batch) for row in fresh), batch_size=CHUNK)
    changes = [
        PartChange(part=part, kind=PartChangeKind.REGISTERED, after=_told(row.values), batch=batch, **who)
        for part, row in zip(made, fresh, strict=True)
    ]
    pairs = [(row, plan.standing[row.code]) for row in plan.rows if row.fate is Fate.CHANGED]
    changes += [_apply(row, part, batch, who) for row, part in pairs]
    altered = [part for _row, part in pairs]
    Part.objects.bulk_update(altered, [*_CHANGEABLE, "changed_on"], batch_size=CHUNK)
    PartChange.objects.bulk_create(changes, batch_size=CHUNK)
    record_all(PartChanged(part_id=one.part_id, code=one.part.code, kind=one.kind) for one in changes)


_CHANGEABLE = (
    "name",
    "competent_name",
    "owner_name",
    "maintainer_name",
    "source",
    "note",
    "state",
    "lon",
    "lat",
    "cell_id",
)


def _part(row: PartRow, batch: ImportBatch) -> Part:
    return Part(
        code=row.code,
        category_code=codes.part_category(row.code),
        changed_on=batch.effective_on,
        batch=batch,
        **row.values,
    )


def _apply(row: PartRow, part: Part, batch: ImportBatch, who: dict[str, Any]) -> PartChange:
    """Let the part say what the file says, and return the row that tells what it said before."""
    differing = {name: value for name, value in row.values.items() if getattr(part, name) != value}
    before = {name: getattr(part, name) for name in differing}
    for name, value in differing.items():
        setattr(part, name, value)
    part.changed_on = now().date()
    kind = PartChangeKind.MOVED if {"lon", "lat"} & differing.keys() else PartChangeKind.CORRECTED
    return PartChange(part=part, kind=kind, before=before, after=_told(differing), batch=batch, **who)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
