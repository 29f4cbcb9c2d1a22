"""When the database is away, a visitor hears what became of the act; any other fault stays what it was."""

import json
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import SuspiciousOperation
from django.db import DataError, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.test import RequestFactory
from django.utils import translation
from psycopg_pool import PoolTimeout

from chengzhi.kernel.outages import answer_bad_request, answer_fault, outage, unavailable

asked = RequestFactory()


def django_error(kind: type[Exception], cause: Exception) -> Exception:
    """Return a fault of the database as Django wraps it."""
    error = kind()
    error.__cause__ = cause
    return error


DISK_FULL = django_error(OperationalError, psycopg.errors.DiskFull("could not extend file"))
READ_ONLY = django_error(InternalError, psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE"))
SHUT_DOWN = django_error(OperationalError, psycopg.errors.AdminShutdown("terminating connection"))


def interrupted(cause: Exception) -> Exception:
    """Return the error of a session that could not be saved, with its reason behind it."""
    error = SessionInterrupted("deleted")
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    "fault",
    [
        DISK_FULL, READ_ONLY, SHUT_DOWN, OperationalError("the connection is lost"), InterfaceError("already closed"),
        django_error(OperationalError, PoolTimeout("no connection after 10 s")), interrupted(OperationalError("gone")),
    ],
)  # fmt: skip
def test_a_database_that_is_away_is_an_outage(fault: Exception) -> None:
    assert outage(fault) is not None


@pytest.mark.parametrize(
    "fault", [None, ValueError("no"), ProgrammingError("no such table"), DataError("too long"), interrupted(KeyError())]
)
def test_a_fault_of_the_program_is_none(fault: Exception | None) -> None:
    assert outage(fault) is None


def test_an_error_that_is_its_own_cause_ends_the_search() -> None:
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    assert outage(first) is None


@pytest.mark.parametrize(
    ("fault", "method", "happened", "advice"),
    [
        (SHUT_DOWN, "get", "页面暂时打不开：数据库没有应答。", "请稍等再刷新"),
        (SHUT_DOWN, "head", "", ""),
        (SHUT_DOWN, "post", "没有办成：数据库没有应答。", "同一张表单交两次也只登记一次"),
        (DISK_FULL, "get", "页面暂时打不开：数据库的磁盘满了。", "清理或扩大磁盘"),
        (DISK_FULL, "post", "没有保存：数据库的磁盘满了。", "写的内容还在"),
    ],
)
def test_the_page_says_what_happened_and_what_to_do(fault: Exception, method: str, happened: str, advice: str) -> None:
    answer = unavailable(getattr(asked, method)("/console/work/"), fault)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert happened in answer.content.decode()
    assert advice in answer.content.decode()


def test_the_page_asks_the_database_nothing() -> None:
    # This test has no access to a database: a query would fail it.
    assert "错误号" in unavailable(asked.get("/console/work/"), SHUT_DOWN).content.decode()


def test_the_page_speaks_english_too() -> None:
    with translation.override("en"):
        text = unavailable(asked.post("/report/"), SHUT_DOWN).content.decode()
    assert "Not done: the database does not answer." in text
    assert "registered once" in text


def test_a_part_of_a_page_hears_one_plain_line() -> None:
    answer = unavailable(asked.post("/console/case/1/act/accept/", headers={"HX-Request": "true"}), SHUT_DOWN)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().startswith("没有办成：数据库没有应答。请等几秒")


def test_a_program_gets_a_problem() -> None:
    answer = unavailable(asked.post("/api/v1/reports"), DISK_FULL)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.content)
    assert problem["status"] == 503
    assert problem["title"] == "没有保存：数据库的磁盘满了。"


def answered(fault: Exception) -> Any:
    """Return what Django would answer while handling the fault."""

    def fail() -> None:
        raise fault

    try:
        fail()
    except Exception:  # noqa: BLE001  whatever it is
        return answer_fault(asked.get("/console/work/"))


def test_a_fault_nobody_caught_is_an_outage_or_stays_one_of_the_program() -> None:
    assert answered(SHUT_DOWN).status_code == 503
    assert answered(ValueError("no")).status_code == 500


def test_a_session_that_could_not_be_saved_is_no_fault_of_the_visitor() -> None:
    request = asked.get("/console/work/")
    assert answer_bad_request(request, interrupted(OperationalError("gone"))).status_code == 503
    assert answer_bad_request(request, SuspiciousOperation("forged")).status_code == 400
