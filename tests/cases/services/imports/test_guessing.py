from typing import Any

import pytest

from chengzhi.cases.services.imports.guessing import guessed_columns

WORDS = "幸福路菜场北门口垃圾堆了三天没有人清"


def guessed(name: str, *cells: Any, mapped: dict[str, str] | None = None) -> dict[str, str]:
    rows = [{name: cell} for cell in cells]
    return {field: one.column for field, one in guessed_columns([name], rows, mapped or {}).items()}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["120.8912", "121.003344"], "lon"),
        ([120.8912, 121.0033], "lon"),
        (["32.0101", "31.998877"], "lat"),
        (["2026-11-01 08:30", "2026/11/2"], "time"),
        (["13812346621", "+86 139 1234 5678", "0513-85123456"], "phone"),
        ([13812346621.0], "phone"),
        ([WORDS, WORDS + "了"], "words"),
    ],
)
def test_what_the_cells_hold_tells_a_column_without_a_known_name(cells: list[Any], field: str) -> None:
    assert guessed("甲", *cells) == {field: "甲"}


@pytest.mark.parametrize(
    "cells",
    [
        ["12.50", "99.90"], ["120.8912", "32.0101"], ["200.1234"], ["20261101"], ["2026-13-45"], ["1381234"], ["短"], [""],
        [None], [], ["2026-11-01", "不知道"], ["A long description in another tongue"],
    ],
)  # fmt: skip
def test_cells_that_prove_nothing_guess_nothing(cells: list[Any]) -> None:
    assert guessed("甲", *cells) == {}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("诉求详细内容", "words"), ("联系人电话", "phone"), ("发生地址", "place"), ("上报时间（北京）", "time"), ("Longitude (deg)", "lon"),
        ("service request-id", "ref"), ("诉求人姓名", "name"), ("案件标题", "title"), ("Discription", "words"),
    ],
)  # fmt: skip
def test_names_that_are_nearly_known_are_guessed(name: str, field: str) -> None:
    assert guessed(name) == {field: name}


@pytest.mark.parametrize("name", ["x", "办结率", "甲", "identity", "所属街道"])
def test_names_like_no_known_one_are_not_guessed(name: str) -> None:
    assert guessed(name) == {}


def test_a_name_whose_cells_have_another_form_is_not_guessed() -> None:
    assert guessed("联系人电话", "有", "无", "有") == {}
    assert guessed("联系人电话", "13812346621", "无") == {"phone": "联系人电话"}


def test_a_column_named_for_one_field_is_not_taken_for_another() -> None:
    assert guessed("回访联系电话", "2026-11-01", "2026-11-02") == {}
    assert guessed("详细地址", WORDS) == {"place": "详细地址"}


def test_fields_and_columns_in_use_are_left_alone() -> None:
    rows = [{"lon": "120.8912", "x": "120.8912"}]
    assert guessed_columns(["lon", "x"], rows, {"lon": "lon"}) == {}
    assert guessed("甲", "13812346621", mapped={"ref": "甲"}) == {}


def test_each_column_is_guessed_once_and_says_why() -> None:
    columns = ["东", "北", "手机号", "什么时候"]
    rows = [{"东": "120.8912", "北": "32.0101", "手机号": "13812346621", "什么时候": "2026-11-01 08:30"}]
    found = guessed_columns(columns, rows, {})
    assert {field: (one.column, one.why) for field, one in found.items()} == {
        "lon": ("东", "值是中国范围内的经度"),
        "lat": ("北", "值是中国范围内的纬度"),
        "phone": ("手机号", "值是电话号码"),
        "time": ("什么时候", "值是日期或时间"),
    }
    assert guessed_columns(["诉求详细内容"], [], {})["words"].why == "列名相近"
