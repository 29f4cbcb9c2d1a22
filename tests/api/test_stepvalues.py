"""Values of a step as programs send them: read like the form, refused by name."""

from typing import Any

import pytest

from chengzhi.api.stepvalues import read_values
from chengzhi.cases.procedure import CASE
from chengzhi.kernel.errors import BadInput

GOOD = [
    ("refuse", {"reason": " 不归城管管 "}, {"reason": "不归城管管"}),
    ("accept", {"note": ""}, {}),
    ("accept", {"note": None}, {}),
    ("dispatch", {"unit": 7, "override": "就近"}, {"unit": 7, "override": "就近"}),
    ("feed_back", {"result": "清了", "media": [1, 2]}, {"result": "清了", "media": [1, 2]}),
    ("ask_extension", {"reason": "等件", "hours": 4}, {"reason": "等件", "hours": 4}),
    ("ask_hold", {"reason": "等件", "until": "2099-01-01"}, {"reason": "等件", "until": "2099-01-01"}),
    ("supervise", {"level": "red", "opinion": "抓紧"}, {"level": "red", "opinion": "抓紧"}),
    ("close", {"closing_rule": True}, {"closing_rule": True}),
    ("correct_facts", {"lon": 120.5, "lat": "32.1"}, {"lon": "120.5", "lat": "32.1"}),
]
BAD = [
    ("accept", {"bribe": 1}, "没有“bribe”这一项"),
    ("refuse", {"reason": ["x"]}, "要写成文字"),
    ("refuse", {"reason": True}, "要写成文字"),
    ("refuse", {"reason": "字" * 401}, "最多 400"),
    ("dispatch", {"unit": "7"}, "要写 id"),
    ("dispatch", {"unit": True}, "要写 id"),
    ("dispatch", {"unit": -1}, "要写 id"),
    ("dispatch", {"unit": 2**70}, "要写 id"),
    ("feed_back", {"media": 1}, "id 的列表"),
    ("feed_back", {"media": list(range(1, 30))}, "最多 20"),
    ("feed_back", {"media": [0]}, "要写 id"),
    ("ask_extension", {"hours": 99999}, "小时数"),
    ("ask_hold", {"until": "morgen"}, "2026-12-01"),
    ("ask_hold", {"until": 5}, "2026-12-01"),
    ("supervise", {"level": "pink"}, "请从这些里选"),
    ("close", {"closing_rule": False}, "只能写 true"),
    ("close", {"closing_rule": "yes"}, "只能写 true"),
    ("merge", {"target": "1" * 40}, "最多 32"),
]


@pytest.mark.parametrize(("step", "given", "read"), GOOD)
def test_values_are_read_as_the_form_reads_them(step: str, given: dict[str, Any], read: dict[str, Any]) -> None:
    assert read_values(CASE.step(step), given) == read


@pytest.mark.parametrize(("step", "given", "words"), BAD)
def test_what_cannot_be_read_is_named(step: str, given: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(CASE.step(step), given)
    assert words in caught.value.errors[next(iter(given))][0]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(CASE.step("supervise"), {"level": "x", "opinion": [], "more": 1})
    assert set(caught.value.errors) == {"level", "more"}
