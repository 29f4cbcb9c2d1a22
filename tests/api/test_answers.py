"""Answers as bytes, with their tags and conditions."""

import json
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import translation

from chengzhi.api import answers
from chengzhi.api.problems import Problem

ask = RequestFactory().get


def test_chinese_goes_out_as_it_is_and_says_so() -> None:
    found = answers.data({"name": "学田街道"})
    assert found.content.decode() == '{"name":"学田街道"}'
    assert found["Content-Type"] == "application/json; charset=utf-8"


def test_status_and_headers_are_those_given() -> None:
    found = answers.data({}, status=201, headers={"Location": "/api/v1/reports/1"})
    assert (found.status_code, found["Location"]) == (201, "/api/v1/reports/1")


def test_a_date_goes_out_as_text() -> None:
    assert json.loads(answers.data({"on": date(2026, 11, 23)}).content) == {"on": "2026-11-23"}


def test_text_that_is_json_already_is_not_written_twice() -> None:
    assert answers.text('{"a":1}', status=202).content == b'{"a":1}'


def test_the_last_page_names_no_next_one() -> None:
    found = answers.page([{"id": 1}, {"id": 2}], None)
    assert json.loads(found.content) == {"items": [{"id": 1}, {"id": 2}], "next": None}
    assert "Link" not in found


def test_an_empty_page_is_an_empty_list() -> None:
    assert json.loads(answers.rows([], None).content) == {"items": [], "next": None}


def test_the_next_page_stands_in_the_body_and_in_the_header() -> None:
    found = answers.rows(['{"id":1}'], "/api/v1/cases?cursor=x")
    assert json.loads(found.content)["next"] == "/api/v1/cases?cursor=x"
    assert found["Link"] == '</api/v1/cases?cursor=x>; rel="next"'


@pytest.mark.parametrize(("code", "language"), [("en", "en"), ("en-gb", "en"), ("zh-hans", "zh-hans")])
def test_there_are_two_languages(code: str, language: str) -> None:
    with translation.override(code):
        assert answers.language() == language


def test_without_a_language_it_is_chinese() -> None:
    with translation.override(None):
        assert answers.language() == "zh-hans"


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ('"7"', True), ('W/"7"', True), ('"6", "7"', True), ('"6", W/"7"', True), ("*", True), (" * ", True),
        ('"8"', False), ("7", False), ("", False), ('"77"', False), ('"7', False), ("垃圾", False),
    ],
)  # fmt: skip
def test_a_reader_has_the_version_it_names(given: str, *, known: bool) -> None:
    assert answers.is_known(ask("/", headers={"If-None-Match": given}), answers.tag(7)) is known


def test_who_names_no_version_has_none() -> None:
    assert not answers.is_known(ask("/"), '"7"')


def test_what_is_unchanged_has_a_tag_and_no_body() -> None:
    found = answers.unchanged('"7"')
    assert (found.status_code, found["ETag"], found.content) == (304, '"7"', b"")


@pytest.mark.parametrize(
    ("given", "stated", "seen"),
    [('"7"', None, 7), ("7", None, 7), (' "7" ', None, 7), ('"7"', 3, 7), ("*", 3, 3), ("", 3, 3), ('"0"', None, 0)],
)
def test_the_step_seen_is_that_of_the_tag_before_that_of_the_body(given: str, stated: int | None, seen: int) -> None:
    assert answers.seen_step(ask("/", headers={"If-Match": given}), stated) == seen


@pytest.mark.parametrize("given", ["", "*", "  "])
def test_a_step_that_names_nothing_seen_is_refused(given: str) -> None:
    with pytest.raises(Problem) as refused:
        answers.seen_step(ask("/", headers={"If-Match": given}), None)
    assert (refused.value.status, refused.value.kind) == (428, "unguarded")


@pytest.mark.parametrize("given", ['W/"7"', '"x"', '"7", "8"', '"-1"', '"123456789"', '"七"', '"٧"', "etag"])
def test_what_is_no_tag_of_a_case_is_stale(given: str) -> None:
    with pytest.raises(Problem) as refused:
        answers.seen_step(ask("/", headers={"If-Match": given}), 7)
    assert (refused.value.status, refused.value.kind) == (412, "stale")
