"""Parts: the list, the page of one with its history, and its acts on the map."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained, go
from chengzhi.console.map.ground import home_view, review_number
from chengzhi.console.registers.grid import reading as read
from chengzhi.console.registers.grid.part_acts import ACTS, NEW_ACTS
from chengzhi.console.registers.grid.shapes import View
from chengzhi.console.registers.organisation.acting import (
    Frame,
    attempt,
    chosen_act,
    context_of,
    form_of,
    open_acts,
    run,
)
from chengzhi.console.registers.shell import figures, page_of
from chengzhi.console.settings.dated import NEW
from chengzhi.grid.enums import PartState
from chengzhi.grid.models import Part
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import access_part
from chengzhi.kernel.coordinates import box_around
from chengzhi.kernel.web import StaffRequest, guarded

CLOSE, NEAR_M = 18.0, 150.0


def asked_of(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address asks of the list; unknown values ask for nothing."""
    asked = {name: given.get(name, "") for name in ("area", "category", "state")}
    return {
        "text": given.get("q", "").strip()[:60],
        "area": asked["area"] if asked["area"].isdigit() else "",
        "category": asked["category"] if asked["category"].isdigit() else "",
        "state": asked["state"] if asked["state"] in PartState.values else "",
        "retired": given.get("retired") == "1",
    }


@guarded(Permission.READ)
@explained
@require_GET
def parts(request: StaffRequest) -> HttpResponse:
    """Show the parts in use, or the retired ones."""
    asked = asked_of(request.GET)
    context = {
        "asked": asked,
        "page": page_of(request, read.find_parts(request.capacity, **asked)),
        "categories": read.part_categories(),
        "states": PartState.choices,
        "streets": read.streets(),
        "may_register": request.capacity.may(Permission.MANAGE_PARTS),
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/parts.html", context)


@guarded(Permission.READ)
@explained
@require_GET
def part(request: StaffRequest, code: str) -> HttpResponse:
    """Show one part: what it is, where it stands, what was done to it."""
    found = access_part(request.capacity, code)

    def url(name: str) -> str:
        return reverse("console:part_act", args=[code, name])

    context = {
        "part": found,
        "category": dict(read.part_categories()).get(found.category_code, ""),
        "home": View(found.lon, found.lat, CLOSE),
        "box": ",".join(f"{side:.6f}" for side in box_around((found.lon, found.lat), NEAR_M)),
        "review_number": review_number(),
        "changes": read.part_changes(found),
        "acts": [] if found.valid_to else open_acts(ACTS, request.capacity, url, tuple(ACTS)),
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/part.html", context)


@guarded(Permission.MANAGE_PARTS)
@explained
@require_http_methods(["GET", "POST"])
def part_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Register a part, or take an act on one; where a position is asked for, the map is there to pick it."""
    found = None if key == NEW else access_part(request.capacity, key, Permission.MANAGE_PARTS)
    acts = NEW_ACTS if found is None else ACTS
    back = reverse("console:part", args=[key]) if found else reverse("console:parts")
    title = found.name if found else _("部件")
    frame = Frame(title=title, back_url=back, url_name="part_act", key=key, acts=acts)
    act = chosen_act(acts, name, request.capacity)
    if not getattr(act.form, "has_map", False):
        return run(request, name, frame, found)
    return _placed(request, frame, name, found)


def _placed(request: StaffRequest, frame: Frame, name: str, found: Part | None) -> HttpResponse:
    act = frame.acts[name]
    form = form_of(request, act, found, data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = attempt(act, form)
        if done is not None:
            messages.success(request, done.words)
            back = frame.back_url if found else reverse("console:part", args=[form.values["code"].strip()])
            return go(request, done.url or back)
    home = View(found.lon, found.lat, CLOSE) if found else home_view(request.capacity)
    context = {
        **context_of(request, name, form, frame),
        "home": home,
        "review_number": review_number(),
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/placed.html", context, status=422 if request.method == "POST" else 200)
