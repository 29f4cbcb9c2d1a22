"""Where somebody who has signed in begins: by what they may do, never by the name of a role."""

from urllib.parse import quote

from django.http import HttpRequest

from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.components import address

FIELD_RIGHTS = {Permission.PATROL, Permission.HANDLE}
LOOP = "cases."


def landing(request: HttpRequest, next_url: str = "") -> str:
    """Return the address of the first page: change of password, choice of capacity, the field, the lists, or settings."""
    if getattr(request.user, "must_change_password", False):
        return address("account_change_password")
    capacity: Capacity | None = getattr(request, "capacity", None)
    if capacity is None:
        return address("console:capacity") + (f"?next={quote(next_url)}" if next_url else "")
    return next_url or home_of(capacity)


def home_of(capacity: Capacity) -> str:
    """Return the first page of a capacity."""
    if is_field_only(capacity):
        return address("field:tasks") or address("console:work")
    if capacity.may(Permission.READ):
        return address("console:work")
    return address("console:registers") or address("console:profile")


def is_field_only(capacity: Capacity) -> bool:
    """Tell whether all this capacity does in the loop is its own work on the spot."""
    acts = {name for name in capacity.grants if name.startswith(LOOP)} - {Permission.READ, Permission.REPORT}
    own = {name for name in acts if capacity.scope(name) is Scope.OWN}
    return bool(acts) and acts == own and acts <= FIELD_RIGHTS
