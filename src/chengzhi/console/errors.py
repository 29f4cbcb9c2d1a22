"""Errors of the services as answers of the console: 404, 403, 409, 422, each in words, nothing typed is lost.

Forms that can show their own errors catch them first; this is what stands behind them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from chengzhi.kernel import components
from chengzhi.kernel.errors import ChengzhiError, NotFound
from chengzhi.kernel.web import StaffRequest, error_page

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]
SWAPPED = {403, 409, 422}


def explained(view: View[P]) -> View[P]:
    """Answer an error of a service with its status: a fragment for htmx, else a page of its own."""

    @wraps(view)
    def answer(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            refuse_nul(request)
            return view(request, *args, **kwargs)
        except ChengzhiError as error:
            return failure(request, error)

    return answer


def refuse_nul(request: HttpRequest) -> None:
    """Raise NotFound for an address with a NUL: no text in the database can hold one, so nothing is there."""
    asked = (value for values in request.GET.lists() for value in values[1])
    if "\0" in request.path or any("\0" in value for value in asked):
        raise NotFound


def failure(request: HttpRequest, error: ChengzhiError) -> HttpResponse:
    """Return the answer for an error of a service."""
    if is_htmx(request) and error.status in SWAPPED:
        return render(request, "cz/form_error.html", components.explain(error), status=error.status)
    return error_page(request, error.status, error.message)


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether only a fragment is wanted."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the visitor on; htmx is told to load the whole page."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def named(name: str, *args: object) -> str:
    """Return the address of a view of the console."""
    return components.reversed_once(f"console:{name}", *args)
