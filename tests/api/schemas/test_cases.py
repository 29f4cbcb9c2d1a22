"""What may be asked of cases."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.schemas.cases import CaseFilters, ContactIn
from chengzhi.cases.enums import CaseState
from chengzhi.cases.selectors.worklists import LISTS


@pytest.mark.parametrize("name", list(LISTS))
def test_every_work_list_may_be_asked_for(name: str) -> None:
    assert CaseFilters(list=name).list_ == name


@pytest.mark.parametrize("state", [one.value for one in CaseState])
def test_every_state_may_be_asked_for(state: str) -> None:
    assert CaseFilters(state=state).state == state


@pytest.mark.parametrize(
    "given",
    [
        {"list": "all"}, {"state": "lost"}, {"light": "x"}, {"street": "abc"}, {"street": "1" * 16}, {"category": 0},
        {"category": 2**62 + 1}, {"channel": "x" * 25}, {"grade": "D"}, {"text": "字" * 61}, {"limit": 0},
        {"limit": 201}, {"cursor": "x" * 401}, {"updated_since": "gestern"}, {"updated_since": "2026-11-23T09:00:00"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CaseFilters(**given)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, ""), ({"limit": 5, "cursor": "x"}, ""), ({"list": "todo"}, "list=todo"),
        ({"list": "todo", "light": "r"}, "list=todo&light=r"), ({"text": "a&b"}, "text=a%26b"),
        ({"updated_since": "2026-11-23T09:00:00+08:00"}, "updated_since=2026-11-23T09%3A00%3A00%2B08%3A00"),
    ],
    ids=str,
)  # fmt: skip
def test_the_question_stands_in_the_address_without_the_page(given: dict[str, Any], asked: str) -> None:
    assert CaseFilters(**given).asked == asked


@pytest.mark.parametrize(
    ("purpose", "is_good"), [("回", False), ("回访", True), ("字" * 200, True), ("字" * 201, False)]
)
def test_a_purpose_has_a_length(purpose: str, *, is_good: bool) -> None:
    if is_good:
        assert ContactIn(purpose=purpose).purpose == purpose
    else:
        with pytest.raises(ValidationError):
            ContactIn(purpose=purpose)
