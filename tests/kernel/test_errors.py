"""Errors are whole sentences, by field where there is one, each with its status."""

import re

import pytest
from django.utils import translation

from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Refusal


def test_bad_input_keeps_every_word_by_field() -> None:
    error = BadInput({"phone": "少 1 位。", "words": ["太长。", "有乱码。"]})
    assert error.errors == {"phone": ["少 1 位。"], "words": ["太长。", "有乱码。"]}
    assert error.message == "少 1 位。 太长。 有乱码。"


def test_one_sentence_speaks_of_the_whole_form() -> None:
    assert BadInput("文件是空的。").errors == {"": ["文件是空的。"]}


def test_a_refusal_tells_all_reasons() -> None:
    error = StepRefused([Refusal("没有照片。"), Refusal("没有理由。")])
    assert str(error) == "没有照片。 没有理由。"
    assert len(error.refusals) == 2


def test_a_conflict_says_what_happened_and_that_nothing_is_lost() -> None:
    error = SubjectMoved(["王敏 14:32 已立案"])
    assert "王敏 14:32 已立案" in error.message
    assert "没有提交" in error.message
    assert error.newer == ("王敏 14:32 已立案",)


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadInput("x"), 422), (StepRefused([]), 422), (SubjectMoved([]), 409), (NotFound(), 404), (Forbidden("x"), 403)],
)
def test_each_error_has_its_status(error: ChengzhiError, status: int) -> None:
    assert error.status == status


def test_no_words_at_all_are_no_errors() -> None:
    assert BadInput({}).errors == {}
    assert BadInput({}).message == ""
    assert StepRefused([]).refusals == ()


def test_the_same_words_may_stand_at_several_fields() -> None:
    error = BadInput({"lon": "不对。", "lat": "不对。", "": "请检查位置。"})
    assert error.message == "不对。 不对。 请检查位置。"
    assert list(error.errors) == ["lon", "lat", ""]


def test_words_given_as_a_tuple_become_a_list_of_their_own() -> None:
    given = ["太长。"]
    error = BadInput({"words": given})
    given.append("后来的。")
    assert error.errors == {"words": ["太长。"]}


def test_several_steps_taken_meanwhile_are_all_told() -> None:
    error = SubjectMoved(["王敏 14:32 已立案", "李军 14:40 已派遣"])
    assert "王敏 14:32 已立案；李军 14:40 已派遣" in error.message


def test_what_is_not_found_sounds_like_what_is_not_yours() -> None:
    assert "或不在您的管理范围" in NotFound().message


@pytest.mark.parametrize("error", [NotFound(), SubjectMoved(["王敏 14:32 已立案"])])
def test_errors_speak_the_language_of_whoever_caused_them(error: ChengzhiError) -> None:
    with translation.override("en"):
        spoken = type(error)(*((["王敏 14:32 filed"],) if isinstance(error, SubjectMoved) else ()))
    assert re.search(r"[a-z]{4}", spoken.message)


@pytest.mark.parametrize("kind", [BadInput, Forbidden, ChengzhiError])
def test_every_error_is_caught_as_one_of_the_house(kind: type[ChengzhiError]) -> None:
    with pytest.raises(ChengzhiError) as caught:
        raise kind("不行。")
    assert str(caught.value) == caught.value.message == "不行。"


def test_an_error_of_the_house_without_a_kind_is_a_bad_request() -> None:
    assert ChengzhiError("不行。").status == 400
