"""What may be told in a report."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.schemas.reports import MOST_MEDIA, ReportIn

LEAST = {"channel": "hotline", "words": "垃圾"}


def test_a_channel_and_words_are_enough() -> None:
    found = ReportIn(**LEAST)
    assert (found.category, found.lon, found.datum, found.callback, found.media) == (None, None, "cgcs2000", "none", [])
    assert not found.is_urgent


@pytest.mark.parametrize(
    "given",
    [
        {"channel": "x" * 25}, {"words": ""}, {"category": 0}, {"place": "字" * 201}, {"lon": 181}, {"lon": "nan"},
        {"lat": -91}, {"lat": "inf"}, {"datum": "utm"}, {"reporter_name": "字" * 61}, {"reporter_phone": "1" * 33},
        {"callback": "fax"}, {"media": [0]}, {"media": [1] * (MOST_MEDIA + 1)}, {"media": "1"}, {"is_urgent": "perhaps"},
        {"join": "1" * 33}, {"external_ref": "x" * 81}, {"number": "20261123-0001"}, {"state": "closed"},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ReportIn(**{**LEAST, **given})


@pytest.mark.parametrize(
    "given",
    [
        {"place": "字" * 200}, {"lon": 180, "lat": -90}, {"datum": "bd09"}, {"media": list(range(1, MOST_MEDIA + 1))},
        {"join": "20261123-0001"}, {"external_ref": "x" * 80}, {"callback": "phone"},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_the_edges_are_inside(given: dict[str, Any]) -> None:
    assert ReportIn(**{**LEAST, **given}).model_dump(include=set(given)) == given


@pytest.mark.parametrize("missing", ["channel", "words"])
def test_what_is_needed_is_needed(missing: str) -> None:
    with pytest.raises(ValidationError, match=missing):
        ReportIn(**{name: value for name, value in LEAST.items() if name != missing})
