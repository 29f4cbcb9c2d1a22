"""What may be said of a step."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.schemas.steps import StepIn, StepsPage


def test_a_name_is_enough() -> None:
    found = StepIn(step="accept")
    assert (found.values, found.seen) == ({}, None)


def test_values_are_not_shared_between_requests() -> None:
    StepIn(step="accept").values["note"] = "x"
    assert StepIn(step="accept").values == {}


@pytest.mark.parametrize(
    "given",
    [
        {}, {"step": "x" * 41}, {"step": 1}, {"step": "accept", "values": []}, {"step": "accept", "seen": 0},
        {"step": "accept", "seen": 10**8 + 1}, {"step": "accept", "to_state": "closed"}, {"step": "accept", "key": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_said_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StepIn(**given)


@pytest.mark.parametrize("limit", [0, 201])
def test_a_page_of_a_history_has_a_size(limit: int) -> None:
    with pytest.raises(ValidationError):
        StepsPage(limit=limit)
