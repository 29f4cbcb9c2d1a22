"""How a list of powers begins."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.numbers import loose_number, prefetch
from chengzhi.kernel.procedures import Doing, begin
from chengzhi.organisation.models import Unit
from chengzhi.powers.enums import PowerLevel
from chengzhi.powers.models import PowerList, PowerListEditor
from chengzhi.powers.permissions import Permission, demand

SERIES = "power_list"
TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a list is called, which unit draws it up and at which level its powers are exercised."""

    title: str
    unit_id: int
    level: PowerLevel = PowerLevel.DISTRICT


def draft_list(draft: Draft, *, capacity: Capacity) -> PowerList:
    """Begin the first version of a unit's list; whoever drafts it may not review it.

    Raises Forbidden without the right, NotFound for a unit outside its reach, BadInput for a title that is missing.
    """
    demand(capacity, Permission.DRAFT)
    unit = _unit_within(draft.unit_id, capacity)
    title = draft.title.strip()
    if not title or len(title) > TITLE:
        raise BadInput({"title": _("清单名称要写，且不超过 %(most)s 个字。") % {"most": TITLE}})
    day = clock.now().date()
    prefetch(SERIES, day)
    with transaction.atomic():
        number = f"Q{day:%Y%m%d}-{loose_number(SERIES, day):03d}"
        found = PowerList(number=number, title=title, unit=unit, level=draft.level)
        begin(found, "draft", capacity=capacity, doing=Doing(data={"title": title, "unit": unit.name}))
        _remember_editor(found, capacity)
    return found


def _unit_within(unit_id: int, capacity: Capacity) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    own = capacity.scope(Permission.DRAFT) not in {None, Scope.CITY}
    if unit is None or (own and unit_id not in capacity.unit_ids):
        raise NotFound
    return unit


def _remember_editor(found: PowerList, capacity: Capacity) -> None:
    if capacity.account_id is not None:
        PowerListEditor.objects.create(power_list=found, account_id=capacity.account_id, name=capacity.person_name[:60])
