import pytest

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.services.sheets import Line, known_columns, read_lines, unstated_condition
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import Cell, Row

COLUMNS = ("type", "code", "small_class", "filing_condition", "limit_raw", "limit_value", "limit_unit", "kind")


def read(**values: Cell) -> Line:
    row: dict[str, Cell] = {
        "type": "event",
        "code": "0110",
        "small_class": "暴露生活垃圾",
        "filing_condition": "成堆",
        "limit_raw": "1天",
        "limit_value": 1,
        "limit_unit": "working_day",
        "kind": "local_extension",
    }
    (line,) = read_lines(Row(2, row | values), known_columns(COLUMNS), Reading.REFUSE, "某市")
    return line


def test_columns_are_known_by_several_names() -> None:
    assert known_columns(COLUMNS)["condition"] == "filing_condition"
    assert known_columns(("类别", "小类名称", "立案条件", "处置时限"))["limit"] == "处置时限"


def test_separate_value_and_unit_go_before_the_words() -> None:
    line = read()
    assert (line.limit.value, line.limit.unit, line.source) == (1, "working_day", "某市")
    assert line.is_city_extension


@pytest.mark.parametrize("value", [1.0, "1"])
def test_numbers_from_workbooks_are_read(value: Cell) -> None:
    assert read(limit_value=value).limit.value == 1


@pytest.mark.parametrize("changes", [{"limit_unit": "moon"}, {"limit_value": 0}, {"limit_value": None}])
def test_useless_value_or_unit_falls_back_on_the_words(changes: dict[str, Cell]) -> None:
    with pytest.raises(BadInput, match="没有说明夜间"):
        read(**changes)


def test_every_fault_of_a_row_is_told_at_once() -> None:
    with pytest.raises(BadInput) as refusal:
        read(type="x", small_class=None, code="abc")
    assert set(refusal.value.errors) == {"type", "small_class", "code"}


def test_unstated_conditions_are_told_apart_by_their_closing_rule() -> None:
    assert unstated_condition("拆除") != unstated_condition("停工")
    assert unstated_condition("") == "来源未写明立案条件"
