"""Search: an exact number opens its case, everything else lists what fits and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.finding import MOST, case_numbered, find_cases
from chengzhi.console.errors import explained, go
from chengzhi.console.work.trail import Trail
from chengzhi.kernel.web import StaffRequest, guarded

LONGEST = 60


@guarded(Permission.READ)
@explained
@require_GET
def search(request: StaffRequest) -> HttpResponse:
    """Find cases by whatever a caller or a colleague can name."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    exact = case_numbered(request.capacity, typed) if typed else ""
    if exact:
        return go(request, Trail().case_url(exact))
    hits = find_cases(request.capacity, typed)
    rows = [{"case": one.case, "why": one.why, "url": Trail().case_url(one.case.number)} for one in hits]
    context = {"typed": typed, "rows": rows, "is_full": len(rows) >= MOST}
    return render(request, "console/work/search.html", context)
