"""The routes of ``/api/v1``; each view carries the guard of its operation."""

from typing import Any

from django.urls import URLPattern, URLResolver, path

from chengzhi.api import pages
from chengzhi.api.guard import guard_of
from chengzhi.api.routing import API


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
