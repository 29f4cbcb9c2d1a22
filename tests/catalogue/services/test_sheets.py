import pytest

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.services.sheets import Line, known_columns, read_lines, unstated_condition
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import OVERFLOW, Cell, Row

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


@pytest.mark.parametrize(
    "changes", [{"limit_unit": "moon"}, *({"limit_value": value} for value in (0, None, 366, "²", "9" * 5000))]
)
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


@pytest.mark.parametrize(("word", "kind"), [("part", "part"), ("EVENT", "event"), ("部件", "part"), ("事件", "event")])
def test_kinds_are_read_in_both_languages(word: str, kind: str) -> None:
    assert read(type=word).kind == kind


@pytest.mark.parametrize("word", ["", None, "parts", "案件"])
def test_any_other_kind_is_refused_at_its_column(word: Cell) -> None:
    with pytest.raises(BadInput) as refusal:
        read(type=word)
    assert refusal.value.errors["type"] == ["应写“部件”或“事件”"]


@pytest.mark.parametrize(("code", "kept"), [("0110", "0110"), (1010.0, "1010"), (1010, "1010"), ("", ""), (None, "")])
def test_codes_of_four_digits_or_none_are_read(code: Cell, kept: str) -> None:
    assert read(code=code).code == kept


@pytest.mark.parametrize("code", ["110", "01100", "01a0", "０１１０", "01 10"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(BadInput, match="应是大类 2 位加小类 2 位数字"):
        read(code=code)


@pytest.mark.parametrize(
    ("big", "small", "code"), [("1", "1", "0101"), ("01", "10", "0110"), (4, 5, "0405"), ("1", "0110", "0110")]
)
def test_a_code_in_two_columns_is_put_together(big: Cell, small: Cell, code: str) -> None:
    columns = known_columns(("类别", "大类代码", "小类代码", "小类名称", "立案条件", "处置时限"))
    row: dict[str, Cell] = {
        "类别": "事件",
        "大类代码": big,
        "小类代码": small,
        "小类名称": "暴露生活垃圾",
        "立案条件": "成堆",
        "处置时限": "2工作时",
    }
    assert read_lines(Row(2, row), columns, Reading.REFUSE, "")[0].code == code


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (("类别",), "类别"),
        (("小类名称",), "小类名称"),
        (("立案条件",), "立案条件"),
        (("处置时限",), "处置时限"),
        (("类别", "处置时限"), "类别、处置时限"),
    ],
)
def test_missing_columns_are_named_all_at_once(missing: tuple[str, ...], words: str) -> None:
    columns = tuple(name for name in ("类别", "小类名称", "立案条件", "处置时限") if name not in missing)
    with pytest.raises(BadInput, match=f"表里缺少这些列：{words}。"):
        known_columns(columns)


@pytest.mark.parametrize("limit", ["limit_a", "limit_value", "A类区域", "时限"])
def test_any_of_the_limits_will_do(limit: str) -> None:
    assert limit in known_columns(("类别", "小类名称", "立案条件", limit)).values()


def test_the_first_name_of_a_column_goes_before_the_others() -> None:
    columns = ("类别", "type", "小类名称", "立案条件", "时限", "处置时限")
    assert known_columns(columns)["kind"] == "type"
    assert known_columns(columns)["limit"] == "处置时限"


@pytest.mark.parametrize(
    ("text", "level"), [("A", "A"), ("b类区域", "B"), (" c ", "C"), ("", ""), ("特级", ""), ("一级", "")]
)
def test_levels_are_known_by_their_letter(text: str, level: str) -> None:
    columns = known_columns((*COLUMNS, "级别"))
    row: dict[str, Cell] = {
        "type": "event", "small_class": "积水", "filing_condition": "积水", "limit_raw": "2工作时", "级别": text,
    }  # fmt: skip
    assert read_lines(Row(2, row), columns, Reading.REFUSE, "")[0].level == level


@pytest.mark.parametrize(("word", "handler"), [("sanitation", "sanitation"), ("环卫", ""), ("", "")])
def test_only_known_trades_are_taken(word: str, handler: str) -> None:
    columns = known_columns((*COLUMNS, "handler"))
    row: dict[str, Cell] = {
        "type": "event", "small_class": "积水", "filing_condition": "积水", "limit_raw": "2工作时", "handler": word,
    }  # fmt: skip
    assert read_lines(Row(2, row), columns, Reading.REFUSE, "")[0].handler == handler


def test_a_fault_of_one_level_is_told_at_its_column() -> None:
    columns = known_columns(("类别", "小类名称", "立案条件", "A类时限", "B类时限"))
    row: dict[str, Cell] = {
        "类别": "事件", "小类名称": "积水", "立案条件": "积水", "A类时限": "2工作时", "B类时限": "尽快",
    }  # fmt: skip
    with pytest.raises(BadInput) as refusal:
        read_lines(Row(2, row), columns, Reading.REFUSE, "")
    assert list(refusal.value.errors) == ["B类时限"]


def test_cells_beyond_the_heading_refuse_the_row() -> None:
    with pytest.raises(BadInput, match="多余的逗号"):
        read(**{OVERFLOW: "已清走"})


def test_long_texts_beside_the_rule_are_cut() -> None:
    assert (
        len(
            read_lines(
                Row(
                    2,
                    {
                        "类别": "事件",
                        "小类名称": "积水",
                        "立案条件": "积",
                        "处置时限": "2工作时",
                        "处置单位": "单" * 300,
                        "来源": "源" * 400,
                    },
                ),
                known_columns(("类别", "小类名称", "立案条件", "处置时限", "处置单位", "来源")),
                Reading.REFUSE,
                "",
            )[0].source
        )
        == 300
    )
