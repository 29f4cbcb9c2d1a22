"""What may be said of a file."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.schemas.media import MediaIn, Size
from chengzhi.evidence.enums import Variant


def test_nothing_need_be_said() -> None:
    found = MediaIn()
    assert (found.taken_at, found.lon, found.datum, found.note) == (None, None, "wgs84", "")


@pytest.mark.parametrize(
    "given",
    [
        {"taken_at": "2026-11-23T09:00:00"}, {"taken_at": "x"}, {"lon": 181}, {"lat": "nan"}, {"datum": "utm"},
        {"device": "x" * 121}, {"note": "字" * 501},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_what_cannot_be_said_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MediaIn(**given)


@pytest.mark.parametrize("size", [one.value for one in Variant])
def test_every_size_may_be_asked_for(size: str) -> None:
    assert Size(size=size).size == size


def test_a_size_that_is_not_made_is_refused() -> None:
    with pytest.raises(ValidationError):
        Size(size="9999")
