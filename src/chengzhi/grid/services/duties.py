"""People begin and cease to answer for cells."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.grid.enums import DutyKind
from chengzhi.grid.events import DutyChanged
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.grid.permissions import Permission, demand
from chengzhi.grid.services.records import signature
from chengzhi.kernel import outbox
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.organisation.models import Person, Unit, in_force

LONGEST_NAME = 80
LONGEST_PHONE = 30


@transaction.atomic
def assign_duty(
    *,
    capacity: Capacity,
    cell_code: str,
    kind: str,
    effective_on: date,
    person: Person | None = None,
    name: str = "",
    phone: str = "",
    unit: Unit | None = None,
) -> CellDuty:
    """Somebody answers for a cell from a day on: a person of the register, or a name where there is none."""
    demand(capacity, Permission.MANAGE_DUTIES, cell_code)
    cell = Cell.objects.select_for_update().filter(code=cell_code).first()
    if cell is None:
        raise NotFound
    called = person.name if person else name.strip()
    number = (phone or (person.phone if person else "")).strip()
    _demand_duty(cell, kind, called, effective_on)
    if len(number) > LONGEST_PHONE:
        raise BadInput({"phone": _("最多 %(count)d 个字，请缩短。") % {"count": LONGEST_PHONE}})
    duty = CellDuty.objects.create(
        cell=cell,
        kind=kind,
        person=person,
        name=called,
        phone=number,
        unit=unit,
        valid_from=effective_on,
        **signature(capacity),
    )
    _announce(duty, effective_on)
    return duty


@transaction.atomic
def end_duty(*, capacity: Capacity, duty_id: int, effective_on: date) -> CellDuty:
    """From a day on the person no longer answers for the cell; a duty that never began is refused."""
    duty = CellDuty.objects.select_for_update(of=("self",)).select_related("cell").filter(pk=duty_id).first()
    if duty is None:
        raise NotFound
    demand(capacity, Permission.MANAGE_DUTIES, duty.cell.code)
    if effective_on <= duty.valid_from or (duty.valid_to and effective_on > duty.valid_to):
        words = _("卸任日期要晚于上任日期 %(day)s，且不晚于已定的卸任日期。请改日期。")
        raise BadInput({"effective_on": words % {"day": duty.valid_from}})
    duty.valid_to = effective_on
    duty.save(update_fields=["valid_to"])
    _announce(duty, effective_on)
    return duty


@transaction.atomic
def end_duties_of(*, person_id: int, effective_on: date) -> int:
    """A person who holds no post from a day on answers for no cell from that day; returns how many duties ended.

    A duty that had not begun by then is deleted, for nobody ever had it.
    """
    held = CellDuty.objects.select_for_update(of=("self",)).filter(person_id=person_id).select_related("cell")
    held.filter(valid_from__gte=effective_on).delete()
    ended = list(held.filter(in_force(effective_on)))
    for duty in ended:
        duty.valid_to = effective_on
        duty.save(update_fields=["valid_to"])
        _announce(duty, effective_on)
    return len(ended)


def _demand_duty(cell: Cell, kind: str, called: str, on: date) -> None:
    errors = {}
    if kind not in DutyKind.values:
        errors["kind"] = _("没有这种责任类别。请从列表里选一个。")
    if not called:
        errors["name"] = _("没有写姓名或单位。请选一个人，或填写姓名。")
    elif len(called) > LONGEST_NAME:
        errors["name"] = _("最多 %(count)d 个字，请缩短。") % {"count": LONGEST_NAME}
    if on < cell.valid_from or (cell.valid_to and on >= cell.valid_to):
        errors["effective_on"] = _("网格在这一天没有启用。请改上任日期。")
    if CellDuty.objects.filter(in_force(on), cell=cell, kind=kind, name=called).exists():
        errors["name"] = _("%(name)s 已经是这个网格的责任人。不用再指定。") % {"name": called}
    if errors:
        raise BadInput(errors)


def _announce(duty: CellDuty, on: date) -> None:
    outbox.record(
        DutyChanged(
            cell_id=duty.cell_id, code=duty.cell.code, kind=duty.kind, person_id=duty.person_id, on=on.isoformat()
        )
    )
