"""Errors of services become pages that say what to do."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Refusal
from chengzhi.portal.services.limits import TooOften
from chengzhi.portal.views.answers import answering

pytestmark = pytest.mark.django_db


def answer_to(fault: Exception | None) -> HttpResponse:
    def view(_request: HttpRequest) -> HttpResponse:
        if fault is not None:
            raise fault
        return HttpResponse("好")

    request: Any = RequestFactory().get("/r/x/")
    return answering(view)(request)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (TooOften("操作太频繁，请过 10 分钟再试。"), 429, "操作太频繁"),
        (BadInput({"words": "没有写。"}), 422, "没有写"),
        (StepRefused([Refusal("还没有办结。")]), 422, "还没有办结"),
        (SubjectMoved(["环卫处 9:30 已处理"]), 409, "情况变了"),
        (Forbidden("这件事不能办。"), 403, "这件事不能办"),
        (ChengzhiError("存不进去，请稍后再试。"), 400, "存不进去"),
    ],
)
def test_what_a_service_refuses_is_said_in_its_words(fault: ChengzhiError, status: int, words: str) -> None:
    answer = answer_to(fault)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_what_is_not_found_leads_to_the_ways_that_remain() -> None:
    answer = answer_to(NotFound())
    assert answer.status_code == 404
    assert "/follow/" in answer.content.decode()


def test_an_answer_passes_through() -> None:
    assert answer_to(None).content.decode() == "好"


def test_what_nobody_foresaw_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        answer_to(ZeroDivisionError())


def test_markup_in_a_fault_stays_text() -> None:
    assert "<script>" not in answer_to(ChengzhiError("<script>alert(1)</script>")).content.decode()
