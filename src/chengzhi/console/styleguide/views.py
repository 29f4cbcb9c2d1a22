"""Demo only: every component with sample data, and the three shells."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from chengzhi.console.styleguide import samples
from chengzhi.kernel import clock
from chengzhi.kernel.errors import SubjectMoved
from chengzhi.kernel.web import StaffRequest, public

REASON = "demo styleguide"
DOORS = {
    "list": "console", "case": "console", "map": "console",
    "place": "portal", "portal": "portal", "field": "field",
}  # fmt: skip


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _as_clerk(request: HttpRequest) -> None:
    """Let the shells show a capacity without anybody signed in."""
    cast("StaffRequest", request).capacity = samples.capacity()


def _context() -> dict[str, Any]:
    now = clock.now()
    return {
        "now": now,
        "rows": samples.rows(now),
        "paused_clock": samples.paused(),
        "wrong_form": samples.wrong_form(),
        "form": samples.ReportForm(),
        "timeline_rows": samples.timeline(now),
        "refusal_rows": samples.refusals(),
        "stages": samples.stages(),
        "page": samples.page(),
        "before": [samples.photo(0, "陈红 采集员", now), samples.photo(1, "陈红 采集员", now)],
        "after": [samples.photo(1, "刘强 处置员", now)],
        "moved": SubjectMoved(["王敏 14:32 已立案"]),
        "primary": {"label": "拍处置后照片", "url": "#", "key": "ctrl+enter"},
        "other_acts": [{"label": "回退", "url": "#"}, {"label": "撤回延期申请", "url": "#", "method": "post"}],
        "chip_rows": samples.chips(),
        "tab_rows": samples.tabs(),
        "nav_counts": {"work": 38, "doing": 112, "watched": 4, "tasks": 3},
    }


@public(REASON)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    _only_in_the_demo()
    _as_clerk(request)
    return render(request, "console/styleguide/page.html", _context())


@public(REASON)
def shell(request: HttpRequest, door: str) -> HttpResponse:
    """Show the list page, the case page, or the phone shells."""
    _only_in_the_demo()
    if door not in DOORS:
        raise Http404
    _as_clerk(request)
    context = {**_context(), "cz_door": DOORS[door]}
    return render(request, f"console/styleguide/{door}.html", context)


def _sample(make: Callable[[], dict[str, Any]]) -> JsonResponse:
    _only_in_the_demo()
    return JsonResponse(make())


@public(REASON)
def points(_request: HttpRequest) -> HttpResponse:
    return _sample(samples.points)


@public(REASON)
def divisions(_request: HttpRequest) -> HttpResponse:
    return _sample(samples.divisions)
