"""Guards of routes: every view says which permission it needs, or why it is public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.permissions import OfficialPermission

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody signed in, in a chosen capacity."""

    capacity: Capacity


class Guarded(Protocol):
    """A view that carries its guard, for the test that walks the routes."""

    cz_guard: str


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def guarded(*permissions: OfficialPermission) -> Callable[[StaffView[P]], AnyView[P]]:
    """Admit people signed in whose capacity holds any of the permissions; with none named, any capacity."""

    def decorate(view: StaffView[P]) -> AnyView[P]:
        @wraps(view)
        def guard(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            capacity: Capacity | None = getattr(request, "capacity", None)
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if capacity is None:
                return HttpResponseRedirect("/console/capacity/?next=" + quote(request.get_full_path()))
            if permissions and not any(capacity.may(one) for one in permissions):
                return error_page(request, 404)
            return view(cast("StaffRequest", request), *args, **kwargs)

        cast("Guarded", guard).cz_guard = ",".join(permissions) or "any capacity"
        return cast("AnyView[P]", guard)

    return decorate


def public(reason: str) -> Callable[[AnyView[P]], AnyView[P]]:
    """Mark a view as open to everyone, and say why."""

    def decorate(view: AnyView[P]) -> AnyView[P]:
        cast("Guarded", view).cz_guard = f"public: {reason}"
        return view

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the visitor to sign in and back; an htmx request is told to load the whole page."""
    address = f"{settings.LOGIN_URL if settings.LOGIN_URL.startswith('/') else '/accounts/login/'}"
    target = f"{address}?next={quote(request.get_full_path())}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Return the page for an error, in words; the same page for missing and for not yours."""
    words = message or {
        403: _("这件事您现在的身份不能办。"),
        404: _("没有找到。编号可能有误，或不在您的管理范围。"),
    }.get(status, _("没有办成，请稍后再试。"))
    return render(request, "error.html", {"status": status, "message": words}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Explain a rejected form in words."""
    return error_page(request, 403, _("页面放得太久，没有提交。请退回上一页，刷新后再提交，写的内容还在。"))


@public("probes of the load balancer and of doctor")
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process lives."""
    return HttpResponse("ok", content_type="text/plain")
