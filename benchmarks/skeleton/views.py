"""Five inserts, a step, a case, a list: the statements of the house without its rules."""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from benchmarks.skeleton import statements as sql

_numbers = count()
_mark = secrets.token_hex(4)
HOUR = timedelta(hours=1)
GENESIS = hashlib.sha256(b"").hexdigest()


def intake(request: HttpRequest) -> HttpResponse:
    """Write a case, its report, its first step, its clock and its event."""
    told = json.loads(request.body)
    now = datetime.now(UTC)
    number = f"s{_mark}-{next(_numbers)}"
    with transaction.atomic(), connection.cursor() as cursor:
        place = (told["lon"], told["lat"])
        facts = (
            number,
            GENESIS,
            now + HOUR,
            now,
            now,
            told["words"][:80],
            told["words"],
            told["place"],
            *place,
            *place,
        )
        cursor.execute(sql.CASE, [*facts, told["category"], told["channel"]])
        case = cursor.fetchone()[0]
        cursor.execute(sql.REPORT, [case, told["channel"], told["key"], told["words"], secrets.token_urlsafe(16), now])
        cursor.execute(sql.STEP, [case, 1, "report", "", "reported", now, now, "{}", "", "", GENESIS])
        cursor.execute(sql.CLOCK, [case, "accept", now, now + HOUR])
        cursor.execute(sql.EVENT, ["CaseReported", json.dumps({"number": number}), now])
    return JsonResponse({"id": case, "number": number}, status=201)


def step(request: HttpRequest, case: int) -> HttpResponse:
    """Lock a case, write a step, move the case and its clock, and write the event."""
    given = json.loads(request.body)
    now = datetime.now(UTC)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.LOCK, [case])
        number, state, seq, last = cursor.fetchone()
        mark = hashlib.sha256(f"{number}{seq}{state}{last}{now}".encode()).hexdigest()
        row = [case, seq + 1, given["step"], state, "accepted", now, now, "{}", given["key"], last, mark]
        cursor.execute(sql.STEP, row)
        cursor.execute(sql.MOVE, ["accepted", seq + 1, mark, now, now + HOUR, case])
        cursor.execute(sql.STOP, [now, case])
        cursor.execute(sql.EVENT, ["CaseMoved", json.dumps({"number": number}), now])
    return JsonResponse({"number": number, "seq": seq + 1, "state": "accepted"}, status=201)


def read(_request: HttpRequest, case: int) -> HttpResponse:
    """Answer with a case, its steps and its clocks."""
    with connection.cursor() as cursor:
        facts = _rows(cursor, sql.READ, [case])[0]
        steps = _rows(cursor, sql.STEPS, [case])
        clocks = _rows(cursor, sql.CLOCKS, [case])
    return JsonResponse({**facts, "steps": steps, "clocks": clocks})


def listing(_request: HttpRequest) -> HttpResponse:
    """Answer with the fifty open cases that are due first."""
    with connection.cursor() as cursor:
        return JsonResponse({"items": _rows(cursor, sql.LIST, [])})


def _rows(cursor: Any, statement: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor.execute(statement, values)
    names = [one.name for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


View = Callable[..., HttpResponse]
_routes: dict[str, View] = {
    "reports": intake,
    "cases/<int:case>/steps": step,
    "cases/<int:case>": read,
    "cases": listing,
}
urlpatterns = [path(route, view) for route, view in _routes.items()]
