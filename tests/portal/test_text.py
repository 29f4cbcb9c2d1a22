"""Typed text is cleaned before it is used outside of a form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.portal.text import half_width, plain


@pytest.mark.parametrize(
    ("typed", "most", "text"),
    [
        ("  西门  ", 10, "西门"),
        ("a\x00b\x07c", 10, "abc"),
        ("第一行\r\n第二行\t完", 20, "第一行\r\n第二行\t完"),
        ("\u202e反", 10, "反"),
        ("长" * 9, 4, "长长长长"),
        ("", 4, ""),
        ("\x00\x00", 4, ""),
        ("𠮷田", 4, "𠮷田"),
    ],
)
def test_control_characters_go_and_words_stay(typed: str, most: int, text: str) -> None:
    assert plain(typed, most) == text


@given(st.text(), st.integers(0, 50))
def test_no_text_is_too_long_or_holds_what_a_database_refuses(typed: str, most: int) -> None:
    found = plain(typed, most)
    assert len(found) <= most
    assert "\x00" not in found


@pytest.mark.parametrize(
    ("typed", "text"), [("１３８", "138"), ("（０５１３）", "(0513)"), ("－", "-"), ("学田", "学田"), ("", "")]
)
def test_wide_characters_become_narrow(typed: str, text: str) -> None:
    assert half_width(typed) == text
