"""Faults of shape, in words and by field."""

from typing import Any

import pytest
from django.utils import translation

from chengzhi.api.validation import WORDS, field_of, invalid, words_for


@pytest.mark.parametrize(
    ("place", "field"),
    [(("body", "given", "words"), "words"), (("body", "given", "media", 0), "media.0"), (("body", "given"), ""),
     (("query", "limit"), "limit"),
     (("form", "lon"), "lon"), (("path", "item"), "item")],
)  # fmt: skip
def test_a_field_bears_the_name_its_sender_wrote(place: tuple[Any, ...], field: str) -> None:
    assert field_of(place) == field


def test_limits_stand_in_the_words() -> None:
    assert words_for({"type": "string_too_long", "ctx": {"max_length": 5}}) == "太长，最多 5 个字。"
    assert words_for({"type": "never_heard_of"}) == "这个值不能用。"


@pytest.mark.parametrize(
    ("source", "status"), [("query", 400), ("path", 400), ("body", 422), ("form", 422), ("file", 422)]
)
def test_an_address_is_malformed_and_a_body_invalid(source: str, status: int) -> None:
    found = invalid([{"type": "missing", "loc": (source, "given", "x")}])
    assert found.status == status


def test_every_sentence_has_its_english() -> None:
    with translation.override("en"):
        assert [kind for kind, words in WORDS.items() if not str(words).isascii()] == []
