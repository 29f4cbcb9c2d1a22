"""The export of a list: a workbook at once while it is short, else offered to the worker."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.console.errors import explained, named
from chengzhi.console.exports.sheets import Listing
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.web import AnyView, StaffRequest, guarded

# Rows that are written while the reader waits: two to four seconds of work.
AT_ONCE = 10_000


def export_view(listing: Listing) -> AnyView[[]]:
    """Return the view that exports a list to whoever may open it."""

    @guarded(*listing.rights)
    @explained
    @require_GET
    def export(request: StaffRequest) -> HttpResponse:
        return give(request, listing)

    return export


def give(request: StaffRequest, listing: Listing) -> HttpResponse:
    """Write the list as a workbook with the same conditions, rights and order; a long one is asked about first."""
    asked = listing.params(request.GET.dict())
    sheet = listing.read(request.capacity, asked)
    count = sheet.count()
    if count <= AT_ONCE:
        return workbook(request, str(listing.label), sheet.conditions, sheet.columns, sheet.rows())
    query = request.GET.copy()
    context = {
        "ask_url": named("export_ask", listing.name) + (f"?{query.urlencode()}" if query else ""),
        "title": listing.label,
        "count": count,
        "most": AT_ONCE,
        "conditions": listing.told(sheet),
        "list_url": listing.address(asked),
        "nav_counts": counts_for(request.capacity),
    }
    return render(request, "console/exports/ask.html", context)


def counts_for(viewer: Capacity) -> dict[str, int]:
    """Return the figures of the navigation for a page that everybody has."""
    return nav_counts(viewer) if viewer.may(Permission.READ) else {}
