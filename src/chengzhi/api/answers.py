"""Answers written straight to bytes, with their tags: the routes declare their schemas, and tests hold them to it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chengzhi.api.problems import Problem

JSON = "application/json; charset=utf-8"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def data(found: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return plain values as JSON; moments must come as text."""
    return HttpResponse(_encode(found).encode(), status=status, content_type=JSON, headers=headers)


def text(found: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return text that is JSON already."""
    return HttpResponse(found.encode(), status=status, content_type=JSON, headers=headers)


def rows(found: Iterable[str], following: str | None) -> HttpResponse:
    """Return a page of JSON rows and the address of the next one."""
    link = _encode(following)
    headers = {"Link": f'<{following}>; rel="next"'} if following else None
    return text(f'{{"items":[{",".join(found)}],"next":{link}}}', headers=headers)


def page(found: Iterable[Any], following: str | None) -> HttpResponse:
    """Return a page of plain values and the address of the next one."""
    return rows((_encode(one) for one in found), following)


def language() -> str:
    """Return the language of this request: zh-hans or en."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def tag(step_seq: int) -> str:
    """Return the tag of a case after a step."""
    return f'"{step_seq}"'


def is_known(request: HttpRequest, etag: str) -> bool:
    """Tell whether the reader has this version already."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    return given is not None and (
        given.strip() == "*" or etag in (one.removeprefix("W/") for one in parse_etags(given))
    )


def unchanged(etag: str) -> HttpResponse:
    """Return 304: what the reader has still holds."""
    return HttpResponse(status=304, headers={"ETag": etag})


def seen_step(request: HttpRequest, stated: int | None) -> int:
    """Return the step that the actor had read last, by ``If-Match`` or in the body; raise a problem without it."""
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if given in {"", "*"}:
        if stated is None:
            raise Problem(428, "unguarded", _("请写明您看到的是第几步：If-Match 写案卷的 ETag，或在 seen 里写步数。"))
        return stated
    tagged = given.strip('"')
    if not (tagged.isascii() and tagged.isdigit() and len(tagged) < 9):
        raise Problem(412, "stale", _("If-Match 不是这件案卷的 ETag。请重新读取案卷，再办这一步。"))
    return int(tagged)
