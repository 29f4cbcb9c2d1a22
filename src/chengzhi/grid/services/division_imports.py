"""Divisions come in from lists and map files, so that any city can load its own districts, streets and communities."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.enums import ChangeKind
from chengzhi.grid.geometry import to_geojson
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, Division, DivisionChange
from chengzhi.grid.permissions import Permission, demand_any
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.services.batches import refuse_bad_rows
from chengzhi.grid.services.cells import checked_document
from chengzhi.grid.services.division_plans import LONGEST_EDITION, DivisionPlan, DivisionRow, plan_divisions
from chengzhi.grid.services.division_sources import read_divisions
from chengzhi.grid.services.records import hold_register, mark_revision, take_no_notice
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.search import pinyin_initials, pinyin_key
from chengzhi.kernel.tabular import Fate

LONGEST_PINYIN = 240
LONGEST_INITIALS = 60


def check_divisions(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    edition: str = "",
    on_row: Callable[[], None] = take_no_notice,
) -> DivisionPlan:
    """Return what an import would do with every row; nothing is written. Raises Forbidden and BadInput."""
    demand_any(capacity, Permission.MANAGE_CELLS)
    sources = read_divisions(path, options)
    named = checked_edition(edition, effective_on)
    return plan_divisions(sources, capacity=capacity, effective_on=effective_on, edition=named, on_row=on_row)


@transaction.atomic
def import_divisions(
    *,
    capacity: Capacity,
    path: Path,
    options: LayerOptions,
    effective_on: date,
    edition: str = "",
    document: str = "",
    good_only: bool = False,
    on_row: Callable[[], None] = take_no_notice,
) -> DivisionPlan:
    """The divisions of a file hold from a day on: all of them, or with ``good_only`` those without fault.

    A new name holds from the day and the old one stays on record; an old code ends on the day and passes into the new
    one. What the file leaves out stays as it is, and a second run of the same file finds every row the same.
    """
    hold_register()
    plan = check_divisions(
        capacity=capacity, path=path, options=options, effective_on=effective_on, edition=edition, on_row=on_row
    )
    refuse_bad_rows(plan.dry_run, good_only=good_only)
    _write(plan, effective_on, checked_edition(edition, effective_on), document)
    return plan


def checked_edition(edition: str, effective_on: date) -> str:
    """Return the name of the edition: as given, or the day as eight digits."""
    named = edition.strip() or f"{effective_on:%Y%m%d}"
    if len(named) > LONGEST_EDITION:
        raise BadInput({"edition": _("版本名最多 %(count)d 个字，请缩短。") % {"count": LONGEST_EDITION}})
    return named


def _write(plan: DivisionPlan, on: date, edition: str, document: str) -> None:
    """End the old codes, then write from the top down, so that every superior stands before its subordinates."""
    written = [row for row in plan.rows if row.fate in {Fate.NEW, Fate.CHANGED}]
    _pass_codes(written, on, document)
    for row in sorted(written, key=lambda one: (len(one.code), one.code)):
        _write_row(row, on, edition)
    if written:
        mark_revision()


def _write_row(row: DivisionRow, on: date, edition: str) -> None:
    old = row.standing
    if old is None:
        Division.objects.create(parent=_parent(row.code, on), boundary=_boundary(row, None), **_facts(row, on, edition))
    elif row.is_renamed and old.valid_from < on and old.edition != edition:
        _succeed(old, row, on, edition)
    else:
        _correct(old, row)


def _succeed(old: Division, row: DivisionRow, on: date, edition: str) -> None:
    """From the day the division bears another name; what stands below it stands below the new row."""
    until, old.valid_to = old.valid_to, on
    old.save(update_fields=["valid_to"])
    boundary = _boundary(row, old)
    new = Division.objects.create(
        parent=_parent(row.code, on), boundary=boundary, valid_to=until, **_facts(row, on, edition)
    )
    divisions_in_force(on).filter(parent=old).update(parent=new)
    Cell.objects.filter(community=old).update(community=new)


def _correct(division: Division, row: DivisionRow) -> None:
    for name, value in _words(row).items():
        setattr(division, name, value)
    division.boundary = _boundary(row, division)
    division.save(update_fields=[*_words(row), "boundary"])


def _pass_codes(rows: list[DivisionRow], on: date, document: str) -> None:
    """Old codes end on the day and lead to the new ones."""
    shared = Counter(row.code for row in rows for _old in row.old_codes)
    for row in rows:
        for old in row.old_codes:
            kind = ChangeKind.MERGE if shared[row.code] > 1 else ChangeKind.RECODE
            facts = {"kind": kind, "document": checked_document(document)}
            DivisionChange.objects.get_or_create(old_code=old, new_code=row.code, on=on, defaults=facts)
            divisions_in_force(on).filter(code=old, valid_from__lt=on).update(valid_to=on)


def _parent(code: str, on: date) -> Division | None:
    wanted = codes.parent_code(code)
    return divisions_in_force(on).get(code=wanted) if wanted else None


def _facts(row: DivisionRow, on: date, edition: str) -> dict[str, str | date]:
    level = codes.LEVEL_BY_LENGTH[len(row.code)]
    return {"code": row.code, "level": level, "edition": edition, "valid_from": on, **_words(row)}


def _words(row: DivisionRow) -> dict[str, str]:
    return {
        "name": row.name,
        "short_name": row.short_name,
        "pinyin": pinyin_key(row.short_name)[:LONGEST_PINYIN],
        "initials": pinyin_initials(row.short_name)[:LONGEST_INITIALS],
    }


def _boundary(row: DivisionRow, old: Division | None) -> dict[str, object] | None:
    if row.shape is not None:
        return to_geojson(row.shape)
    return old.boundary if old else None
