"""What the API says of errors that come up outside its routes."""

import json

import pytest
from django.test import RequestFactory
from django.utils import translation
from ninja.errors import AuthenticationError, HttpError, ValidationError

from chengzhi.api import house as module
from chengzhi.api.house import house
from chengzhi.api.problems import Problem
from chengzhi.kernel.errors import NotFound

FAULT = {"type": "missing", "loc": ("body", "given", "words"), "msg": "Field required"}


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (ValidationError([FAULT]), 422, "invalid"),
        (AuthenticationError(), 401, "unauthorised"),
        (HttpError(400, "Cannot parse request body"), 400, "malformed"),
        (NotFound(), 404, "missing"),
        (Problem(412, "stale", "…"), 412, "stale"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else str(one),
)
def test_each_error_becomes_a_problem(error: Exception, status: int, kind: str) -> None:
    found = house().on_exception(RequestFactory().get("/"), error)
    body = json.loads(found.content)
    assert (found.status_code, body["status"], body["type"].rpartition("problem-")[2]) == (status, status, kind)


def test_an_error_nobody_foresaw_tells_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    found = house().on_exception(RequestFactory().get("/"), RuntimeError("password=hunter2"))
    assert found.status_code == 500
    assert b"hunter2" not in found.content
    assert "an API request failed" in caplog.text


def test_an_error_given_as_its_class_is_told_as_well() -> None:
    assert module._failed(RequestFactory().get("/"), NotFound).status_code == 404


def test_faults_of_a_body_are_named_as_the_sender_wrote_them() -> None:
    body = json.loads(house().on_exception(RequestFactory().get("/"), ValidationError([FAULT])).content)
    assert list(body["errors"]) == ["words"]


def test_what_is_no_json_is_told_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        found = house().on_exception(RequestFactory().get("/"), HttpError(400, "x"))
    assert json.loads(found.content)["detail"].isascii()


def test_the_house_has_a_version_a_guard_and_no_pages_of_its_own() -> None:
    built = house()
    assert (built.version, built.docs_url, built.openapi_url) == (module.VERSION, None, None)
    assert built.auth is not None
    assert "API of the case loop" in built.description
