"""Appoint, second, cross-appoint, end: who holds which post from what day."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind, AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require
from chengzhi.organisation.services.guards import (
    Term,
    administrator_remains,
    no_excluded_role,
    no_other_regular_post,
    not_oneself,
    not_twice_in_the_post,
    post_exists_throughout,
    room_in_the_post,
)
from chengzhi.organisation.services.records import Ground, checked_document, record_act
from chengzhi.organisation.services.refresh import bring_up_to_date

GUARDS = (
    not_oneself,
    post_exists_throughout,
    not_twice_in_the_post,
    no_other_regular_post,
    room_in_the_post,
    no_excluded_role,
)


def appoint(
    *, person: Person, post: Post, on: date, document: str, capacity: Capacity, until: date | None = None
) -> Appointment:
    """From a day the person holds the post as their regular one; ``until`` is the first day without power."""
    term = Term(person=person, post=post, kind=AppointmentKind.REGULAR, on=on, until=until, by=capacity.person_id)
    return _begin(ActKind.APPOINT, term, document, capacity)


def cross_appoint(
    *, person: Person, post: Post, on: date, document: str, capacity: Capacity, until: date | None = None
) -> Appointment:
    """From a day the person holds the post besides their regular one (交叉任职)."""
    term = Term(person=person, post=post, kind=AppointmentKind.CROSS, on=on, until=until, by=capacity.person_id)
    return _begin(ActKind.CROSS_APPOINT, term, document, capacity)


def second(*, person: Person, post: Post, on: date, until: date, document: str, capacity: Capacity) -> Appointment:
    """From a day to a day the person is lent to the post (借调); their regular post goes on."""
    term = Term(person=person, post=post, kind=AppointmentKind.SECONDMENT, on=on, until=until, by=capacity.person_id)
    return _begin(ActKind.SECOND, term, document, capacity)


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date, document: str, capacity: Capacity) -> Appointment:
    """From a day the appointment has no power; one that has not begun by then is withdrawn and leaves no power.

    What was to carry it on later, after a transfer of the post, is withdrawn with it.
    """
    require(capacity, Permission.MANAGE_APPOINTMENTS, appointment.post.unit_id)
    document = checked_document(document)
    held = _held().get(pk=appointment.pk)
    if held.valid_to is not None and held.valid_to <= on:
        words = _("“%(name)s”的这一任职在 %(day)s 已经终止。")
        raise BadInput({"on": words % {"name": held.person.name, "day": held.valid_to}})
    administrator_remains(held.post, on, leaving=held.person_id)
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.END_APPOINTMENT, ground, unit=held.post.unit, person=held.person, note=held.post.name)
    if _is_withdrawn(held, on):
        return held
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    bring_up_to_date()
    return held


def _is_withdrawn(held: Appointment, on: date) -> bool:
    """Remove the appointment and its heirs as far as they had not begun by the day, and tell whether it is gone.

    Refuses what was acted upon.
    """
    for heir in held.successors.all():
        _is_withdrawn(heir, on)
    if held.valid_from < on:
        return False
    try:
        held.delete()
    except ProtectedError:
        words = _("“%(name)s”的这一任职已有经办记录，不能当作没有过。请把免职日定在 %(day)s 之后。")
        raise BadInput({"on": words % {"name": held.person.name, "day": held.valid_from}}) from None
    return True


@transaction.atomic
def _begin(act: ActKind, term: Term, document: str, capacity: Capacity) -> Appointment:
    require(capacity, Permission.MANAGE_APPOINTMENTS, term.post.unit_id)
    document = checked_document(document)
    if term.until is not None and term.until <= term.on:
        raise BadInput({"until": _("免职日要在任职日之后。请修改日期。")})
    Person.objects.select_for_update(of=("self",)).get(pk=term.person.pk)
    Post.objects.select_for_update(of=("self",)).get(pk=term.post.pk)
    faults = [reason for guard in GUARDS if (reason := guard(term))]
    if faults:
        raise BadInput({"": faults})
    appointment = Appointment.objects.create(
        person=term.person,
        post=term.post,
        kind=term.kind,
        valid_from=term.on,
        valid_to=term.until,
        document=document,
    )
    ground = Ground(capacity=capacity, on=term.on, document=document)
    record_act(act, ground, unit=term.post.unit, person=term.person, note=term.post.name)
    bring_up_to_date()
    return appointment


def _held() -> QuerySet[Appointment]:
    return Appointment.objects.select_for_update(of=("self",)).select_related("person", "post__unit", "post__role")
