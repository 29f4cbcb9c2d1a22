"""What a change of units would touch, counted before it is saved; other rooms add counters of their own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import Appointment, Person, Post, Territory, Unit, UnitVersion, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.access import require
from chengzhi.organisation.selectors.units import unit_tree_ids


@dataclass(frozen=True, slots=True)
class Effect:
    """How many things of one sort a change touches; ``note`` says what becomes of them."""

    code: str
    label: str
    count: int
    note: str = ""


Counter = Callable[[frozenset[int], date], Effect]
_counters: list[Counter] = []


def register_effect_counter(counter: Counter) -> None:
    """Let another room count what a change of these units on this day touches; called from ``ready()``."""
    if counter not in _counters:
        _counters.append(counter)


def preview_change(
    *, units: Collection[Unit], on: date, capacity: Capacity, with_subordinates: bool = False
) -> list[Effect]:
    """Count people, posts, territories and subordinate units of the units on a day, and what other rooms count."""
    for unit in units:
        require(capacity, Permission.READ_REGISTER, unit.pk)
    ids = frozenset(unit.pk for unit in units)
    if with_subordinates:
        ids = ids.union(*(unit_tree_ids(pk, on) for pk in ids))
    own = [Effect(code, label, rows.count()) for code, label, rows in _own(ids, on)]
    return own + [counter(ids, on) for counter in _counters]


def _own(ids: frozenset[int], on: date) -> list[tuple[str, str, QuerySet[Any]]]:
    held = Appointment.objects.filter(in_force(on), post__unit_id__in=ids)
    below = UnitVersion.objects.filter(in_force(on), superseded_at=None, parent_id__in=ids)
    return [
        ("people", _("人员"), Person.objects.filter(pk__in=held.values("person_id"))),
        ("posts", _("岗位"), Post.objects.filter(in_force(on), unit_id__in=ids)),
        ("territories", _("辖区"), Territory.objects.filter(in_force(on), unit_id__in=ids)),
        ("subordinates", _("下级机构"), below.exclude(unit_id__in=ids)),
    ]
