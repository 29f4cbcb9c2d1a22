"""The way of a request past pages: its headers, its language, its errors."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from chengzhi.api.middleware import ApiMiddleware, language_of, problem_of
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from tests.api.conftest import MakeProgram
from tests.factories.city import City


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh-hans"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"), ("de", "zh-hans"),
        ("de,en;q=0.3,zh;q=0.2", "en"), ("*", "zh-hans"), (";;;", "zh-hans"), ("x" * 5000, "zh-hans"), ("EN", "en"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_reader(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_an_address_that_there_is_not_is_a_problem_in_words() -> None:
    answer = Client().get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json; charset=utf-8")
    assert answer.json()["detail"].isascii()


@pytest.mark.parametrize("path", ["/api/v1", "/api/v2/cases", "/api/", "/api/v1/cases/", "/api/v1/../healthz"])
def test_addresses_beside_the_api_are_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_a_method_that_is_not_allowed_names_those_that_are(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).client.put("/api/v1/cases")
    assert (answer.status_code, answer["Allow"], answer.json()["status"]) == (405, "GET", 405)


@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/openapi.json", "/api/v1/nothing"])
def test_every_answer_has_the_headers_of_a_program(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Authorization" in answer["Vary"]
    assert "Set-Cookie" not in answer


@pytest.mark.django_db
def test_a_session_opens_nothing_here(city: City) -> None:
    client = Client()
    client.force_login(
        __import__("chengzhi.kernel.models", fromlist=["Account"]).Account.objects.get(pk=city.alice.account_id)
    )
    assert client.get("/api/v1/cases").status_code == 401


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFound(), 404, "missing"), (Forbidden("没有权力。"), 403, "forbidden"), (BadInput({"x": "不对。"}), 422, "invalid"),
        (RequestDataTooBig(), 413, "large"), (ValueError("secret"), 500, "broken"),
    ],
)  # fmt: skip
def test_errors_become_problems_without_particulars(error: Exception, status: int, kind: str) -> None:
    found = problem_of(error)
    assert (found.status, found.kind) == (status, kind)
    assert "secret" not in found.detail


@pytest.mark.django_db
def test_an_unforeseen_error_is_told_and_logged(
    city: City, program: MakeProgram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any, **_given: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("chengzhi.api.routes.cases.case_list", broken)
    answer = program(city.alice).get("/cases")
    assert (answer.status_code, answer.json()["type"]) == (500, "/api/v1/docs#problem-broken")
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_a_body_beyond_the_limit_is_refused(city: City, program: MakeProgram, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = program(city.alice).post("/reports", {"words": "x" * 200})
    assert answer.status_code == 413


def test_pages_go_their_own_way() -> None:
    def page(_request: Any) -> Any:
        return "page"

    for path in ("/", "/console/", "/api/v1/docs", "/apis"):
        assert ApiMiddleware(page)(RequestFactory().get(path)) == "page"
