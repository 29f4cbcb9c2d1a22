"""The way of an API request: past sessions, cookies, forms and pages, straight to its route.

Stands behind ``SecurityMiddleware``, whose headers it keeps, and adds those that a program's answer needs.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from chengzhi.api.problems import CONTENT_TYPE, Problem, answer, of_error
from chengzhi.kernel.errors import ChengzhiError

ROOT = "/api/"
PAGES = ("/api/v1/docs",)
ADDRESSES = "chengzhi.api.addresses"
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Vary": "Authorization, Accept-Language",
    "X-Frame-Options": "DENY",
}
logger = logging.getLogger(__name__)


class ApiMiddleware:
    """Answers everything under ``/api/`` itself, errors included; the page of the document goes the way of pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(ROOT) or path.startswith(PAGES):
            return self.get_response(request)
        translation.activate(language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
        try:
            response = _routed(request)
        except Exception as error:  # noqa: BLE001  programs get a problem for every error, never a page
            response = answer(problem_of(error))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _routed(request: HttpRequest) -> HttpResponse:
    match = get_resolver(ADDRESSES).resolve(request.path_info)
    request.resolver_match = match
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 405 and response.headers.get("Content-Type") != CONTENT_TYPE:
        allowed = response.headers.get("Allow", "")
        words = _("这个地址不能用 %(method)s，可以用 %(allowed)s。") % {"method": request.method, "allowed": allowed}
        return answer(Problem(405, "method", words, headers={"Allow": allowed}))
    return response


def problem_of(error: Exception) -> Problem:
    """Return any error as a problem; one that nobody foresaw is logged and told without its particulars."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ChengzhiError):
        return of_error(error)
    if isinstance(error, Http404):
        return Problem(404, "missing", _("没有这个地址。地址都列在 /api/v1/docs。"))
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "large", _("请求内容太大。文件请用 POST /api/v1/media 上传。"))
    logger.error("an API request failed", exc_info=error)
    return Problem(500, "broken", _("系统出错，没有办成，已记入日志。请稍后带同一个 Idempotency-Key 再试。"))


@lru_cache(maxsize=512)
def language_of(accepted: str) -> str:
    """Return the language for an ``Accept-Language`` header: English where it is asked for before Chinese."""
    for code, _weight in parse_accept_lang_header(accepted[:200].lower()):
        if code.startswith(("zh", "en")):
            return "en" if code.startswith("en") else "zh-hans"
    return "zh-hans"


def handlers() -> dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]:
    """Return what the routes do with an error: the same as the middleware."""
    return {Exception: lambda _request, error: answer(problem_of(error))}
