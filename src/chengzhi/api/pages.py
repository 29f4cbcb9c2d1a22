"""The document of the API for programs, and as a page for people."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengzhi.api.document import document, document_text
from chengzhi.api.problems import titles
from chengzhi.kernel.web import public

Context = dict[str, Any]


@public("describes the routes and holds no data")
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI 3.1 document."""
    return HttpResponse(document_text(), content_type="application/json; charset=utf-8")


@public("describes the routes and holds no data")
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the document as a page, without a script."""
    context = {"groups": groups(), "problems": titles().items(), "info": document()["info"]}
    return render(request, "api/docs.html", context)


@cache
def groups() -> list[tuple[str, list[Context]]]:
    """Return the routes by subject, as the page shows them."""
    found: dict[str, list[Context]] = {}
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            found.setdefault(one["tags"][0], []).append(_shown(path, method, one))
    return list(found.items())


def _shown(path: str, method: str, one: Context) -> Context:
    return {
        "method": method.upper(),
        "path": path,
        "name": one["operationId"],
        "summary": one["summary"],
        "description": one["description"],
        "parameters": [
            {**given, "description": given.get("description") or given["schema"].get("description", "")}
            for given in one["parameters"]
        ],
        "fields": list(_fields(one)),
        "responses": [(status, given["description"]) for status, given in sorted(one["responses"].items())],
    }


def _fields(one: Context) -> Iterator[Context]:
    """Yield the fields of the body."""
    for content in one.get("requestBody", {}).get("content", {}).values():
        shape = content["schema"]
        whole = document()["components"]["schemas"].get(shape.get("$ref", "").rpartition("/")[2], shape)
        for name, field in whole.get("properties", {}).items():
            known = {"name": name, "description": field.get("description", ""), "kind": _kind(field)}
            yield {**known, "required": name in whole.get("required", [])}


def _kind(field: Context) -> str:
    options = field.get("anyOf", [field])
    kinds = [str(one.get("type") or one.get("$ref", "").rpartition("/")[2]) for one in options]
    return " | ".join(kind for kind in kinds if kind and kind != "null")
