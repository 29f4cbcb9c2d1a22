"""The page of a case and what belongs to it: media, contact, proof, print, export of its history."""

import json
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.casepage import NearCase, access_media, near_cases
from chengzhi.cases.selectors.timeline import timeline
from chengzhi.cases.selectors.wholecase import whole_case
from chengzhi.cases.services.personal import reveal_contact
from chengzhi.console.errors import explained, is_htmx
from chengzhi.console.work.shown import case_context
from chengzhi.console.work.trail import Trail
from chengzhi.console.work.workbooks import workbook
from chengzhi.evidence.enums import Variant
from chengzhi.evidence.selectors import item
from chengzhi.evidence.serving import media_response
from chengzhi.grid.selectors import divisions_geojson
from chengzhi.kernel import clock
from chengzhi.kernel.clocks import light
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.procedures import verify_chain
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.kernel.wording import moment


@guarded(Permission.READ)
@explained
@require_GET
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case: facts, clocks, acts, history."""
    return render(request, "console/case/page.html", case_context(request, whole_case(request.capacity, number)))


@guarded(Permission.READ)
@explained
@require_GET
def case_print(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case as a sheet for paper."""
    found = whole_case(request.capacity, number)
    context = {**case_context(request, found), "printed_at": clock.now()}
    return render(request, "console/case/sheet.html", context)


@guarded(Permission.READ)
@explained
@require_GET
def media(request: StaffRequest, number: str, item_id: int) -> HttpResponse:
    """Send a medium of a case to whoever may see the case."""
    found = access_media(request.capacity, number, item_id)
    if found is None:
        raise NotFound
    return cast("HttpResponse", media_response(request, found.item, _variant(request)))


@guarded()
@explained
@require_GET
def own_media(request: StaffRequest, item_id: int) -> HttpResponse:
    """Send a medium to the person who has just handed it in and not yet tied it to anything."""
    found = item(item_id)
    if found.uploaded_by_id != request.capacity.account_id:
        raise NotFound
    return cast("HttpResponse", media_response(request, found, _variant(request)))


def _variant(request: StaffRequest) -> Variant:
    size = request.GET.get("size", "")
    return Variant(size) if size in Variant.values else Variant.ORIGINAL


@guarded(Permission.READ)
@explained
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for a purpose, then show the reporters' contacts once; the look is logged."""
    found = whole_case(request.capacity, number)
    purpose = request.POST.get("purpose", "")
    context: dict[str, Any] = {"case": found, "trail": Trail.read(request), "purpose": purpose}
    if request.method == "POST":
        try:
            context["contacts"] = reveal_contact(case=found, purpose=purpose, capacity=request.capacity)
        except BadInput as error:
            context["error"] = error.message
    status = 422 if "error" in context else 200
    if is_htmx(request):
        return render(request, "console/case/contact.html", context, status=status)
    whole = {**case_context(request, found), **context, "is_asking": True}
    return render(request, "console/case/page.html", whole, status=status)


@guarded(Permission.READ)
@explained
@require_GET
def proof(request: StaffRequest, number: str) -> HttpResponse:
    """Recompute the chain of steps of a case and show whether it holds, step by step."""
    found = access_case(request.capacity, number)
    report = verify_chain(found)
    rows = [(row, row.seq in report.broken) for row in timeline(found)]
    trail = Trail.read(request)
    context = {"case": found, "report": report, "rows": rows, "trail": trail, "checked_at": clock.now()}
    return render(request, "console/case/proof.html", {**context, "case_url": trail.case_url(number)})


@guarded(Permission.READ)
@explained
@require_GET
def case_points(request: StaffRequest, number: str) -> HttpResponse:
    """Return the place of a case, and of open cases near by, for its small map."""
    found = access_case(request.capacity, number)
    shown: list[Case | NearCase] = [found, *near_cases(request.capacity, found)]
    now = clock.now()
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "kind": "case",
                "id": one.number,
                "light": light(due_at=one.due_at, warn_at=one.warn_at, is_paused=one.is_clock_paused, at=now) or "g",
                "title": f"{one.short_number} {one.summary}",
                "url": Trail().case_url(one.number),
            },
        }
        for one in shown
        if one.lon is not None
    ]
    return HttpResponse(
        json.dumps({"type": "FeatureCollection", "features": features}), content_type="application/geo+json"
    )


@guarded(Permission.READ)
@explained
@require_GET
def streets(_request: StaffRequest) -> HttpResponse:
    """Return the outlines of the streets for small maps."""
    payload = divisions_geojson("street")
    headers = {"ETag": f'"{payload.etag}"', "Cache-Control": "private, max-age=300"}
    return HttpResponse(payload.body, content_type="application/geo+json", headers=headers)


def _columns() -> list[Column]:
    return [
        Column(_("序号"), ColumnKind.NUMBER, 8),
        Column(_("时间"), ColumnKind.MOMENT, 18),
        Column(_("步骤"), width=16),
        Column(_("姓名"), width=12),
        Column(_("岗位"), width=16),
        Column(_("单位"), width=24),
        Column(_("内容"), width=60),
        Column(_("依据"), width=24),
        Column(_("用时"), width=16),
        Column(_("限时"), width=16),
        Column(_("存证"), width=66),
    ]


@guarded(Permission.EXPORT)
@explained
@require_POST
def timeline_export(request: StaffRequest, number: str) -> HttpResponse:
    """Write the history of a case as a workbook."""
    found = access_case(request.capacity, number, Permission.EXPORT)
    names = ("seq", "at", "act", "person", "capacity", "unit", "detail", "basis", "used", "limit", "hash")
    rows = [[getattr(row, name) for name in names] for row in reversed(timeline(found))]
    conditions = [(_("案卷"), f"{found.number} {found.summary}"), (_("数据到"), moment(clock.now(), clock.now()))]
    return workbook(request, _("流转记录 %(number)s") % {"number": found.number}, conditions, _columns(), rows)
