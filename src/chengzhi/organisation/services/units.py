"""Establish, rename, move and correct units; withdraw a change that has not come into force."""

import re
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind, SuccessionKind, UnitKind
from chengzhi.organisation.models import Unit, UnitSuccession, UnitVersion
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require, today
from chengzhi.organisation.services.records import NAME_LENGTH, Ground, checked_document, checked_text, record_act
from chengzhi.organisation.services.refresh import bring_up_to_date, record_succession
from chengzhi.organisation.services.versions import (
    UnitFacts,
    change_version,
    checked_parent,
    close,
    facts_of,
    locked,
    open_version,
    supersede,
    version_in_force,
)

CODE_LENGTH = 40
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
SHORT_LENGTH = 40


@transaction.atomic
def establish_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    on: date,
    document: str,
    capacity: Capacity,
    short_name: str = "",
) -> Unit:
    """From a day there is a new unit under a parent; its code is its own for ever."""
    require(capacity, Permission.MANAGE_UNITS, parent.pk if parent else None)
    text = checked_text({"code": (code, CODE_LENGTH), "name": (name, NAME_LENGTH), "document": (document, 120)})
    _new_code(text["code"])
    facts = UnitFacts(
        name=text["name"], short_name=_short(short_name), kind=kind, parent_id=checked_parent(None, parent, on)
    )
    _free_name(facts, on)
    unit = Unit.objects.create(
        code=text["code"],
        kind=kind,
        name=facts.name,
        short_name=facts.short_name,
        parent=parent,
        valid_from=on,
    )
    open_version(unit, facts, on, text["document"])
    ground = Ground(capacity=capacity, on=on, document=text["document"])
    record_act(ActKind.ESTABLISH_UNIT, ground, unit=unit, note=unit.name)
    return unit


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, on: date, document: str, capacity: Capacity, short_name: str | None = None
) -> UnitVersion:
    """From a day the unit bears another name; before it, the old one stays readable."""
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    text = checked_text({"name": (name, NAME_LENGTH), "document": (document, 120)})
    unit = locked(unit)
    old = version_in_force(unit, on)
    short = old.short_name if short_name is None else _short(short_name)
    facts = replace(facts_of(old), name=text["name"], short_name=short)
    _free_name(facts, on, unit)
    version = change_version(unit, facts, on, text["document"])
    record_succession(SuccessionKind.RENAME, on, text["document"], [unit], [unit])
    ground = Ground(capacity=capacity, on=on, document=text["document"])
    record_act(ActKind.RENAME_UNIT, ground, unit=unit, note=f"{old.name} → {version.name}")
    bring_up_to_date()
    return version


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, on: date, document: str, capacity: Capacity) -> UnitVersion:
    """From a day the unit, with all below it, stands under another unit."""
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    require(capacity, Permission.MANAGE_UNITS, parent.pk if parent else None)
    document = checked_document(document)
    unit = locked(unit)
    old = version_in_force(unit, on)
    facts = replace(facts_of(old), parent_id=checked_parent(unit, parent, on))
    _free_name(facts, on, unit, column="parent")
    version = change_version(unit, facts, on, document)
    record_succession(SuccessionKind.TRANSFER, on, document, [unit], [unit])
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.MOVE_UNIT, ground, unit=unit, note=f"{old.parent or ''} → {parent or ''}")
    bring_up_to_date()
    return version


@transaction.atomic
def correct_unit(
    *,
    version: UnitVersion,
    reason: str,
    capacity: Capacity,
    name: str | None = None,
    short_name: str | None = None,
    kind: UnitKind | None = None,
) -> UnitVersion:
    """What was registered wrongly for those days is right; the wrong row stays readable as corrected.

    A correction is not a change: no day of effect, no event. A wrong superior is put right by ``move_unit``.
    """
    unit = locked(version.unit)
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    text = checked_text({"reason": (reason, 120)})
    wrong = UnitVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if wrong.superseded_at is not None:
        raise BadInput(_("这一条已经被更正过。请在最新的一条上更正。"))
    facts = _corrected(facts_of(wrong), name, short_name, kind)
    if facts == facts_of(wrong):
        raise BadInput(_("“%(unit)s”没有变化，没有保存。请改动至少一项。") % {"unit": wrong.name})
    if facts.name != wrong.name:
        _free_name(facts, wrong.valid_from, unit, wrong.valid_to)
    supersede(wrong)
    right = open_version(unit, facts, wrong.valid_from, wrong.document, wrong.valid_to)
    ground = Ground(capacity=capacity, on=wrong.valid_from, document=wrong.document)
    note = f"{wrong.name} → {right.name}：{text['reason']}"
    record_act(ActKind.CORRECT_UNIT, ground, unit=unit, note=note)
    bring_up_to_date()
    return right


@transaction.atomic
def withdraw_change(*, unit: Unit, reason: str, capacity: Capacity) -> UnitVersion:
    """The last planned rename or move of a unit does not happen; what holds today runs on."""
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    text = checked_text({"reason": (reason, 120)})
    unit = locked(unit)
    live = list(UnitVersion.objects.filter(unit=unit, superseded_at=None).order_by("valid_from"))
    planned = _planned(unit, live)
    supersede(live[-1])
    close(live[-2], live[-1].valid_to)
    planned.delete()
    ground = Ground(capacity=capacity, on=live[-1].valid_from, document=live[-1].document)
    record_act(ActKind.WITHDRAW_CHANGE, ground, unit=unit, note=text["reason"])
    return live[-2]


def _planned(unit: Unit, live: list[UnitVersion]) -> UnitSuccession:
    kinds = (SuccessionKind.RENAME, SuccessionKind.TRANSFER)
    found = UnitSuccession.objects.filter(kind__in=kinds, predecessors=unit, announced_at=None)
    planned = found.filter(on=live[-1].valid_from).first() if len(live) > 1 else None
    if planned is None or planned.on <= today():
        raise BadInput(_("“%(unit)s”没有可以撤回的变更。已经生效的，请再办一次变更。") % {"unit": unit.name})
    return planned


def _corrected(facts: UnitFacts, name: str | None, short_name: str | None, kind: UnitKind | None) -> UnitFacts:
    if name is not None:
        facts = replace(facts, name=checked_text({"name": (name, NAME_LENGTH)})["name"])
    if short_name is not None:
        facts = replace(facts, short_name=_short(short_name))
    return replace(facts, kind=kind) if kind is not None else facts


def _short(text: str) -> str:
    return checked_text({"short_name": (text, SHORT_LENGTH)})["short_name"] if text.strip() else ""


def _new_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise BadInput({"code": _("机构代码只用字母、数字、“-”和“_”，以字母或数字开头。请修改。")})
    if Unit.objects.filter(code=code).exists():
        raise BadInput({"code": _("机构代码“%(code)s”已经用过，撤销的机构也不再让出代码。请另定。") % {"code": code}})


def _free_name(
    facts: UnitFacts, on: date, unit: Unit | None = None, until: date | None = None, *, column: str = "name"
) -> None:
    """Refuse a name that another unit below the same superior bears on a day of the span."""
    same = UnitVersion.objects.filter(name=facts.name, parent_id=facts.parent_id, superseded_at=None)
    same = same.exclude(valid_to__lte=on)
    if until is not None:
        same = same.exclude(valid_from__gte=until)
    if unit is not None:
        same = same.exclude(unit=unit)
    if same.exists():
        raise BadInput(
            {column: _("同一上级下已有“%(name)s”。请用别的名称，或先核对是否重复登记。") % {"name": facts.name}}
        )
