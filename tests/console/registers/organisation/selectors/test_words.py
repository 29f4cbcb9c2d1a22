import pytest

from chengzhi.console.registers.organisation.selectors import answers, sound_of


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("城东", True), ("cdjd", True), ("CDJD", True), ("chengdong", True), (" 城 东 ", True), ("czb-east", True),
        ("城西", False), ("xyz", False), ("东城", False),
    ],
)  # fmt: skip
def test_names_answer_to_words_sound_and_initials(text: str, *, is_found: bool) -> None:
    assert answers(text, "城东街道城综办", "", "czb-east") is is_found


def test_no_name_answers_to_nothing() -> None:
    assert not answers("城", "", "")


def test_the_sound_of_a_name_holds_initials_and_pinyin() -> None:
    assert sound_of("学田").split(" ", 1)[0] == "xt"
    assert "xuetian" in sound_of("学田").replace(" ", "")
