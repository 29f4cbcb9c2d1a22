"""The rows of a unit's history: opened, closed and corrected here and nowhere else."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.models import Unit, UnitVersion, in_force
from chengzhi.organisation.selectors import snapshot
from chengzhi.organisation.services.records import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a version of a unit says."""

    name: str
    short_name: str
    kind: str
    parent_id: int | None


def facts_of(version: UnitVersion) -> UnitFacts:
    """Return what a version says of its unit."""
    return UnitFacts(name=version.name, short_name=version.short_name, kind=version.kind, parent_id=version.parent_id)


def locked(unit: Unit) -> Unit:
    """Return the unit's row, held until the end of the transaction."""
    return Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)


def version_in_force(unit: Unit, on: date) -> UnitVersion:
    """Return the version of a day; refuse a day outside the unit's life, and one before a change already planned."""
    live = UnitVersion.objects.filter(unit=unit, superseded_at=None)
    version = live.filter(in_force(on)).first()
    if version is None:
        words = _("“%(unit)s”在 %(day)s 不存在（%(first)s 起，%(last)s 止）。请改生效日。")
        raise BadInput(
            {"on": words % {"unit": unit.name, "day": on, "first": unit.valid_from, "last": spoken(unit.valid_to)}}
        )
    planned = live.filter(valid_from__gt=on).first()
    if planned is not None:
        words = _("“%(unit)s”已登记从 %(day)s 起的变更。请先撤回那次变更，或把生效日定在它之后。")
        raise BadInput({"on": words % {"unit": unit.name, "day": planned.valid_from}})
    return version


def demand_lasting(unit: Unit, on: date) -> None:
    """Refuse a day outside the unit's life, and a unit whose end is planned: what is set up now would outlive it."""
    held = locked(unit)
    if not held.exists_on(on):
        version_in_force(held, on)
    if held.valid_to is not None:
        words = _("“%(unit)s”已定于 %(day)s 撤销。请在承接机构办理，或先撤回那次撤销。")
        raise BadInput({"on": words % {"unit": held.name, "day": held.valid_to}})


def open_version(unit: Unit, facts: UnitFacts, on: date, document: str, until: date | None = None) -> UnitVersion:
    """Add a version from a day."""
    return UnitVersion.objects.create(
        unit=unit,
        name=facts.name,
        short_name=facts.short_name,
        kind=facts.kind,
        parent_id=facts.parent_id,
        valid_from=on,
        valid_to=until,
        document=document,
        recorded_at=clock.now(),
    )


def change_version(unit: Unit, facts: UnitFacts, on: date, document: str) -> UnitVersion:
    """From a day the unit is as the facts say; the days before stay as they were."""
    old = version_in_force(unit, on)
    if facts == facts_of(old):
        raise BadInput(_("“%(unit)s”没有变化，没有保存。请改动至少一项。") % {"unit": old.name})
    until = old.valid_to
    if old.valid_from == on:
        supersede(old)
    else:
        close(old, on)
    return open_version(unit, facts, on, document, until)


def supersede(version: UnitVersion) -> None:
    """Take a version out of the living history; it stays readable as what was once registered."""
    version.superseded_at = clock.now()
    version.save(update_fields=["superseded_at"])


def close(version: UnitVersion, on: date | None) -> None:
    """Let a version end on a day, or run on."""
    version.valid_to = on
    version.save(update_fields=["valid_to"])


def end_unit(unit: Unit, on: date) -> None:
    """From a day the unit is no more."""
    version = version_in_force(unit, on)
    if version.valid_from >= on:
        words = _("“%(unit)s”在 %(day)s 才有登记，不能同一天撤销。请改生效日。")
        raise BadInput({"on": words % {"unit": unit.name, "day": version.valid_from}})
    close(version, on)
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])


def checked_parent(unit: Unit | None, parent: Unit | None, on: date) -> int | None:
    """Return the parent's id; refuse one that does not exist that day or stands below the unit itself."""
    if parent is None:
        return None
    tree = snapshot(on)
    if parent.pk not in tree.units:
        raise BadInput({"parent": _("“%(unit)s”在 %(day)s 不存在。请另选上级。") % {"unit": parent.name, "day": on}})
    if unit is not None and parent.pk in tree.tree(unit.pk):
        raise BadInput({"parent": _("“%(unit)s”在本机构之下，不能作上级。请另选上级。") % {"unit": parent.name}})
    return parent.pk
