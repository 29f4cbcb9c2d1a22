"""Errors as RFC 9457 problem details: what happened, why, what to do, in the language of the reader."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import BadInput, ChengzhiError, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Refusal

CONTENT_TYPE = "application/problem+json; charset=utf-8"
TYPES = "/api/v1/docs#problem-"


@dataclass(slots=True)
class Problem(Exception):
    """A request that was not fulfilled; ``kind`` names the type of the problem, ``more`` are its own members."""

    status: int
    kind: str
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        title = str(titles().get(self.kind) or HTTPStatus(self.status).phrase)
        known = {"type": f"{TYPES}{self.kind}", "title": title, "status": self.status, "detail": self.detail}
        return {**known, **self.more}


def titles() -> dict[str, str]:
    """Return the name of every kind of problem."""
    return {
        "malformed": _("请求写得不对"),
        "invalid": _("有的内容不能用"),
        "unauthorised": _("没有有效的令牌"),
        "forbidden": _("没有这项权限"),
        "scope": _("令牌的范围不够"),
        "missing": _("没有找到"),
        "method": _("不能这样请求"),
        "moved": _("案卷已经变了"),
        "refused": _("现在不能办这一步"),
        "stale": _("看到的不是最新的"),
        "large": _("内容太大"),
        "media-type": _("内容类型不对"),
        "unguarded": _("缺少先决条件"),
        "busy": _("请求太多"),
        "key": _("幂等键不对"),
        "broken": _("系统出错"),
        "unavailable": _("暂时不能用"),
    }


def malformed(name: str, words: str) -> Problem:
    """Return the problem of one parameter of the address."""
    return Problem(400, "malformed", words, {"errors": {name: [words]}})


def unauthorised(*, must_change: bool = False) -> Problem:
    """Return the problem of a request without a token that holds."""
    words = _("没有令牌，或令牌已到期、已吊销。请重新登录取令牌，或在“我的设置”里签发。")
    if must_change:
        words = _("这个账号要先改密码。请到网页登录，改好密码再用接口。")
    return Problem(401, "unauthorised", words, headers={"WWW-Authenticate": 'Bearer realm="chengzhi"'})


def scope_missing(scope: str) -> Problem:
    """Return the problem of a token that was not issued for this."""
    words = _("令牌没有“%(scope)s”的范围。请签发带这项范围的令牌。") % {"scope": scope}
    header = f'Bearer realm="chengzhi", error="insufficient_scope", scope="{scope}"'
    return Problem(403, "scope", words, {"scope": scope}, {"WWW-Authenticate": header})


def right_missing(right: str) -> Problem:
    """Return the problem of a post that does not hold the right."""
    words = _("您现在的身份没有“%(right)s”的权限。请换一个身份，或请安全管理员授权。") % {"right": right}
    return Problem(403, "forbidden", words)


def of_error(error: ChengzhiError) -> Problem:
    """Return an error of a service as a problem."""
    if isinstance(error, BadInput):
        return Problem(422, "invalid", error.message, {"errors": error.errors})
    if isinstance(error, StepRefused):
        return Problem(422, "refused", error.message, {"refusals": refusals(error.refusals)})
    if isinstance(error, SubjectMoved):
        return Problem(409, "moved", error.message, {"newer": list(error.newer)})
    kinds = {403: "forbidden", 404: "missing", 503: "unavailable"}
    return Problem(error.status, kinds.get(error.status, "invalid"), error.message)


def refusals(given: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Return every reason against a step: on what ground, who can remove it, by which act."""
    return [
        {
            "reason": str(one.reason),
            "basis": str(one.basis) if one.basis else None,
            "article": one.basis.article if one.basis else None,
            "helper": str(one.helper) or None,
            "action": one.action or None,
            "action_label": str(one.action_label) or None,
        }
        for one in given
    ]


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as a response."""
    body = json.dumps(problem.body(), ensure_ascii=False)
    return HttpResponse(body, status=problem.status, content_type=CONTENT_TYPE, headers=dict(problem.headers))
