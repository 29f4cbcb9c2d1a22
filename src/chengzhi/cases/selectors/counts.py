"""How many cases stand on each list, for tabs and navigation."""

from django.db.models import Count

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.cases.selectors.figures import Figures
from chengzhi.cases.selectors.worklists import LISTS
from chengzhi.kernel.access import Capacity

COUNTED = ("todo", "doing", "watched", "on_hold", "verifying", "checking", "self_handled")
# What the navigation of the console calls its figures.
NAVIGATION = {"work": "todo", "doing": "doing", "watched": "watched"}


def list_counts(viewer: Capacity, figures: Figures | None = None) -> dict[str, int]:
    """Return the number of cases on the lists of open cases and of requests, in three queries or one."""
    return (figures or Figures(viewer)).counted("lists", lambda: _list_counts(viewer))


def nav_counts(viewer: Capacity) -> dict[str, int]:
    """Return the figures beside the links of the console, in two queries or one."""
    return Figures(viewer).counted("navigation", lambda: _nav_counts(viewer))


def _list_counts(viewer: Capacity) -> dict[str, int]:
    seen = Case.objects.filter(reach_of(viewer, Permission.READ))
    figures = {name: Count("pk", filter=LISTS[name].holds(viewer)) for name in COUNTED}
    counts = dict(seen.filter(is_open=True).aggregate(**figures))
    return {**counts, "requests": seen.filter(LISTS["requests"].holds(viewer)).count()}


def _nav_counts(viewer: Capacity) -> dict[str, int]:
    seen = Case.objects.filter(reach_of(viewer, Permission.READ), is_open=True)
    return dict(
        seen.aggregate(**{key: Count("pk", filter=LISTS[name].holds(viewer)) for key, name in NAVIGATION.items()})
    )
