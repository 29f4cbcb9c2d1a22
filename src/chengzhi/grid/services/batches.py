"""Batches: what came in with one file, and how it goes out again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from chengzhi.grid.enums import ImportKind
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import CellVersion, ImportBatch, Part, PartChange
from chengzhi.grid.permissions import Permission, demand
from chengzhi.grid.services.records import hold_register, mark_revision, signature
from chengzhi.grid.services.references import uses_of_cells
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clock import now
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.tabular import DryRun
from chengzhi.kernel.wording import listed

MOST_REFUSED = 5_000
MOST_NAMED = 20
FACTS = ("name", "boundary", "area_m2", "grade", "land_use")


def new_batch(
    *,
    kind: ImportKind,
    filename: str,
    sha256: str,
    options: LayerOptions,
    effective_on: date,
    run: DryRun,
    capacity: Capacity,
) -> ImportBatch:
    """Return the record of an import that is about to be written."""
    refused = [{"number": row.number, "key": row.key, "reason": row.reason} for row in run.refused[:MOST_REFUSED]]
    return ImportBatch.objects.create(
        kind=kind,
        filename=filename[:200],
        sha256=sha256,
        datum=options.datum,
        effective_on=effective_on,
        counts={fate.value: count for fate, count in run.counts.items()},
        refused=refused,
        **signature(capacity),
    )


def refuse_bad_rows(run: DryRun, *, good_only: bool) -> None:
    """Raise BadInput naming the first bad rows, unless the good ones may go in alone."""
    bad = run.refused
    if not bad or good_only:
        return
    line = _("第 %(number)s 个要素 %(key)s：%(why)s")
    named = [line % {"number": row.number, "key": row.key, "why": row.reason} for row in bad[:MOST_NAMED]]
    words = _("有 %(count)s 个要素不能导入，什么都没有写入。请改好再导入，或只导入合格的。") % {"count": len(bad)}
    raise BadInput({"": words, "rows": named})


@transaction.atomic
def withdraw_batch(*, capacity: Capacity, batch_id: int) -> ImportBatch:
    """The register is as if the batch had never come in; refused as soon as anything refers to what it brought."""
    hold_register()
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    if batch.withdrawn_at:
        raise BadInput(_("这一批已经撤回过了。"))
    try:
        if batch.kind == ImportKind.CELLS:
            _withdraw_cells(batch, capacity)
        else:
            _withdraw_parts(batch, capacity)
    except ProtectedError as error:
        raise BadInput(_in_use(_names(error))) from None
    batch.withdrawn_at, batch.withdrawn_by = now(), signature(capacity)["recorded_by"]
    batch.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return batch


def _withdraw_cells(batch: ImportBatch, capacity: Capacity) -> None:
    versions = list(batch.cell_versions.select_related("cell").order_by("cell__code"))
    for version in versions:
        demand(capacity, Permission.MANAGE_CELLS, version.cell.code)
        if version.cell.versions.filter(valid_from__gt=version.valid_from).exists():
            words = _("网格 %(code)s 在这一批之后又调整过，不能整批撤回。请直接调整这个网格。")
            raise BadInput(words % {"code": version.cell.code})
    if uses := uses_of_cells(
        [version.cell.code for version in versions if version.valid_from == version.cell.valid_from]
    ):
        raise BadInput(_in_use(uses))
    for version in versions:
        _undo_version(version)
    mark_revision()


def _undo_version(version: CellVersion) -> None:
    cell, until = version.cell, version.valid_to
    version.delete()
    last = cell.versions.order_by("-valid_from").first()
    if last is None:
        cell.delete()
        return
    last.valid_to = until
    last.save(update_fields=["valid_to"])
    for name in FACTS:
        setattr(cell, name, getattr(last, name))
    cell.save(update_fields=list(FACTS))


def _withdraw_parts(batch: ImportBatch, capacity: Capacity) -> None:
    changes = list(PartChange.objects.filter(batch=batch).select_related("part__cell").order_by("-pk"))
    for change in changes:
        part = change.part
        demand(capacity, Permission.MANAGE_PARTS, part.cell.code if part.cell else part.code[:6])
        if part.changes.filter(pk__gt=change.pk).exclude(batch=batch).exists():
            words = _("部件 %(code)s 在这一批之后又改动过，不能整批撤回。请直接更正这个部件。")
            raise BadInput(words % {"code": part.code})
    for change in changes:
        _undo_change(change, batch)


def _undo_change(change: PartChange, batch: ImportBatch) -> None:
    part: Part = change.part
    if part.batch_id == batch.pk:
        part.delete()
        return
    _restore(part, change.before)
    change.delete()


def _restore(part: Part, before: dict[str, Any]) -> None:
    for name, value in before.items():
        setattr(part, name, value)
    part.save(update_fields=[*before])


def _names(error: ProtectedError) -> set[str]:
    return {str(one._meta.verbose_name) for one in error.protected_objects}


def _in_use(uses: Iterable[str]) -> str:
    """Return the sentence that names what refers to the batch."""
    words = _("这一批已被使用（%(what)s），不能整批撤回。请逐个停用或更正。")
    return words % {"what": listed(sorted(uses))}
