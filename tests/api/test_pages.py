"""The document as a page for people: without scripts of others, in both languages."""

import pytest
from django.test import Client


def test_the_page_names_every_route_and_every_problem() -> None:
    text = Client().get("/api/v1/docs").content.decode()
    for words in (
        "POST /api/v1/reports",
        "GET /api/v1/cases/{number}",
        "Idempotency-Key",
        "problem-refused",
        "If-Match",
    ):
        assert words in text


def test_the_page_loads_nothing_from_elsewhere() -> None:
    answer = Client().get("/api/v1/docs")
    assert "http://" not in answer.content.decode().replace("http://www.w3.org", "")
    assert "https://" not in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/openapi.json"])
def test_the_document_is_read_only(path: str) -> None:
    assert Client().post(path).status_code == 405
