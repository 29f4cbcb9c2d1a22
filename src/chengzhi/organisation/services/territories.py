"""Give and take territories, and follow a change of division codes."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models import Territory, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require
from chengzhi.organisation.services.records import Ground, checked_document, record_act
from chengzhi.organisation.services.transfers import covers_already, end_territory, not_over
from chengzhi.organisation.services.versions import demand_lasting

CODE = re.compile(r"[1-9]\d{1,14}")


@transaction.atomic
def assign_territory(*, unit: Unit, code: str, on: date, document: str, capacity: Capacity) -> Territory:
    """From a day the unit answers for a division or cell and everything inside it."""
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    document, code = checked_document(document), checked_code(code)
    demand_lasting(unit, on)
    if covers_already(unit, code, on):
        raise BadInput({"code": _("“%(unit)s”的辖区已有 %(code)s，不用再加。") % {"unit": unit.name, "code": code}})
    row = Territory.objects.create(unit=unit, division_code=code, valid_from=on, document=document)
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.ASSIGN_TERRITORY, ground, unit=unit, note=code)
    return row


@transaction.atomic
def withdraw_territory(*, territory: Territory, on: date, document: str, capacity: Capacity) -> None:
    """From a day the unit does not answer for the code any more."""
    require(capacity, Permission.MANAGE_UNITS, territory.unit_id)
    document = checked_document(document)
    row = Territory.objects.select_for_update(of=("self",)).get(pk=territory.pk)
    if row.valid_to is not None and row.valid_to <= on:
        raise BadInput(
            {"on": _("%(code)s 在 %(day)s 已不属该辖区。") % {"code": row.division_code, "day": row.valid_to}}
        )
    end_territory(row, on)
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.WITHDRAW_TERRITORY, ground, unit=territory.unit, note=territory.division_code)


@transaction.atomic
def recode_territories(*, codes: Mapping[str, str], on: date, document: str, capacity: Capacity) -> int:
    """From a day every territory under an old code bears the new one; return how many rows changed.

    A code is a prefix: the longest old code that fits a territory is replaced, what follows it stays.
    """
    require(capacity, Permission.MANAGE_UNITS)
    document = checked_document(document)
    for code in [*codes, *codes.values()]:
        checked_code(code)
    changed = 0
    for row in Territory.objects.select_for_update(of=("self",)).filter(not_over(on)).order_by("pk"):
        new = _recoded(row.division_code, codes)
        if new != row.division_code:
            _replace(row, new, on, document)
            changed += 1
    ground = Ground(capacity=capacity, on=on, document=document)
    note = "、".join(f"{old} → {new}" for old, new in codes.items())
    record_act(ActKind.RECODE_TERRITORIES, ground, note=note)
    return changed


def checked_code(code: str) -> str:
    """Return the code without spaces; refuse what cannot be a division or cell."""
    plain = "".join(code.split())
    if not CODE.fullmatch(plain):
        raise BadInput({"code": _("区划或网格代码是 2 到 15 位数字，不以 0 开头。请核对后再填。")})
    return plain


def _recoded(code: str, codes: Mapping[str, str]) -> str:
    old = max((one for one in codes if code.startswith(one)), key=len, default="")
    return codes[old] + code[len(old) :] if old else code


def _replace(row: Territory, code: str, on: date, document: str) -> None:
    unit, until, begins = row.unit, row.valid_to, max(on, row.valid_from)
    end_territory(row, on)
    if not covers_already(unit, code, on):
        Territory.objects.create(unit=unit, division_code=code, valid_from=begins, valid_to=until, document=document)
