"""In which capacity a signed-in person acts, kept in the session and checked against today at every request."""

from typing import Any, cast

from django.http import HttpRequest

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import LastCapacity
from chengzhi.organisation.selectors import capacities_of, capacity_of
from chengzhi.organisation.services.refresh import bring_up_if_due

SESSION_KEY = "appointment_id"


def choose_capacity(request: HttpRequest, appointment_id: int) -> Capacity:
    """The person acts in this appointment from now on, also after the next sign-in.

    Refuses one that is not theirs or has no power today.
    """
    capacity = _own(request, appointment_id, None)
    if capacity is None:
        raise NotFound
    account = cast("Account", request.user)
    request.session[SESSION_KEY] = appointment_id
    LastCapacity.objects.update_or_create(account=account, defaults={"appointment_id": appointment_id})
    cast("Any", request).capacity = capacity
    return capacity


def present_capacity(request: HttpRequest) -> Capacity | None:
    """Return the capacity of the request: the chosen one while it has power, else the only one or the last one."""
    if not request.user.is_authenticated:
        return None
    number = bring_up_if_due()
    chosen = request.session.get(SESSION_KEY)
    capacity = _own(request, chosen, number) if isinstance(chosen, int) else None
    return capacity or _known(request)


def _own(request: HttpRequest, appointment_id: int, number: int | None) -> Capacity | None:
    capacity = capacity_of(appointment_id, number=number)
    return capacity if capacity is not None and capacity.account_id == request.user.pk else None


def _known(request: HttpRequest) -> Capacity | None:
    """Return the only capacity, or the one of last time; nobody is put into one of several without having chosen it."""
    held = capacities_of(cast("Account", request.user))
    found = held[0] if len(held) == 1 else _of_last_time(request, held)
    if found is None:
        request.session.pop(SESSION_KEY, None)
        return None
    request.session[SESSION_KEY] = found.appointment_id
    return found


def _of_last_time(request: HttpRequest, held: list[Capacity]) -> Capacity | None:
    last = LastCapacity.objects.filter(account=request.user.pk).values_list("appointment_id", flat=True).first()
    return next((one for one in held if one.appointment_id == last), None)
