"""The OpenAPI 3.1 document: what ninja knows of the routes, and what all of them have in common."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from chengzhi.api.guard import guard_of, scope_of
from chengzhi.api.routing import API
from chengzhi.api.schemas.shared import ProblemOut

ROOT = "/api/v1"
Json = dict[str, Any]
KEYED = {"create_report", "take_step", "upload_media"}
MATCHED = {"take_step"}
TAGGED = {"get_case", "available_steps"}
PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}}
COMMON = {
    "400": "请求写得不对 · Malformed request",
    "401": "没有有效的令牌 · No valid token",
    "403": "没有权限或范围 · Right or scope missing",
    "429": "请求太多 · Too many requests",
    "500": "系统出错 · Unforeseen error",
}
OWN: dict[str, dict[str, str]] = {
    "create_report": {"404": "join 的案卷看不见 · Case to join unknown", "422": "内容不能用 · Values refused"},
    "take_step": {
        "404": "没有这件案卷 · Case unknown", "409": "别人先办了一步 · Somebody was faster", "412": "ETag 不对 · Bad ETag",
        "422": "现在不能办，或内容不能用 · Refused, with every reason", "428": "没有写看到第几步 · If-Match missing",
    },
    "upload_media": {"413": "文件太大 · Too large", "422": "文件不能用 · File refused", "503": "媒体库不能用 · Store away"},
    "sign_in": {"422": "要选身份 · Choose a post"},
    "reveal_contacts": {"404": "没有这件案卷 · Case unknown", "422": "用途不对 · Purpose refused"},
}  # fmt: skip


@cache
def document() -> Json:
    """Return the whole document, without examples of anybody's data."""
    schema: Json = json.loads(json.dumps(API.get_openapi_schema(path_prefix=ROOT + "/"), default=str))
    schema["servers"] = [{"url": "/", "description": "本系统 · this site"}]
    shapes = schema["components"]["schemas"]
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes.update(problem.pop("$defs", {}))
    shapes["ProblemOut"] = problem
    for operation in _operations(schema):
        _complete(operation)
    return schema


def _operations(schema: Json) -> Iterator[Json]:
    for methods in schema["paths"].values():
        yield from methods.values()


def _complete(operation: Json) -> None:
    """Add what every route has: its guard, the headers it reads, the problems it may answer with."""
    name = operation["operationId"]
    scope = scope_of(name)
    if scope:
        operation["description"] += f"\n\n范围 scope：`{scope}`；权限 right：`{guard_of(name)}`"
    responses = operation["responses"]
    for status, words in {**COMMON, **_missing(operation), **OWN.get(name, {})}.items():
        responses.setdefault(status, {"description": words, **PROBLEM})
    operation.setdefault("parameters", []).extend(_headers(name))
    for one in responses.values():
        one["description"] = one["description"] or "OK"
    if name in TAGGED:
        tag = {"schema": {"type": "string"}, "description": "步数，办理时放进 If-Match"}
        responses["200"]["headers"] = {"ETag": tag}
        responses["304"] = {"description": "没有变 · Not modified"}


def _missing(operation: Json) -> dict[str, str]:
    is_one = any(one["in"] == "path" for one in operation.get("parameters", []))
    return {"404": "没有，或看不见 · Not there, or not for you"} if is_one else {}


def _headers(name: str) -> Iterator[Json]:
    text = {"type": "string"}
    if name in KEYED:
        words = "每件事一个不重复的字符串，重发时用同一个 · One for each thing, the same when repeated"
        yield {"in": "header", "name": "Idempotency-Key", "required": True, "schema": text, "description": words}
    if name in MATCHED:
        words = "看到的案卷的 ETag；也可在 seen 里写 · ETag of the case as read"
        yield {"in": "header", "name": "If-Match", "required": False, "schema": text, "description": words}
    if name == "get_case":
        words = "手上的 ETag；没有变就答 304 · ETag at hand"
        yield {"in": "header", "name": "If-None-Match", "required": False, "schema": text, "description": words}


def document_text() -> str:
    """Return the document as it is published and kept in the repository."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
