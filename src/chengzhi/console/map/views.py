"""The map workbench: list, map and card of one case, under one set of filters."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.casepage import media_by_stage
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.filters import channel_name
from chengzhi.cases.selectors.mapping import MapQuery, map_cases
from chengzhi.cases.selectors.nextacts import waiting_for
from chengzhi.cases.selectors.reporters import next_move
from chengzhi.console.errors import explained, is_htmx, named
from chengzhi.console.map.choices import filter_choices, light_links
from chengzhi.console.map.feeds import more_address
from chengzhi.console.map.ground import home_view, review_number
from chengzhi.console.map.reading import FILTERS, filter_params, read_query, read_rows
from chengzhi.console.work.pictures import picture
from chengzhi.grid.selectors import duties_of
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.web import StaffRequest, guarded

Context = dict[str, Any]


@guarded(Permission.READ)
@explained
@require_safe
def workbench(request: StaffRequest) -> HttpResponse:
    """Show the workbench; the list stands there before any script has run."""
    fault = ""
    try:
        query = read_query({name: request.GET.get(name, "") for name in (*FILTERS, "frame")})
    except BadInput as error:
        query, fault = MapQuery(), error.message
    rows = read_rows(request.GET.get("rows", ""))
    view = map_cases(request.capacity, query, rows=rows)
    params = filter_params(query)
    context = {
        "view": view,
        "query": query,
        "fault": fault,
        "home": home_view(request.capacity),
        "chosen": request.GET.get("case", "")[:32],
        "choices": filter_choices(request.capacity, query),
        "lights": light_links(query),
        "clear_url": named("map") if params else "",
        "points_url": f"{named('map_points')}?{urlencode({**params, 'list': '1', 'rows': rows})}",
        "more_url": more_address(query, rows),
        "review_number": review_number(),
        "tianditu_key": settings.TIANDITU_KEY,
        "nav_counts": nav_counts(request.capacity),
    }
    return render(request, "console/map/page.html", context, status=422 if fault else 200)


@guarded(Permission.READ)
@explained
@require_safe
def map_case(request: StaffRequest, number: str) -> HttpResponse:
    """Show one case beside the map: photo, deadline, unit, next act, who answers for its cell."""
    case = access_case(request.capacity, number)
    before = [one for one in media_by_stage(case)[MediaStage.BEFORE] if one.item.has_picture]
    context = {
        "case": case,
        "photo": picture(case, before[0]) if before else None,
        "photos": len(before),
        "row": next_move(request.capacity, case),
        "waiting": waiting_for(case),
        "source": channel_name(case.channel),
        "duties": duties_of(case.cell_code) if case.cell_code else [],
        "title": _("案卷 %(number)s") % {"number": case.short_number},
    }
    shape = "card" if is_htmx(request) else "card_page"
    return render(request, f"console/map/{shape}.html", context)
