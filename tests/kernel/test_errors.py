import pytest

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
