"""What an address may ask of a map: every filter, the extent at its edges, and the words against everything else."""

from typing import Any

import pytest

from chengzhi.cases.selectors.mapping import FINEST_ZOOM, SPANS, WORLD, MapQuery
from chengzhi.console.map.reading import (
    FARTHEST_ZOOM,
    FEWEST_ROWS,
    FILTERS,
    LIGHTS,
    MOST_ROWS,
    filter_params,
    read_box,
    read_query,
    read_rows,
)
from chengzhi.kernel.coordinates import Box
from chengzhi.kernel.errors import BadInput


def test_nothing_asked_is_the_whole_world_without_filters() -> None:
    assert read_query({}) == MapQuery()
    assert filter_params(read_query({})) == {}


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("120,31,121,32", Box(120, 31, 121, 32)),
        ("120.5,31.25,120.75,31.5", Box(120.5, 31.25, 120.75, 31.5)),
        (" 120 , 31 , 121 , 32 ", Box(120, 31, 121, 32)),
        ("-1e3,-1e3,1e3,1e3", WORLD),
        ("-200,31,121,95", Box(WORLD.west, 31, 121, WORLD.north)),
        ("", WORLD),
    ],
)
def test_an_extent_is_read_and_cut_to_the_world(text: str, box: Box) -> None:
    assert read_box(text) == box


@pytest.mark.parametrize(
    "text",
    ["x", "1", "1,2", "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "a,b,c,d", "1,2,,4", "nan,1,2,3", "1,inf,2,3", "1;2;3;4"],
)
def test_what_is_no_extent_is_refused_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(BadInput, match="西、南、东、北四个经纬度") as refused:
        read_box(text)
    assert list(refused.value.errors) == ["bbox"]


@pytest.mark.parametrize("text", ["121,31,120,32", "120,32,121,31", "120,31,120,32", "120,31,121,31", "300,1,400,2"])
def test_an_extent_without_room_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="范围是空的"):
        read_box(text)


def test_a_drawn_frame_stands_in_place_of_the_extent() -> None:
    assert read_query({"bbox": "1,1,2,2", "frame": "120,31,121,32"}).box == Box(120, 31, 121, 32)
    assert read_query({"bbox": "1,1,2,2", "frame": ""}).box == Box(1, 1, 2, 2)


@pytest.mark.parametrize(
    ("text", "zoom"),
    [("", MapQuery().zoom), ("0", 0), ("11.5", 11.5), (str(FARTHEST_ZOOM), FINEST_ZOOM), ("1e1", 10)],
)
def test_a_zoom_is_read_up_to_the_finest_that_makes_a_difference(text: str, zoom: float) -> None:
    assert read_query({"zoom": text}).zoom == zoom


@pytest.mark.parametrize("text", ["-0.1", "24.01", "nan", "inf", "near", "１２x", "1,5"])
def test_a_zoom_that_no_map_has_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="缩放级别要在 0 到 24 之间"):
        read_query({"zoom": text})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("light", code) for code in LIGHTS),
        *(("since", span) for span in SPANS),
        ("street", "320613006"),
        ("street", "9" * 17),
        ("category", "1"),
        ("unit", "123"),
        ("channel", "hotline"),
        ("channel", "市民通"),
        ("channel", "c" * 24),
    ],
)
def test_a_filter_that_can_be_is_kept(name: str, value: str) -> None:
    query = read_query({name: f" {value} "})
    assert filter_params(query) == {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("light", "x"), ("light", "R"), ("light", "rr"), ("since", "1d"), ("since", "0"), ("street", "城东"),
        ("street", "9" * 18), ("street", "-1"), ("street", "３２０"), ("category", "1.5"), ("category", "0x1"),
        ("unit", "1e3"), ("unit", "' or 1=1"), ("channel", "c" * 25), ("channel", "a\x00b"), ("channel", "a\nb"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_named_with_what_was_given(name: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_query({name: value})
    words = refused.value.errors[name][0]
    assert f"“{name}”" in words
    assert "请从页面上的选项里选" in words


def test_a_very_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(BadInput) as refused:
        read_query({"unit": "x" * 5000})
    assert len(refused.value.errors["unit"][0]) < 100


def test_all_filters_travel_together() -> None:
    given = {
        "light": "r", "category": "7", "street": "320613006", "unit": "3", "channel": "hotline", "since": next(iter(SPANS)),
    }  # fmt: skip
    assert set(given) == set(FILTERS)
    assert filter_params(read_query(given)) == given


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", FEWEST_ROWS), ("x", FEWEST_ROWS), ("-5", FEWEST_ROWS), ("0", FEWEST_ROWS), ("39", FEWEST_ROWS),
        ("41", 41), ("80", 80), ("400", MOST_ROWS), ("401", MOST_ROWS), ("9" * 17, MOST_ROWS), ("9" * 40, FEWEST_ROWS),
        ("４０", FEWEST_ROWS), ("1.5", FEWEST_ROWS),
    ],
)  # fmt: skip
def test_the_list_is_as_long_as_asked_between_its_limits(text: str, rows: int) -> None:
    assert read_rows(text) == rows


def test_unknown_parameters_are_passed_over() -> None:
    given: dict[str, Any] = {"utm": "x", "case": "1", "page": "7"}
    assert read_query(given) == MapQuery()
