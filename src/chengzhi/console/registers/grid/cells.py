"""Cells: the list of a day, the page of one with map, versions and duties, and its acts."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained, go
from chengzhi.console.map.ground import review_number
from chengzhi.console.registers.grid import reading as read
from chengzhi.console.registers.grid.cell_acts import ACTS, BOUNDARY, DUTY_ACTS
from chengzhi.console.registers.grid.shapes import neighbourhood, read_boundary, view_of
from chengzhi.console.registers.organisation.acting import Frame, form_of, open_acts, run
from chengzhi.console.registers.shell import DayShown, day_shown, figures, page_of
from chengzhi.grid.enums import Grade
from chengzhi.grid.models import Cell, CellVersion
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import access_cell
from chengzhi.grid.services import Drawing, change_cell_boundary
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.web import StaffRequest, guarded

DIGITS = {9, 12}


def asked_of(given: Mapping[str, str]) -> dict[str, Any]:
    """Return what an address asks of the list; unknown values ask for nothing."""
    area, grade = given.get("area", ""), given.get("grade", "")
    return {
        "text": given.get("q", "").strip()[:60],
        "area": area if area.isdigit() and len(area) in DIGITS else "",
        "grade": grade if grade in Grade.values else "",
        "bare": given.get("bare") == "1",
    }


@guarded(Permission.READ)
@explained
@require_GET
def cells(request: StaffRequest) -> HttpResponse:
    """Show the cells of a day, by street and community."""
    shown, asked = day_shown(request), asked_of(request.GET)
    page = page_of(request, read.find_cells(request.capacity, shown.on, **asked))
    context = {
        "day": shown,
        "asked": asked,
        "page": page,
        "rows": read.cell_rows(list(page), shown.on, is_today=shown.is_today),
        "streets": read.streets(shown.on),
        "grades": Grade.choices,
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/cells.html", context)


@guarded(Permission.READ)
@explained
@require_GET
def cell(request: StaffRequest, code: str) -> HttpResponse:
    """Show one cell: where it is, what holds today, who answers for it, what it was."""
    found, shown = access_cell(request.capacity, code), day_shown(request)
    lasting, over = read.cell_duties(found, shown.on)
    context = {
        "cell": found,
        "day": shown,
        "then": None
        if shown.is_today
        else found.versions.filter(valid_from__lte=shown.on).order_by("valid_from").last(),
        "home": view_of(found.boundary),
        "review_number": review_number(),
        "figures": read.cell_figures(found),
        "versions": read.cell_versions(found),
        "duties": lasting,
        "past_duties": over,
        "may_duties": request.capacity.may(Permission.MANAGE_DUTIES),
        "acts": _acts(request.capacity, found, shown),
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/cell.html", context)


def _acts(viewer: Capacity, found: Cell, shown: DayShown) -> list[dict[str, Any]]:
    if found.valid_to is not None and found.valid_to <= shown.on:
        return []
    links = open_acts(ACTS, viewer, lambda name: reverse("console:cell_act", args=[found.code, name]), tuple(ACTS))
    if viewer.may(Permission.MANAGE_CELLS):
        url = reverse("console:cell_boundary", args=[found.code])
        links.insert(1, {"name": "boundary", "label": BOUNDARY.label, "url": url, "danger": False})
    return links


@guarded(Permission.READ)
@explained
@require_GET
def cell_map(request: StaffRequest, code: str) -> HttpResponse:
    """Return a cell and those around it as GeoJSON."""
    found = access_cell(request.capacity, code)
    return JsonResponse(neighbourhood(found), content_type="application/geo+json")


@guarded(Permission.MANAGE_CELLS, Permission.MANAGE_DUTIES)
@explained
@require_http_methods(["GET", "POST"])
def cell_act(request: StaffRequest, code: str, name: str) -> HttpResponse:
    """Take an act on a cell."""
    right = Permission.MANAGE_DUTIES if name == "assign" else Permission.MANAGE_CELLS
    if name not in ACTS or not request.capacity.may(right):
        raise NotFound
    found = access_cell(request.capacity, code, right)
    return run(request, name, frame_of(found, "cell_act", found.code, ACTS), found)


@guarded(Permission.MANAGE_DUTIES)
@explained
@require_http_methods(["GET", "POST"])
def duty_act(request: StaffRequest, code: str, pk: int, name: str) -> HttpResponse:
    """End a duty."""
    found = access_cell(request.capacity, code, Permission.MANAGE_DUTIES)
    duty = found.duties.filter(pk=pk).first()
    if duty is None:
        raise NotFound
    title = f"{duty.get_kind_display()} {duty.name}"
    back = reverse("console:cell", args=[code])
    frame = Frame(title=title, back_url=back, url_name="duty_act", key=pk, acts=DUTY_ACTS)
    return run(request, name, frame, duty)


def frame_of(found: Cell, url_name: str, key: int | str, acts: Any) -> Frame:
    back = reverse("console:cell", args=[found.code])
    return Frame(title=found.name or found.code, back_url=back, url_name=url_name, key=key, acts=acts)


@guarded(Permission.MANAGE_CELLS)
@explained
@require_http_methods(["GET", "POST"])
def cell_boundary(request: StaffRequest, code: str) -> HttpResponse:
    """Check a new boundary against the neighbours, or let it hold from a day on."""
    found = access_cell(request.capacity, code, Permission.MANAGE_CELLS)
    frame = frame_of(found, "cell_act", code, ACTS)
    form = form_of(request, BOUNDARY, found, data=request.POST if request.method == "POST" else None)
    form.files = request.FILES
    version = None
    if request.method == "POST" and form.is_valid():
        is_check = "check" in request.POST
        version = _redraw(form, found, is_check=is_check)
        if version is not None and not is_check:
            messages.success(request, _("已调整边界，%(day)s 起生效。") % {"day": version.valid_from})
            return go(request, frame.back_url)
    context = {
        "form": form, "frame": frame, "cell": found, "act": BOUNDARY, "checked": version, "nav_counts": figures(request),
    }  # fmt: skip
    status = 422 if form.errors or form.reasons else 200
    return render(request, "console/grid/boundary.html", context, status=status)


def _redraw(form: Any, found: Cell, *, is_check: bool) -> CellVersion | None:
    """Let the boundary be the cell's, or with ``is_check`` only find out whether it could be.

    Faults go to the form; what was read, also from a file, stands in the form for the next time.
    """
    given = form.values
    try:
        boundary = read_boundary(given["boundary"], given["file"], given["datum"])
        with transaction.atomic():
            version = change_cell_boundary(
                capacity=form.viewer,
                code=found.code,
                drawing=Drawing(boundary=boundary),
                effective_on=given["on"],
                document=given["document"],
            )
            transaction.set_rollback(is_check)
    except BadInput as fault:
        form.refuse(fault)
        return None
    form.data = form.data.copy()
    form.data["boundary"], form.data["datum"] = json.dumps(boundary), Datum.CGCS2000.value
    return version
