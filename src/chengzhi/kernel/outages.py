"""When the database is away for a moment: the visitor hears what became of the act and what to do.

Django asks these handlers whenever an error was caught by nobody, in a view or in any middleware. Nothing here asks
the database; the pool behind it finds the way back by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, server_error

RETRY_SECONDS = 5
DISK_FULL = "53100"
"""SQLSTATE disk_full."""

READ_ONLY = "25006"
"""SQLSTATE read_only_sql_transaction: a standby that has not taken over yet."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def outage(error: BaseException | None) -> BaseException | None:
    """Return the fault of the database behind an error, or None if it was something else."""
    return next((one for one in _causes(error) if _is_outage(one)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_outage(error: BaseException) -> bool:
    return isinstance(error, (OperationalError, InterfaceError)) or _code(error) in {DISK_FULL, READ_ONLY}


def _code(error: BaseException) -> str:
    """Return the SQLSTATE of a fault, or "" where the server said none."""
    return next((code for one in _causes(error) if (code := getattr(one, "sqlstate", None))), "")


def answer_fault(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody caught: 503 in words when the database is away, else 500."""
    found = outage(sys.exc_info()[1])
    return unavailable(request, found) if found else server_error(request)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read; a session that could not be saved is the database's fault, not theirs."""
    found = outage(exception)
    return unavailable(request, found) if found else bad_request(request, exception)


def unavailable(request: HttpRequest, fault: BaseException) -> HttpResponse:
    """Return the answer for an outage: a page, a line for a part of a page, or a problem for a program."""
    happened, advice = _words(fault, is_reading=request.method in READING)
    answer: HttpResponse
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": happened, "status": HTTPStatus.SERVICE_UNAVAILABLE, "detail": advice}
        answer = JsonResponse(problem, content_type="application/problem+json")
    elif request.headers.get("HX-Request"):
        answer = HttpResponse(happened + advice, content_type="text/plain; charset=utf-8")
    else:
        # Without the request: the processors that come with it ask the database.
        answer = HttpResponse(render_to_string("503.html", {"happened": happened, "advice": advice}))
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _words(fault: BaseException, *, is_reading: bool) -> tuple[str, str]:
    if _code(fault) == DISK_FULL:
        if is_reading:
            return _("页面暂时打不开：数据库的磁盘满了。"), _("请告诉系统管理员清理或扩大磁盘，然后刷新。")
        return (
            _("没有保存：数据库的磁盘满了。"),
            _("请退回上一页，写的内容还在；告诉系统管理员清理或扩大磁盘，然后再提交一次。"),
        )
    if is_reading:
        return _("页面暂时打不开：数据库没有应答。"), _("一般几秒就好，请稍等再刷新。")
    return (
        _("没有办成：数据库没有应答。"),
        _("请等几秒，退回上一页，写的内容还在，再提交一次；同一张表单交两次也只登记一次。"),
    )
