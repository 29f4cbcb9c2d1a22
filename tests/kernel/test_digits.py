"""Numbers that pages send are read, and nothing that somebody put in their place does harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.digits import LARGEST_KEY, whole_number, whole_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        (str(LARGEST_KEY), LARGEST_KEY),
        (str(LARGEST_KEY + 1), None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1e3", None),
        (" 1", None),
        ("²", None),
        ("١٢", None),
        ("七", None),
        ("1\x00", None),
        (12, 12),
        (None, None),
        (True, None),
    ],
)
def test_only_plain_digits_make_a_number(text: object, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_number_above_the_limit_is_none() -> None:
    assert [whole_number(text, 30) for text in ("29", "30", "31")] == [29, 30, None]


def test_what_is_no_number_is_left_out_of_many() -> None:
    assert whole_numbers(["3", "x", "²", "1", "9" * 40]) == [3, 1]
    assert whole_numbers(()) == []
    assert whole_numbers("5") == [5]


@given(st.text())
def test_whatever_is_sent_there_is_a_number_or_none(text: str) -> None:
    found = whole_number(text)
    assert found is None or 0 <= found <= LARGEST_KEY


@given(st.integers(0, LARGEST_KEY))
def test_every_key_comes_back(key: int) -> None:
    assert whole_number(str(key)) == key
