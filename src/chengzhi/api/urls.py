"""The routes of ``/api/v1``; each view carries the guard of its operation."""

from typing import Any

from django.urls import URLPattern, URLResolver

from chengzhi.api.guard import guard_of
from chengzhi.api.house import house
from chengzhi.api.routes import cases, mapping, reports, steps

api = house()
api.add_router("/reports", reports.router)
api.add_router("/cases", cases.router)
api.add_router("/cases", steps.router)
api.add_router("/map", mapping.router)


def _guarded(found: list[Any]) -> list[URLPattern | URLResolver]:
    """Return the addresses, each view with its guard; the list of addresses itself is the document's to give."""
    kept = [one for one in found if one.name != "api-root"]
    for one in kept:
        one.callback.cz_guard = guard_of(one.name)
    return kept


urlpatterns = _guarded(api.urls[0])
