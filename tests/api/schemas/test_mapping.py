"""What may be asked of the map."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.problems import Problem
from chengzhi.api.schemas.mapping import MapFilters, read_box
from chengzhi.kernel.coordinates import Box


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("120.8,31.9,121,32.1", Box(120.8, 31.9, 121, 32.1)),
        ("-1,-2,1,2", Box(-1, -2, 1, 2)),
        ("0,0,0.000001,0.000001", Box(0, 0, 0.000001, 0.000001)),
    ],
)
def test_an_extent_is_west_south_east_north(text: str, box: Box) -> None:
    assert read_box(text) == box


def test_an_extent_is_cut_to_the_world() -> None:
    found = read_box("-999,-99,999,99")
    assert (found.west, found.east) == (-180, 180)
    assert -91 < found.south < found.north < 91


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1;2;3;4", "1e3,0,2,2", "nan,0,1,1", " 1,2,3,4", "１,２,３,４", "1.,2,3,4"],
)
def test_what_is_no_extent_is_a_problem_of_the_address(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_box(text)
    assert (refused.value.status, list(refused.value.more["errors"])) == (400, ["bbox"])


@pytest.mark.parametrize("text", ["2,1,1,2", "1,2,2,1", "1,1,1,2", "1,1,2,1", "181,1,190,2"])
def test_an_empty_extent_says_which_way_round_it_goes(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_box(text)
    assert "次序" in refused.value.detail


@pytest.mark.parametrize(
    "given",
    [
        {"zoom": -1}, {"zoom": 25}, {"zoom": "nan"}, {"light": "x"}, {"category": 0}, {"unit": "x"}, {"street": "x"},
        {"channel": "x" * 25}, {"since": "9d"}, {"bbox": "1,2"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MapFilters(**{"bbox": "1,1,2,2", **given})


def test_the_question_is_that_of_the_selectors() -> None:
    found = MapFilters(bbox="1,1,2,2", zoom=15, category=7, unit=8, light="r", since="3d").query()
    assert (found.category, found.unit, found.light, found.since, found.zoom) == ("7", "8", "r", "3d", 15)
    assert MapFilters(bbox="1,1,2,2").query().category == ""
