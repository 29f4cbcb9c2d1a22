from datetime import date

import pytest
from django.utils import translation

from chengzhi.grid.services.columns import (
    CELL_COLUMNS,
    DIVISION_COLUMNS,
    PART_COLUMNS,
    column_mapping,
    read_day,
    read_grade,
    read_land_use,
    read_state,
    values_of,
)


def test_columns_are_known_by_their_usual_names() -> None:
    assert column_mapping(("BGCode", "网格名称", "shape_area"), CELL_COLUMNS, {}) == {
        "code": "BGCode",
        "name": "网格名称",
    }
    found = column_mapping(("ObjID", "ObjName", "DeptName2", "ORDate", "BGID"), PART_COLUMNS, {})
    assert found == {"code": "ObjID", "name": "ObjName", "owner_name": "DeptName2", "valid_from": "ORDate"}


def test_the_first_of_two_columns_of_one_name_counts() -> None:
    assert column_mapping(("CODE", "code"), CELL_COLUMNS, {}) == {"code": "CODE"}


def test_a_person_can_name_the_column() -> None:
    given = {"code": "c1", "name": "absent"}
    assert column_mapping(("c1", "code", "name"), CELL_COLUMNS, given) == {"code": "c1", "name": "name"}


def test_values_are_text() -> None:
    assert values_of({"a": 1, "b": "x"}, {"code": "a", "name": "z"}) == {"code": "1", "name": ""}


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("A", "A"),
        ("b", "B"),
        (" c类 ", "C"),
        ("一级", "A"),
        ("2", "B"),
        ("A类区域", "A"),
        ("", ""),
        ("D", None),
        ("甲", None),
    ],
)
def test_a_grade_is_read_as_people_write_it(word: str, grade: str | None) -> None:
    assert read_grade(word) == grade


@pytest.mark.parametrize(
    ("word", "use"),
    [
        ("居住用地", "residential"),
        ("道路", "transport"),
        ("green", "green"),
        ("", ""),
        ("公园绿地", "green"),
        ("火星", None),
    ],
)
def test_a_land_use_is_read_as_people_write_it(word: str, use: str | None) -> None:
    assert read_land_use(word) == use


@pytest.mark.parametrize(
    ("word", "state"), [("完好", "intact"), ("lost", "lost"), ("", "intact"), (" 废弃 ", "disused"), ("?", None)]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_state_is_read_whatever_the_language_of_the_screen(word: str, state: str | None, language: str) -> None:
    with translation.override(language):
        assert read_state(word) == state


@pytest.mark.parametrize("text", ["2021-03-05", "2021/3/5", "20210305", "2021年3月5日", " 2021-03-05 08:00:00"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2021, 3, 5)


@pytest.mark.parametrize("text", ["", "never", "2021-13-05", "2021-02-30", "0000-01-01", "202103051"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("table", "field"),
    [(table, field) for table in (CELL_COLUMNS, PART_COLUMNS, DIVISION_COLUMNS) for field in table],
)
def test_every_known_name_of_a_column_leads_to_its_field(table: dict[str, tuple[str, ...]], field: str) -> None:
    for name in table[field]:
        assert column_mapping((name,), {field: table[field]}, {}) == {field: name}
        assert column_mapping((f" {name.upper()} ",), {field: table[field]}, {}) == {field: f" {name.upper()} "}


@pytest.mark.parametrize("table", [CELL_COLUMNS, PART_COLUMNS, DIVISION_COLUMNS])
def test_no_name_belongs_to_two_fields(table: dict[str, tuple[str, ...]]) -> None:
    names = [name for known in table.values() for name in known]
    assert len(set(names)) == len(names)
    assert all(name == name.strip().lower() for name in names)


@pytest.mark.parametrize("given", [{"code": "无此列"}, {"code": ""}, {"不识": "bgcode"}])
def test_a_named_column_that_is_not_there_changes_nothing(given: dict[str, str]) -> None:
    found = column_mapping(("bgcode",), CELL_COLUMNS, given)
    assert found["code"] == "bgcode"


def test_a_file_of_strange_columns_has_no_fields() -> None:
    assert column_mapping(("甲", "乙", ""), CELL_COLUMNS, {}) == {}


@pytest.mark.parametrize("word", ["A", "a类", " B ", "C 类区域", "1", "二级", "三类", ""])
def test_grades_are_known_in_every_way_of_writing(word: str) -> None:
    assert read_grade(word) in {"A", "B", "C", ""}


@pytest.mark.parametrize("word", ["D", "4", "特级", "AA", "０"])
def test_other_grades_are_unknown(word: str) -> None:
    assert read_grade(word) is None
