"""Problem details as RFC 9457 has them, in both languages."""

import json

import pytest
from django.utils import translation

from chengzhi.api import problems
from chengzhi.api.problems import Problem
from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Basis, Refusal


def test_a_problem_names_its_type_title_status_and_detail() -> None:
    body = Problem(409, "moved", "别人先办了").body()
    assert body == {
        "type": "/api/v1/docs#problem-moved", "title": "案卷已经变了", "status": 409, "detail": "别人先办了",
    }  # fmt: skip


def test_its_own_members_stand_beside_the_known_ones() -> None:
    assert Problem(422, "invalid", "…", {"errors": {"words": ["太短"]}}).body()["errors"] == {"words": ["太短"]}


def test_a_kind_without_a_name_is_titled_by_its_status() -> None:
    assert Problem(418, "teapot", "…").body()["title"] == "I'm a Teapot"


@pytest.mark.parametrize("kind", list(problems.titles()))
def test_every_kind_has_a_title_in_both_languages(kind: str) -> None:
    with translation.override("zh-hans"):
        assert not Problem(400, kind, "").body()["title"].isascii()
    with translation.override("en"):
        assert problems.titles()[kind].isascii()


def test_the_answer_is_a_problem_document_with_its_headers() -> None:
    found = problems.answer(Problem(429, "busy", "请稍候", headers={"Retry-After": "300"}))
    assert (found.status_code, found["Retry-After"]) == (429, "300")
    assert found["Content-Type"] == "application/problem+json; charset=utf-8"
    assert json.loads(found.content)["detail"] == "请稍候"
    assert "请稍候".encode() in found.content


def test_a_fault_of_the_address_names_the_parameter() -> None:
    found = problems.malformed("bbox", "范围是空的。")
    assert (found.status, found.body()["errors"]) == (400, {"bbox": ["范围是空的。"]})


@pytest.mark.parametrize(("must_change", "words"), [(False, "令牌"), (True, "改密码")])
def test_without_a_token_one_hears_how_to_come_in(*, must_change: bool, words: str) -> None:
    found = problems.unauthorised(must_change=must_change)
    assert (found.status, found.headers["WWW-Authenticate"]) == (401, 'Bearer realm="chengzhi"')
    assert words in found.detail


def test_a_missing_scope_is_named_in_body_and_header() -> None:
    found = problems.scope_missing("cases:write")
    assert (found.status, found.body()["scope"]) == (403, "cases:write")
    assert found.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="cases:write"')


def test_a_missing_right_is_named() -> None:
    found = problems.right_missing("上报")
    assert (found.status, found.kind, "上报" in found.detail) == (403, "forbidden", True)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (BadInput({"words": "太短"}), 422, "invalid"),
        (BadInput("没有要改的内容"), 422, "invalid"),
        (StepRefused([Refusal("没有权限")]), 422, "refused"),
        (SubjectMoved(["李四 09:30 已受理"]), 409, "moved"),
        (NotFound(), 404, "missing"),
        (Forbidden("不能看"), 403, "forbidden"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else str(one),
)
def test_errors_of_services_become_problems(error: ChengzhiError, status: int, kind: str) -> None:
    found = problems.of_error(error)
    assert (found.status, found.kind, found.detail) == (status, kind, error.message)


def test_faults_stand_by_field_and_newer_steps_in_order() -> None:
    assert problems.of_error(BadInput({"words": "太短"})).more == {"errors": {"words": ["太短"]}}
    assert problems.of_error(SubjectMoved(["甲", "乙"])).more == {"newer": ["甲", "乙"]}


def test_an_error_of_an_unknown_kind_keeps_its_status() -> None:
    error = ChengzhiError("坏了")
    assert problems.of_error(error).status == error.status


def test_a_reason_comes_with_ground_helper_and_act() -> None:
    basis = Basis("CJJ/T 106—2010", "5.2")
    full = Refusal("没有核实", basis, helper="辖区采集员", action="send_verify", action_label="发核实")
    (found,) = problems.refusals([full])
    assert found == {
        "reason": "没有核实", "basis": str(basis), "article": "5.2", "helper": "辖区采集员", "action": "send_verify",
        "action_label": "发核实",
    }  # fmt: skip


def test_what_a_reason_does_not_name_is_null() -> None:
    (found,) = problems.refusals([Refusal("没有权限")])
    assert [found[name] for name in ("basis", "article", "helper", "action", "action_label")] == [None] * 5
