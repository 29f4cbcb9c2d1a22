import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.grid import codes
from chengzhi.grid.codes import parent_code, plain_division

points = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30)


@pytest.mark.parametrize("code", ["320613", "320613006", "320613006001"])
def test_divisions_have_six_nine_or_twelve_digits(code: str) -> None:
    assert codes.is_division_code(code)
    assert len(code) in codes.LEVEL_BY_LENGTH


@pytest.mark.parametrize("code", ["", "32061", "3206130", "32061300600100", "32061a", "３２０６１３", "320613\n"])
def test_other_shapes_are_no_divisions(code: str) -> None:
    assert not codes.is_division_code(code)


def test_a_cell_code_is_fifteen_digits_and_a_part_code_sixteen() -> None:
    assert codes.is_cell_code("320613006001003")
    assert not codes.is_cell_code("3206130060010031")
    assert codes.is_part_code("3206130137000001")
    assert not codes.is_part_code("320613013700000")


def test_each_code_names_the_one_above_it() -> None:
    chain = ["320613006001003", "320613006001", "320613006", "320613", ""]
    assert [codes.parent_code(code) for code in chain[:-1]] == chain[1:]


def test_a_part_code_names_its_class() -> None:
    assert codes.part_category("3206130137000001") == "0137"


def test_numbers_run_from_west_to_east_and_from_north_to_south() -> None:
    centres = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
    assert codes.numbering_order(centres, 0.5) == [2, 3, 0, 1]


def test_centres_of_one_row_may_stand_a_little_higher_or_lower() -> None:
    centres = [(2.0, 1.0), (0.0, 0.8), (1.0, 0.9), (0.5, 0.0)]
    assert codes.numbering_order(centres, 0.3) == [1, 2, 0, 3]


@given(points, st.integers(0, 5))
def test_every_centre_gets_exactly_one_number(centres: list[tuple[int, int]], height: int) -> None:
    order = codes.numbering_order([(float(x), float(y)) for x, y in centres], height)
    assert sorted(order) == list(range(len(centres)))


def test_wrong_numbers_are_named() -> None:
    centres = [(1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert codes.misnumbered(["001", "002", "003"], centres, 0.5) == ["002"]
    assert codes.misnumbered(["002", "001", "003"], centres, 0.5) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("320613", "320613"),
        ("320613000000", "320613"),
        ("320613000", "320613"),
        ("320613006000", "320613006"),
        ("320613006001", "320613006001"),
        (" 320 613 ", "320613"),
        ("320000", "320000"),
        ("", ""),
        ("000000000000", "000000"),
        ("320613006001000", "320613006001"),
    ],
)
def test_zeros_that_fill_up_are_dropped(text: str, code: str) -> None:
    assert plain_division(text) == code


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("320613006001001", "320613006001"),
        ("320613006001", "320613006"),
        ("320613006", "320613"),
        ("320613", ""),
        ("3206", ""),
        ("", ""),
    ],
)
def test_the_code_above_is_the_beginning_of_the_code(code: str, parent: str) -> None:
    assert parent_code(code) == parent
