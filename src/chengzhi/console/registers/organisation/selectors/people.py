"""Posts with their holders, people with their appointments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from chengzhi.console.registers.organisation.selectors.words import answers
from chengzhi.kernel.access import Capacity
from chengzhi.organisation.models import Appointment, Person, RegisterAct, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import appointments, people, posts, reach


def post_rows(
    viewer: Capacity, on: date, *, text: str = "", role: str = "", unit_id: int | None = None, vacancy: str = ""
) -> list[Any]:
    """Return posts of a day with their holders; ``vacancy`` is "vacant" for free places, "full" for none."""
    rows: QuerySet[Any] = posts(viewer, on=on, unit_id=unit_id)
    if role:
        rows = rows.filter(role__code=role)
    if vacancy == "vacant":
        rows = rows.filter(held__lt=F("headcount"))
    elif vacancy == "full":
        rows = rows.filter(held__gte=F("headcount"))
    held = Appointment.objects.filter(in_force(on)).select_related("person").order_by("valid_from", "id")
    found = list(rows.prefetch_related(Prefetch("appointments", held, to_attr="holding")))
    return [one for one in found if not text or answers(text, one.name, one.unit.name, one.unit.short_name)]


def people_rows(
    viewer: Capacity, on: date, *, text: str = "", unit_id: int | None = None, employment: str = "", state: str = ""
) -> QuerySet[Person]:
    """Return people with ``current``: their appointments of the day; ``state`` is "idle", "unsigned" or "signed"."""
    rows = people(viewer, on=on, unit_id=unit_id, text=text)
    if employment:
        rows = rows.filter(employment=employment)
    if state == "idle":
        rows = rows.exclude(pk__in=Appointment.objects.filter(in_force(on)).values("person_id"))
    elif state == "unsigned":
        rows = rows.filter(account=None)
    elif state == "signed":
        rows = rows.exclude(account=None)
    held = Appointment.objects.filter(in_force(on)).select_related("post__unit").order_by("kind", "valid_from")
    return rows.prefetch_related(Prefetch("appointments", held, to_attr="current"))


@dataclass(frozen=True, slots=True)
class Terms:
    """The appointments of a person by time, each the latest first."""

    present: list[Appointment]
    future: list[Appointment]
    past: list[Appointment]


def terms_of(viewer: Capacity, person: Person, on: date) -> Terms:
    """Return a person's appointments within reach: those of the day, those to come, those over."""
    rows = list(appointments(viewer, person_id=person.pk))
    future = [one for one in rows if one.valid_from > on]
    past = [one for one in rows if one.valid_to is not None and one.valid_to <= on]
    return Terms([one for one in rows if one not in future and one not in past], future, past)


def acts_of_person(viewer: Capacity, person: Person) -> QuerySet[RegisterAct]:
    """Return what was done about a person, newest first."""
    reach(viewer, Permission.READ_REGISTER)
    return person.acts.select_related("unit")


def people_count(viewer: Capacity) -> int:
    return people(viewer).count()


def post_count(viewer: Capacity) -> int:
    return posts(viewer).count()
