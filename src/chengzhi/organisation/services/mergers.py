"""Merge, split and abolish units, and transfer posts between them: the past stays, the work is carried on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind, SuccessionKind
from chengzhi.organisation.models import Post, Unit, UnitSuccession
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require, snapshot
from chengzhi.organisation.services import transfers
from chengzhi.organisation.services.records import Ground, checked_document, record_act
from chengzhi.organisation.services.refresh import bring_up_to_date, record_succession
from chengzhi.organisation.services.versions import end_unit, locked, version_in_force

K = TypeVar("K", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPart:
    """What one successor takes over when a unit is split."""

    unit: Unit
    posts: tuple[Post, ...] = ()
    codes: tuple[str, ...] = ()
    subordinates: tuple[Unit, ...] = ()


@transaction.atomic
def merge_units(*, units: Sequence[Unit], into: Unit, on: date, document: str, capacity: Capacity) -> UnitSuccession:
    """From a day the units are one: posts, people, territories and subordinates of all belong to ``into``."""
    if not units:
        raise BadInput({"units": _("没有选要合并的机构。请至少选一个。")})
    return _carry_on(SuccessionKind.MERGE, ActKind.MERGE_UNITS, units, into, on, document, capacity)


@transaction.atomic
def abolish_unit(
    *, unit: Unit, on: date, document: str, capacity: Capacity, into: Unit | None = None
) -> UnitSuccession:
    """From a day the unit is no more; ``into`` carries on its posts, people, territories and work.

    Without a successor the unit must be empty that day.
    """
    if into is not None:
        return _carry_on(SuccessionKind.ABOLISH, ActKind.ABOLISH_UNIT, [unit], into, on, document, capacity)
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    document = checked_document(document)
    unit = locked(unit)
    _refuse_leftovers(unit, on)
    end_unit(unit, on)
    return _written(SuccessionKind.ABOLISH, ActKind.ABOLISH_UNIT, [unit], [], on, document, capacity)


@transaction.atomic
def split_unit(
    *, unit: Unit, parts: Sequence[SplitPart], on: date, document: str, capacity: Capacity, keeps: bool = False
) -> UnitSuccession:
    """From a day the parts belong to their units, which must exist; the unit ends unless it ``keeps`` the rest."""
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    document = checked_document(document)
    unit = locked(unit)
    heirs = [locked(part.unit) for part in parts]
    _check_heirs([unit], heirs, on, capacity)
    _check_parts(unit, parts, on, keeps=keeps)
    for part in parts:
        transfers.carry_posts(part.posts, part.unit, on, document)
        rows = [row for row in transfers.territories_of(unit, on) if row.division_code in part.codes]
        transfers.carry_territories(rows, part.unit, on, document)
        transfers.carry_subordinates(part.subordinates, part.unit, on, document)
    if not keeps:
        end_unit(unit, on)
    return _written(SuccessionKind.SPLIT, ActKind.SPLIT_UNIT, [unit], heirs, on, document, capacity)


@transaction.atomic
def transfer_posts(*, posts: Sequence[Post], to: Unit, on: date, document: str, capacity: Capacity) -> int:
    """From a day the posts and their people belong to another unit; both units go on; return how many moved."""
    for unit_id in {post.unit_id for post in posts}:
        require(capacity, Permission.MANAGE_POSTS, unit_id)
    require(capacity, Permission.MANAGE_POSTS, to.pk)
    document = checked_document(document)
    version_in_force(to, on)
    held = Post.objects.select_for_update(of=("self",)).filter(transfers.not_over(on), pk__in=[p.pk for p in posts])
    moved = transfers.carry_posts(held.exclude(unit=to).order_by("pk"), to, on, document)
    if not moved:
        raise BadInput({"posts": _("没有可划转的岗位：没有选，或已撤销，或已在该机构。请重新选择。")})
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.TRANSFER_POSTS, ground, unit=to, note="、".join(post.name for post in posts))
    bring_up_to_date()
    return moved


def _carry_on(
    kind: SuccessionKind,
    act: ActKind,
    units: Sequence[Unit],
    into: Unit,
    on: date,
    document: str,
    capacity: Capacity,
) -> UnitSuccession:
    document = checked_document(document)
    held = {unit.pk: unit for unit in sorted((locked(one) for one in {*units, into}), key=lambda one: one.pk)}
    into, gone = held[into.pk], [held[pk] for pk in dict.fromkeys(unit.pk for unit in units)]
    _check_heirs(gone, [into], on, capacity)
    for unit in gone:
        _carry_all(unit, into, on, document, leaving=gone)
        end_unit(unit, on)
    return _written(kind, act, gone, [into], on, document, capacity)


def _carry_all(unit: Unit, into: Unit, on: date, document: str, *, leaving: Sequence[Unit]) -> None:
    """Everything of a unit belongs to its heir, but for subordinates that end with it on the same day."""
    transfers.carry_posts(transfers.posts_of(unit, on), into, on, document)
    transfers.carry_territories(transfers.territories_of(unit, on), into, on, document)
    staying = [one for one in transfers.subordinates_of(unit, on) if one not in leaving]
    transfers.carry_subordinates(staying, into, on, document)


def _check_heirs(gone: Sequence[Unit], heirs: Sequence[Unit], on: date, capacity: Capacity) -> None:
    tree = snapshot(on)
    for unit in [*gone, *heirs]:
        require(capacity, Permission.MANAGE_UNITS, unit.pk)
        version_in_force(unit, on)
    for heir in heirs:
        for unit in gone:
            if heir.pk in tree.tree(unit.pk):
                words = _("“%(heir)s”就是“%(unit)s”或在它之下，不能由它承接。请先调整隶属，或另选承接机构。")
                raise BadInput({"into": words % {"heir": heir.name, "unit": unit.name}})


def _check_parts(unit: Unit, parts: Sequence[SplitPart], on: date, *, keeps: bool) -> None:
    posts = [post.pk for part in parts for post in part.posts]
    codes = [code for part in parts for code in part.codes]
    below = [one.pk for part in parts for one in part.subordinates]
    faults = [
        *_misfits(_("岗位"), _posts(unit, on), posts, keeps=keeps),
        *_misfits(_("辖区"), _codes(unit, on), codes, keeps=keeps),
        *_misfits(_("下级机构"), _below(unit, on), below, keeps=keeps),
    ]
    if not parts:
        faults.append(_("没有选承接机构。请至少选一个。"))
    if faults:
        raise BadInput({"parts": faults})


def _misfits(label: str, present: dict[K, str], given: list[K], *, keeps: bool) -> list[str]:
    left = [name for key, name in present.items() if key not in given]
    faults = []
    if left and not keeps:
        words = _("还没有分给承接机构的%(label)s：%(names)s。请逐一分配。")
        faults.append(words % {"label": label, "names": "、".join(left[:10])})
    if len(set(given)) < len(given):
        faults.append(_("有%(label)s分给了两个机构。每一项只能分给一个。") % {"label": label})
    if any(key not in present for key in given):
        faults.append(_("有%(label)s不属于原机构。请只选原机构的。") % {"label": label})
    return faults


def _posts(unit: Unit, on: date) -> dict[int, str]:
    return {post.pk: post.name for post in transfers.posts_of(unit, on)}


def _codes(unit: Unit, on: date) -> dict[str, str]:
    return {row.division_code: row.division_code for row in transfers.territories_of(unit, on)}


def _below(unit: Unit, on: date) -> dict[int, str]:
    return {one.pk: one.name for one in transfers.subordinates_of(unit, on)}


def _refuse_leftovers(unit: Unit, on: date) -> None:
    left = {
        _("岗位"): len(_posts(unit, on)),
        _("辖区"): len(_codes(unit, on)),
        _("下级机构"): len(_below(unit, on)),
    }
    words = _("还有 %(count)s 个%(label)s。请选承接机构，或先划转、撤销。")
    faults = [words % {"count": count, "label": label} for label, count in left.items() if count]
    if faults:
        raise BadInput({"into": faults})


def _written(
    kind: SuccessionKind,
    act: ActKind,
    gone: Sequence[Unit],
    heirs: Sequence[Unit],
    on: date,
    document: str,
    capacity: Capacity,
) -> UnitSuccession:
    succession = record_succession(kind, on, document, list(gone), list(heirs))
    note = " → ".join("、".join(unit.name for unit in units) for units in (gone, heirs) if units)
    ground = Ground(capacity=capacity, on=on, document=document)
    for unit in [*gone, *heirs]:
        record_act(act, ground, unit=unit, note=note)
    bring_up_to_date()
    return succession
