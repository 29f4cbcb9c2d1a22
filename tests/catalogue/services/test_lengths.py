"""Words are as long as their columns and no longer."""

import pytest
from django.utils import translation

from chengzhi.catalogue.models import Category, Edition, FilingStandard
from chengzhi.catalogue.services.lengths import overlong


@pytest.mark.parametrize(
    ("model", "column", "limit"),
    [
        (Category, "name", 60),
        (Category, "big_name", 40),
        (Edition, "code", 40),
        (Edition, "name", 120),
        (FilingStandard, "condition", 500),
        (FilingStandard, "closing_rule", 300),
    ],
)
def test_a_word_fits_up_to_its_column(model: type[Category], column: str, limit: int) -> None:
    assert overlong(model, {column: "字" * limit}) == {}
    assert overlong(model, {column: "字" * (limit + 1)}) == {column: f"最多 {limit} 字，现有 {limit + 1} 字。请缩短。"}


def test_all_misfits_are_told_at_once() -> None:
    found = overlong(Category, {"name": "字" * 99, "big_name": "字" * 99, "icon": ""})
    assert set(found) == {"name", "big_name"}


def test_it_is_told_in_english_too() -> None:
    with translation.override("en"):
        assert overlong(Category, {"name": "字" * 61})["name"].startswith("At most 60 characters")
