"""What every page of the console knows beyond its own view: the figures beside the links of the navigation."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.whistles import waiting_summonses
from chengzhi.kernel.access import Capacity

# Signing in and changing a password belong to the console's door; the other doors have figures of their own.
DOORS = ("/console/", "/accounts/")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give the figures to pages of the console whose view gave none; nothing is counted where none is shown."""
    capacity: Capacity | None = getattr(request, "capacity", None)
    if capacity is None or not request.path.startswith(DOORS):
        return {}
    return {"nav_counts": SimpleLazyObject(lambda: figures_of(capacity))}


def figures_of(viewer: Capacity) -> dict[str, int]:
    """Return the figures of open cases the viewer may read, and of summonses that wait for their unit."""
    counts = nav_counts(viewer) if viewer.may(Permission.READ) else {}
    return counts | whistles_of(viewer)


def whistles_of(viewer: Capacity) -> dict[str, int]:
    """Return how many summonses wait for the viewer's unit, or nothing where none does."""
    waiting = waiting_summonses(viewer).count() if viewer.may(Permission.ANSWER) else 0
    return {"whistles": waiting} if waiting else {}
