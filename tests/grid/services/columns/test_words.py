"""The words of surveys, table by table, and what is no word of theirs."""

from datetime import date

import pytest

from chengzhi.grid.enums import Grade, LandUse, PartState
from chengzhi.grid.services import columns
from chengzhi.grid.services.columns import read_day, read_grade, read_land_use, read_state


@pytest.mark.parametrize(("word", "use"), columns.LAND_USE_WORDS.items())
def test_each_word_of_land_is_known_alone_and_inside_a_longer_one(word: str, use: LandUse) -> None:
    assert read_land_use(word) == use
    assert read_land_use(f" {word}用地 ") == use


@pytest.mark.parametrize("use", LandUse)
def test_each_land_use_is_known_by_its_own_value(use: LandUse) -> None:
    assert read_land_use(use.value) == use.value
    assert use in columns.LAND_USE_WORDS.values()


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("商业居住混合", LandUse.RESIDENTIAL),
        ("公共绿地", LandUse.PUBLIC),
        ("仓储物流", LandUse.INDUSTRIAL),
        ("农村居民点", LandUse.RESIDENTIAL),
        ("水域", LandUse.WATER),
        ("RESIDENTIAL", None),
        ("用地", None),
        ("无", None),
    ],
)
def test_the_first_known_word_of_a_mixture_counts(word: str, use: LandUse | None) -> None:
    assert read_land_use(word) == use


@pytest.mark.parametrize(("word", "state"), columns.STATE_WORDS.items())
def test_each_word_of_state_is_known_with_blanks_around_it(word: str, state: PartState) -> None:
    assert read_state(f"\t{word} ") == state


@pytest.mark.parametrize("state", PartState)
def test_each_state_is_known_by_its_own_value(state: PartState) -> None:
    assert read_state(state.value) == state.value


@pytest.mark.parametrize("word", ["完 好", "完好。", "Intact", "0", "坏"])
def test_other_words_of_state_are_unknown(word: str) -> None:
    assert read_state(word) is None


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("form", ["{}", "{}类", "{}类区域", "{}级", " {} 类 ", "{}区域"])
def test_a_grade_is_known_in_each_form(grade: Grade, form: str) -> None:
    assert read_grade(form.format(grade.value)) == grade.value
    assert read_grade(form.format(grade.value.lower())) == grade.value


@pytest.mark.parametrize(
    ("digit", "grade"), [("1", "A"), ("2", "B"), ("3", "C"), ("一", "A"), ("二", "B"), ("三", "C")]
)
@pytest.mark.parametrize("form", ["{}", "{}级", "{}类", "{}级区域"])
def test_a_grade_by_number_is_known_in_each_form(digit: str, grade: str, form: str) -> None:
    assert read_grade(form.format(digit)) == grade


@pytest.mark.parametrize("word", ["0", "四", "A B", "A类B", "AB", "类", "区域A"])
def test_what_is_no_grade_is_never_guessed(word: str) -> None:
    assert read_grade(word) in {None, ""}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-05", date(2021, 3, 5)),
        ("2021.3.5", date(2021, 3, 5)),
        ("2021年03月05日", date(2021, 3, 5)),
        ("2021-03-05T08:00:00+08:00", date(2021, 3, 5)),
        ("20210305", date(2021, 3, 5)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2021-00-05", None),
        ("2021-03-00", None),
        ("05.03.2021", None),
        ("2021", None),
        ("2021-03", None),
        ("三月五日", None),
    ],
)
def test_a_day_is_read_or_none(text: str, day: date | None) -> None:
    assert read_day(text) == day
