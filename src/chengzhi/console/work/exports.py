"""A list as a workbook: at once while it is short, else offered to the worker."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.worklists import CAP
from chengzhi.console.errors import explained
from chengzhi.console.work.lists import read_query
from chengzhi.console.work.sheets import ListSheet, list_columns
from chengzhi.console.work.trail import Trail, list_url
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.web import StaffRequest, guarded


@guarded(Permission.EXPORT)
@explained
@require_GET
def export(request: StaffRequest, name: str) -> HttpResponse:
    """Write the list as a workbook with the same filters, rights and order; a long one is asked about first."""
    sheet = ListSheet(request.capacity, read_query(request, name))
    count = sheet.count()
    if count <= CAP:
        return workbook(request, sheet.title, sheet.conditions, list_columns(), sheet.rows())
    context = {
        "ask_url": Trail(sheet.query).export_url(),
        "title": sheet.title,
        "count": count,
        "most": CAP,
        "conditions": sheet.conditions[1:],
        "list_url": list_url(sheet.query),
        "nav_counts": nav_counts(request.capacity),
    }
    return render(request, "console/exports/ask.html", context)
