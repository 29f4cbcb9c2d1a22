"""The work lists: a page of a list, what is new on it, its filters, its export, one's own views."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.counts import NAVIGATION, list_counts
from chengzhi.cases.selectors.figures import Figures
from chengzhi.cases.selectors.filters import filter_options, filter_words, views_of
from chengzhi.cases.selectors.worklists import CAP, LISTS, WorkPage, WorkQuery, entered_since, listed, work_page
from chengzhi.cases.services.views import drop_view, save_view
from chengzhi.console.context import whistles_of
from chengzhi.console.errors import explained, go, is_htmx, named
from chengzhi.console.work.batch import batch_acts
from chengzhi.console.work.lines import lines
from chengzhi.console.work.trail import Trail, list_url
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.web import StaffRequest, guarded

LIGHTS = "rygb"
KEYED = 5  # the keys 1 to 5 open tabs
POLL_MEMORY = timedelta(hours=12)


@guarded(Permission.READ)
@explained
@require_GET
def work(request: StaffRequest, name: str = "todo") -> HttpResponse:
    """Show a page of a list."""
    query = read_query(request, name)
    figures = Figures(request.capacity)
    page = work_page(request.capacity, query, figures)
    counts = list_counts(request.capacity, figures)
    # Both were counted a moment ago, and one page says one number.
    if query.name in counts and not (query.chosen or page.is_capped):
        counts[query.name] = page.total
    context = {
        "page": page,
        "title": query.work_list.label,
        "is_open": query.work_list.is_open,
        "tabs": _tabs(query, counts),
        "lights": _lights(page),
        "chips": _chips(query),
        "clear_url": list_url(WorkQuery(name=query.name)) if len(query.chosen) > 1 else "",
        "rows": page.rows,
        "lines": lines(page.rows, Trail(query), page.as_of),
        "urls": _urls(request, page),
        "views": views_of(request.capacity),
        "batch": batch_acts(page.rows),
        "empty": _empty(request.capacity, query) if not page.rows else None,
        "nav_counts": {key: counts[name] for key, name in NAVIGATION.items()} | whistles_of(request.capacity),
        "sort": query.sort or ("due" if query.work_list.is_open else "-moved"),
    }
    return render(request, "console/work/list.html", context)


def read_query(request: StaffRequest, name: str) -> WorkQuery:
    """Return what the address asks of a list, or raise NotFound for a list there is not."""
    if name not in LISTS:
        raise NotFound
    return WorkQuery.read(name, request.GET.dict())


def _tabs(query: WorkQuery, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": one.label,
            "url": list_url(WorkQuery(name=one.name)),
            "count": counts.get(one.name) or "",
            "active": one.name == query.name,
            "key": str(at) if at <= KEYED else "",
        }
        for at, one in enumerate(LISTS.values(), start=1)
    ]


def _lights(page: WorkPage) -> list[dict[str, Any]]:
    found = []
    for code in LIGHTS:
        is_on = page.query.light == code
        target = page.query.without("light") if is_on else page.query.narrowed(light=code)
        found.append({"code": code, "count": page.lights[code], "url": list_url(target), "is_on": is_on})
    return found


def _chips(query: WorkQuery) -> list[dict[str, Any]]:
    return [
        {"label": label, "value": value, "remove_url": list_url(query.without(key))}
        for key, label, value in filter_words(query)
    ]


def _urls(request: StaffRequest, page: WorkPage) -> dict[str, str]:
    query = page.query
    more = f"?{urlencode(query.params())}" if query.params() else ""
    since = urlencode({**query.params(), "since": page.as_of.isoformat()})
    export = named("work_export", query.name) + more if request.capacity.may(Permission.EXPORT) else ""
    return {
        "here": list_url(query),
        "filters": named("work_filters", query.name) + more,
        "news": f"{named('work_news', query.name)}?{since}",
        "export": export,
        "save": named("view_save", query.name) + more,
        "previous": list_url(query.paged(query.page - 1)) if query.page > 1 else "",
        "next": list_url(query.paged(query.page + 1)) if page.has_next else "",
        "batch": named("batch") + Trail(query).params(),
    }


def _empty(viewer: Capacity, query: WorkQuery) -> dict[str, str]:
    """Say why a list is empty and the one way on."""
    if query.chosen:
        return _without_one(viewer, query)
    if query.name == "todo":
        words = _("没有待办的案卷。新案卷来了会在这里提示。")
        return {"text": words, "url": list_url(WorkQuery(name="doing")), "label": _("看在办")}
    words = _("“%(list)s”里没有案卷。") % {"list": query.work_list.label}
    return {"text": words, "url": list_url(WorkQuery()), "label": _("看待办")}


def _without_one(viewer: Capacity, query: WorkQuery) -> dict[str, str]:
    """Offer to drop the one filter without which there are cases, else all of them."""
    for key, label, value in filter_words(query):
        wider = query.without(key)
        count = listed(viewer, wider)[:CAP].count() if wider.chosen else 0
        if count:
            parts = {"filter": f"{label} {value}", "count": count}
            words = _("没有符合条件的案卷，去掉“%(filter)s”有 %(count)s 件。") % parts
            return {"text": words, "url": list_url(wider), "label": _("去掉")}
    return {
        "text": _("没有符合条件的案卷。"), "url": list_url(WorkQuery(name=query.name)), "label": _("去掉全部条件")
    }  # fmt: skip


@guarded(Permission.READ)
@explained
@require_GET
def news(request: StaffRequest, name: str) -> HttpResponse:
    """Say how many cases have come onto the list since the page was opened, without pushing the list."""
    query = read_query(request, name)
    since = _moment(request.GET.get("since", ""))
    count = entered_since(request.capacity, query, since) if since else 0
    context = {"count": count, "url": list_url(query.paged(1))}
    return render(request, "console/work/news.html", context)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    is_recent = moment is not None and moment.tzinfo is not None and moment > clock.now() - POLL_MEMORY
    return moment if is_recent else None


@guarded(Permission.READ)
@explained
@require_GET
def filters(request: StaffRequest, name: str) -> HttpResponse:
    """Show the filters of a list as a form."""
    query = read_query(request, name)
    options = filter_options(request.capacity, query)
    address = named("work") if name == "todo" else named("work_list", name)
    context = {"query": query, "options": options, "action": address, "title": query.work_list.label}
    shape = "form" if is_htmx(request) else "page"
    return render(request, f"console/work/filters_{shape}.html", context)


@guarded(Permission.READ)
@explained
@require_POST
def view_save(request: StaffRequest, name: str) -> HttpResponse:
    """Keep the list with its filters under a name."""
    query = read_query(request, name)
    address = urlencode(query.paged(1).params())
    save_view(name=request.POST.get("name", ""), query=query, address=address, capacity=request.capacity)
    return go(request, list_url(query))


@guarded(Permission.READ)
@explained
@require_POST
def view_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    drop_view(pk=pk, capacity=request.capacity)
    return go(request, named("work"))
