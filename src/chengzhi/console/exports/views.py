"""My exports (我的导出): asking for one, how far it has come, the download while one may still see what it holds."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chengzhi.console.errors import explained, go, is_htmx, named
from chengzhi.console.exports import store
from chengzhi.console.exports.giving import counts_for, give
from chengzhi.console.exports.known import open_listing
from chengzhi.console.exports.running import allowed_capacity
from chengzhi.console.exports.sheets import Given, Listing
from chengzhi.console.exports.tasks import write_export
from chengzhi.console.work.workbooks import XLSX
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.selectors import today

PATIENCE = 60


@guarded()
@explained
@require_GET
def export_list(request: StaffRequest, name: str) -> HttpResponse:
    """Export a list to whoever may open it."""
    return give(request, open_listing(request.capacity, name))


@guarded()
@explained
@require_POST
def export_ask(request: StaffRequest, name: str) -> HttpResponse:
    """Leave a long list to the worker."""
    listing = open_listing(request.capacity, name)
    _queue(request, listing, listing.fixed(request.GET.dict(), today()))
    return go(request, named("exports"))


def _queue(request: StaffRequest, listing: Listing, params: Given) -> None:
    sheet = listing.read(request.capacity, params)
    export, is_new = store.ask(
        viewer=request.capacity, list_name=listing.name, title=str(listing.label), params=dict(params),
        conditions=listing.told(sheet), expected=sheet.count(),
    )  # fmt: skip
    if is_new:
        write_export.defer(account=export.account, token=export.token)
        messages.success(request, _("已开始导出，好了在这里下载，可以先离开。"))
    else:
        messages.info(request, _("同样的导出正在做，不用再导一次。"))


@guarded()
@explained
@require_GET
def exports(request: StaffRequest) -> HttpResponse:
    """Show one's own exports of the last week, newest first; htmx gets the rows only."""
    found = store.mine(request.capacity)
    context = {
        "exports": found,
        "is_running": any(one.is_running for one in found),
        "stuck": [one.token for one in found if one.stage == "waiting" and one.waited > PATIENCE],
    }
    if is_htmx(request):
        return render(request, "console/exports/rows.html", context)
    return render(request, "console/exports/mine.html", {**context, "nav_counts": counts_for(request.capacity)})


@guarded()
@explained
@require_GET
def export_file(request: StaffRequest, token: str) -> HttpResponse:
    """Send the workbook, if whoever asked for it may still see all of what it holds."""
    export = store.access_export(request.capacity, token)
    if export.stage != "done" or not export.book.is_file():
        raise NotFound
    allowed_capacity(export)
    answer = FileResponse(export.book.open("rb"), as_attachment=True, filename=export.filename, content_type=XLSX)
    answer.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


@guarded()
@explained
@require_POST
def export_again(request: StaffRequest, token: str) -> HttpResponse:
    """Ask again for an export that failed or stands still, in the capacity and with the reach of today."""
    export = store.access_export(request.capacity, token)
    if export.stage != "failed" and not export.is_silent:
        raise BadInput(_("这份导出没有失败，不用重新导出。请等它写完，或从列表再导一份。"))
    listing = open_listing(request.capacity, export.list_name)
    export.drop()
    _queue(request, listing, listing.params(export.params))
    return go(request, named("exports"))


@guarded()
@explained
@require_POST
def export_drop(request: StaffRequest, token: str) -> HttpResponse:
    """Remove one of one's own exports before its week is over."""
    export = store.access_export(request.capacity, token)
    if export.stage == "writing" and not export.is_silent:
        raise BadInput(_("这份导出正在写，没有删除。请等它写完再删。"))
    export.drop()
    messages.success(request, _("已删除导出“%(title)s”。") % {"title": export.title})
    return go(request, named("exports"))
