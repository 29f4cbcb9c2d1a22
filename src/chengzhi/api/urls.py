"""The routes of ``/api/v1``; each view carries the guard of its operation."""

from typing import Any

from django.urls import URLPattern, URLResolver, path

from chengzhi.api import pages
from chengzhi.api.guard import guard_of
from chengzhi.api.house import API
from chengzhi.api.routes import cases, catalogue, grid, mapping, media, organisation, reports, steps, tokens

API.add_router("/token", tokens.router)
API.add_router("/reports", reports.router)
API.add_router("/cases", cases.router)
API.add_router("/cases", steps.router)
API.add_router("/map", mapping.router)
API.add_router("/media", media.router)
API.add_router("/organisation", organisation.router)
API.add_router("/grid", grid.router)
API.add_router("/catalogue", catalogue.router)


def _guarded(found: list[Any]) -> list[URLPattern | URLResolver]:
    """Return the addresses, each view with its guard."""
    kept = [one for one in found if one.name != "api-root"]
    for one in kept:
        one.callback.cz_guard = guard_of(one.name)
    return kept


urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", pages.openapi, name="api_document"),
    path("docs", pages.docs, name="api_docs"),
    *_guarded(API.urls[0]),
]
