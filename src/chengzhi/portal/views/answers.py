"""Errors of services as pages, the same way in every view of the portal."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from chengzhi.kernel.errors import ChengzhiError, NotFound
from chengzhi.kernel.web import error_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Answer = Callable[Concatenate[HttpRequest, P], HttpResponse]


def answering(view: View[P]) -> Answer[P]:
    """Turn what a service refuses into a page that says what to do; nothing typed is thrown away by it."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return cast("HttpResponse", view(request, *args, **kwargs))  # a stream of media is sent like any other
        except NotFound:
            return render(request, "portal/lost.html", status=404)
        except ChengzhiError as fault:
            return error_page(request, fault.status, fault.message)

    return answer
