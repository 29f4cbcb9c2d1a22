"""The catalogue by edition, one category, the standards as a list, and how editions answer to one another."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.catalogue.enums import CategoryKind, Level
from chengzhi.catalogue.logged import category_key
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.permissions import Permission
from chengzhi.catalogue.selectors import questions
from chengzhi.console.errors import explained
from chengzhi.console.registers.catalogue import reading as read
from chengzhi.console.registers.catalogue.acts import CATEGORY_ACTS, STANDARD_ACTS
from chengzhi.console.registers.organisation.acting import Frame, open_acts, run
from chengzhi.console.registers.shell import day_shown, figures, page_of
from chengzhi.kernel.settings_book import Told, latest_changes
from chengzhi.kernel.web import StaffRequest, guarded

LOGGED = ("catalogue.category", "catalogue.mapping", "catalogue.standard")


@guarded(Permission.READ)
@explained
@require_GET
def catalogue(request: StaffRequest) -> HttpResponse:
    """Show the categories of an edition by class."""
    shown, text = day_shown(request), request.GET.get("q", "").strip()[:60]
    edition = read.edition_named(request.GET.get("edition", ""), shown.on)
    kind = request.GET.get("kind", CategoryKind.EVENT)
    kind = kind if kind in CategoryKind.values else CategoryKind.EVENT
    classes = read.tree(edition, shown.on, text=text) if edition else []
    context = {
        "day": shown,
        "text": text,
        "edition": edition,
        "editions": read.editions(),
        "tabs": _kinds(request, classes, kind),
        "classes": [one for one in classes if one.kind == kind],
        "nav_counts": figures(request),
    }
    return render(request, "console/catalogue/tree.html", context)


def _kinds(request: StaffRequest, classes: list[read.BigClass], kind: str) -> list[dict[str, Any]]:
    asked = request.GET.copy()
    found = []
    for one in CategoryKind:
        asked["kind"] = one.value
        count = sum(len(big.rows) for big in classes if big.kind == one)
        found.append({"label": one.label, "url": f"?{asked.urlencode()}", "count": count, "active": one == kind})
    return found


@guarded(Permission.READ)
@explained
@require_GET
def category(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one category: words, questions, mappings, its standards on a day, and every version."""
    shown, found = day_shown(request), read.access_category(pk)
    here = reverse("console:category", args=[pk])
    tab = "versions" if request.GET.get("tab") == "versions" else "now"

    def url(name: str) -> str:
        return reverse("console:category_act", args=[pk, name])

    context = {
        "day": shown,
        "category": found,
        "tab": tab,
        "tabs": [
            {"label": _("立案标准"), "url": f"{here}{shown.query}", "active": tab == "now"},
            {"label": _("全部版本"), "url": f"{here}?tab=versions", "active": tab == "versions"},
        ],
        "conditions": read.conditions(found, shown.on),
        "versions": read.versions(found) if tab == "versions" else [],
        "questions": questions(found),
        "mappings": read.mappings(found),
        "acts": open_acts(CATEGORY_ACTS, request.capacity, url, tuple(CATEGORY_ACTS)),
        "may_manage": request.capacity.may(Permission.MANAGE),
        "in_work": read.open_cases(category_id=found.pk),
        "changes": _changes(request, keys=_of(found)),
        "nav_counts": figures(request),
    }
    return render(request, "console/catalogue/category.html", context)


def _changes(request: StaffRequest, *codes: str, keys: Q | None = None) -> list[Told]:
    """Return the latest changes for whoever may change; readers see what holds, not who set it."""
    if not request.capacity.may(Permission.MANAGE):
        return []
    return latest_changes(request.capacity, Permission.MANAGE, *(codes or LOGGED), keys=keys)


def _of(category: Category) -> Q:
    key = category_key(category)
    return Q(key=key) | Q(key__startswith=f"{key}-")


@guarded(Permission.MANAGE)
@explained
@require_http_methods(["GET", "POST"])
def category_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on a category."""
    found = read.access_category(pk)
    back = reverse("console:category", args=[pk])
    frame = Frame(title=found.name, back_url=back, url_name="category_act", key=pk, acts=CATEGORY_ACTS)
    return run(request, name, frame, found)


@guarded(Permission.MANAGE)
@explained
@require_http_methods(["GET", "POST"])
def standard_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on a standard."""
    found = read.access_standard(pk)
    back = reverse("console:category", args=[found.category_id])
    level = f" · {found.get_level_display()}" if found.level else ""
    title = f"{found.category.name} {found.number}{level}"
    frame = Frame(title=title, back_url=back, url_name="standard_act", key=pk, acts=STANDARD_ACTS)
    return run(request, name, frame, found)


@guarded(Permission.READ)
@explained
@require_GET
def editions(request: StaffRequest) -> HttpResponse:
    """Show the editions side by side: codes of classes that disagree, and what answers to what."""
    found = read.editions()
    pairs = [(found[0], one, read.edition_mappings(found[0], one)) for one in found[1:]]
    context = {
        "editions": found,
        "big_codes": read.big_codes(found),
        "changes": _changes(request, "catalogue.edition", "catalogue.mapping"),
        "pairs": [pair for pair in pairs if pair[2]],
        "nav_counts": figures(request),
    }
    return render(request, "console/catalogue/editions.html", context)


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks of the standards; unknown values ask for nothing."""
    level = given.get("level", "")
    return {"text": given.get("q", "").strip()[:60], "level": level if level in Level.values else ""}


@guarded(Permission.READ)
@explained
@require_GET
def standards(request: StaffRequest) -> HttpResponse:
    """Show the standards of a day as a list."""
    shown, asked = day_shown(request), asked_of(request.GET)
    page = page_of(request, read.standards(request.capacity, shown.on, **asked))
    context = {
        "day": shown,
        "asked": asked,
        "page": page,
        "levels": [one for one in Level.choices if one[0]],
        "changes": _changes(request, "catalogue.standard"),
        "nav_counts": figures(request),
    }
    return render(request, "console/catalogue/standards.html", context)
