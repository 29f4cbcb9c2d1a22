"""In which capacity a signed-in person acts, kept in the session and checked against today at every request."""

from typing import Any, cast

from django.http import HttpRequest

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.selectors import capacities_of, capacity_of
from chengzhi.organisation.services.refresh import bring_up_if_due

SESSION_KEY = "appointment_id"


def choose_capacity(request: HttpRequest, appointment_id: int) -> Capacity:
    """The person acts in this appointment from now on; refuse one that is not theirs or has no power today."""
    capacity = _own(request, appointment_id, None)
    if capacity is None:
        raise NotFound
    request.session[SESSION_KEY] = appointment_id
    cast("Any", request).capacity = capacity
    return capacity


def present_capacity(request: HttpRequest) -> Capacity | None:
    """Return the capacity of the request: the chosen one while it has power, else the only one there is."""
    if not request.user.is_authenticated:
        return None
    number = bring_up_if_due()
    chosen = request.session.get(SESSION_KEY)
    capacity = _own(request, chosen, number) if isinstance(chosen, int) else None
    return capacity or _only(request)


def _own(request: HttpRequest, appointment_id: int, number: int | None) -> Capacity | None:
    capacity = capacity_of(appointment_id, number=number)
    return capacity if capacity is not None and capacity.account_id == request.user.pk else None


def _only(request: HttpRequest) -> Capacity | None:
    capacities = capacities_of(cast("Account", request.user))
    if len(capacities) != 1:
        request.session.pop(SESSION_KEY, None)
        return None
    request.session[SESSION_KEY] = capacities[0].appointment_id
    return capacities[0]
