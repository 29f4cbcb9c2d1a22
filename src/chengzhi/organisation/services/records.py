"""What every act on the register has in common: checked words, a row in the book, values of today brought up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models import Person, RegisterAct, Unit

NAME_LENGTH = 80
DOCUMENT_LENGTH = 120
NOTE_LENGTH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Who acts, from what day, by which document: stated with every act."""

    capacity: Capacity
    on: date
    document: str = ""


def record_act(
    act: ActKind, ground: Ground, *, unit: Unit | None = None, person: Person | None = None, note: str = ""
) -> RegisterAct:
    """Write the act into the book of the register."""
    return RegisterAct.objects.create(
        act=act,
        unit=unit,
        person=person,
        on=ground.on,
        document=ground.document.strip(),
        note=note[:NOTE_LENGTH],
        account_id=ground.capacity.account_id,
        actor=signature(ground.capacity),
    )


def signature(capacity: Capacity) -> str:
    """Return name, post and unit as they stand in every timeline."""
    if capacity.kind == ActorKind.SYSTEM:
        return "系统"
    return f"{capacity.person_name} {capacity.post_name} {capacity.unit_name}"[:DOCUMENT_LENGTH]


def checked_text(values: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """Return the values without outer spaces; refuse empty and overlong ones, all at once."""
    clean = {field: " ".join(value.split()) for field, (value, _limit) in values.items()}
    faults = {field: _("没有填写。请填写后再保存。") for field, value in clean.items() if not value}
    for field, (_value, limit) in values.items():
        if len(clean[field]) > limit:
            faults[field] = _("太长，最多 %(limit)s 字。请缩短后再保存。") % {"limit": limit}
    if faults:
        raise BadInput(faults)
    return clean


def checked_document(document: str) -> str:
    """Return the document's number; refuse an act without one."""
    return checked_text({"document": (document, DOCUMENT_LENGTH)})["document"]


def spoken(on: date | None) -> str:
    """Return a day for a sentence."""
    return on.isoformat() if on else _("长期")
