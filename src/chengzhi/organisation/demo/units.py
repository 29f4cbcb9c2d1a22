"""Write the units of the demo district with their versions, territories and successions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from chengzhi.kernel import clock
from chengzhi.organisation.demo.table import DOCUMENT, MERGER, MERGER_DOCUMENT, Succession, UnitRow
from chengzhi.organisation.models import Territory, Unit, UnitSuccession, UnitVersion

V = TypeVar("V")


def load_units(rows: Sequence[UnitRow]) -> dict[str, Unit]:
    """The units exist as the table states them; return them by code."""
    created = Unit.objects.bulk_create(
        Unit(
            code=row.code,
            kind=row.kind,
            name=row.name,
            short_name=row.short,
            valid_from=row.since,
            valid_to=row.until,
        )
        for row in rows
    )
    units = {unit.code: unit for unit in created}
    for row in rows:
        units[row.code].parent = units.get(row.parent or row.former_parent)
    Unit.objects.bulk_update(created, ["parent"])
    UnitVersion.objects.bulk_create(version for row in rows for version in _versions(row, units))
    Territory.objects.bulk_create(territory for row in rows for territory in _territories(row, units[row.code]))
    return units


def _versions(row: UnitRow, units: Mapping[str, Unit]) -> Iterator[UnitVersion]:
    for parent, begins, ends in _spells(row, row.former_parent, row.parent):
        yield UnitVersion(
            unit=units[row.code],
            name=row.name,
            short_name=row.short,
            kind=row.kind,
            parent=units.get(parent),
            valid_from=begins,
            valid_to=ends,
            document=MERGER_DOCUMENT if begins == MERGER and row.since < MERGER else DOCUMENT,
        )


def _territories(row: UnitRow, unit: Unit) -> Iterator[Territory]:
    for codes, begins, ends in _spells(row, row.former_codes, row.codes):
        for code in codes:
            yield Territory(unit=unit, division_code=code, valid_from=begins, valid_to=ends, document=DOCUMENT)


def _spells(row: UnitRow, before: V, after: V) -> list[tuple[V, date, date | None]]:
    """Return what held before the merger and after it, each with its days; the same before and after is one spell."""
    if row.since >= MERGER or before == after:
        return [(after, row.since, row.until)]
    if row.until is not None and row.until <= MERGER:
        return [(before, row.since, row.until)]
    return [(before, row.since, MERGER), (after, MERGER, row.until)]


def load_successions(rows: Sequence[Succession], units: Mapping[str, Unit]) -> None:
    """Who carried on for whom is on record; it is old news, so nobody is told."""
    told = clock.now()
    created = UnitSuccession.objects.bulk_create(
        UnitSuccession(kind=row.kind, on=row.on, document=row.document, announced_at=told) for row in rows
    )
    gone, heirs = UnitSuccession.predecessors.through, UnitSuccession.successors.through
    gone.objects.bulk_create(
        gone(unitsuccession=one, unit=units[code])
        for one, row in zip(created, rows, strict=True)
        for code in row.predecessors
    )
    heirs.objects.bulk_create(
        heirs(unitsuccession=one, unit=units[row.successor]) for one, row in zip(created, rows, strict=True)
    )
