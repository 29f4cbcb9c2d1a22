"""Every address says which permission it needs, or why it is public."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses of installed packages, guarded by themselves: sign-in pages and the language switch.
PACKAGES = ("allauth.", "django.views.i18n", "django.views.static")
SIGN_IN = "accounts/"  # redirects that the sign-in package leaves where self-service is switched off


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def home(view: Any) -> str:
    """Return the module a view comes from, also where a class made it."""
    return str(getattr(view, "view_class", view).__module__)


def test_every_route_declares_its_guard() -> None:
    silent = [
        address
        for address, view in routes(get_resolver())
        if not getattr(view, "cz_guard", "") and not home(view).startswith(PACKAGES) and not address.startswith(SIGN_IN)
    ]
    assert silent == []


def test_every_public_route_gives_a_reason() -> None:
    guards = [getattr(view, "cz_guard", "") for _address, view in routes(get_resolver())]
    assert [one for one in guards if one.startswith("public:") and len(one) < len("public: why")] == []
