from datetime import date
from typing import Any

import pytest

from chengzhi.console.registers.grid import reading as read
from chengzhi.grid.enums import DutyKind, PartChangeKind
from chengzhi.grid.models import Cell, CellDuty, CellVersion, Division, DivisionChange, Part
from chengzhi.kernel.access import Capacity
from chengzhi.organisation.selectors import today
from tests.console.registers.grid.conftest import CODE, PART
from tests.factories.city import STREET, City
from tests.factories.loop import report


@pytest.fixture
def cell(city: City) -> Cell:
    return Cell.objects.get()


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({}, True), ({"text": "学田"}, True), ({"text": "学田街道"}, True), ({"text": CODE}, True), ({"text": " 一 号 "}, True),
        ({"text": "没有"}, False), ({"area": STREET}, True), ({"area": f"{STREET}001"}, True), ({"area": "320613001"}, False),
        ({"grade": "B"}, True), ({"grade": "A"}, False), ({"bare": True}, False), ({"text": "学田", "grade": "B"}, True),
    ],
)  # fmt: skip
def test_cells_are_narrowed(keeper: Capacity, cell: Cell, asked: dict[str, Any], *, is_found: bool) -> None:
    assert read.find_cells(keeper, today(), **asked).exists() is is_found


def test_the_grade_is_that_of_the_day(keeper: Capacity, cell: Cell) -> None:
    CellVersion.objects.filter(cell=cell).update(valid_to=date(2025, 1, 1))
    facts = {"name": cell.name, "area_m2": cell.area_m2, "boundary": cell.boundary, "land_use": cell.land_use}
    CellVersion.objects.create(cell=cell, grade="A", valid_from=date(2025, 1, 1), **facts)
    assert read.find_cells(keeper, today(), grade="A").exists()
    assert not read.find_cells(keeper, date(2024, 1, 1), grade="A").exists()
    assert [row.facts.grade for row in read.cell_rows([cell], date(2024, 1, 1), is_today=False)] == ["B"]


def test_a_cell_without_a_collector_is_bare(keeper: Capacity, cell: Cell) -> None:
    CellDuty.objects.update(kind="police")
    assert list(read.find_cells(keeper, today(), bare=True)) == [cell]


def test_a_row_counts_duties_parts_and_open_cases(city: City, cell: Cell, part: Part) -> None:
    report(city)
    (row,) = read.cell_rows([cell], today(), is_today=True)
    assert (row.collectors, row.duties, row.parts, row.cases) == (["陈红"], 1, 1, 1)
    assert row.facts is cell


def test_figures_are_those_of_today(city: City, cell: Cell, part: Part) -> None:
    report(city)
    assert read.cell_figures(cell) == {"parts": 1, "cases": 1}


def test_rows_cost_the_same_for_many_cells(cell: Cell, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        read.cell_rows([cell] * 5, today(), is_today=True)


def test_no_cells_have_no_rows(db: None) -> None:
    assert read.cell_rows([], today(), is_today=True) == []


def test_duties_stand_in_their_order_and_past_ones_apart(cell: Cell) -> None:
    kinds = [DutyKind.FIRM, DutyKind.POLICE]
    for kind in kinds:
        CellDuty.objects.create(cell=cell, kind=kind, name="某某", valid_from=date(2022, 1, 1))
    CellDuty.objects.create(
        cell=cell, kind=DutyKind.CADRE, name="旧人", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    lasting, over = read.cell_duties(cell, today())
    order = list(DutyKind.values)
    assert [one.kind for one in lasting] == sorted((one.kind for one in lasting), key=order.index)
    assert [one.name for one in over] == ["旧人"]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"text": PART}, True), ({"text": "井盖"}, True), ({"text": "排水处"}, True), ({"text": "没有"}, False),
        ({"area": STREET}, True), ({"area": "999"}, False), ({"category": "0101"}, True), ({"category": "02"}, False),
        ({"state": "intact"}, True), ({"state": "damaged"}, False), ({"retired": True}, False),
    ],
)  # fmt: skip
def test_parts_are_narrowed(keeper: Capacity, part: Part, asked: dict[str, Any], *, is_found: bool) -> None:
    assert read.find_parts(keeper, **asked).exists() is is_found


def test_what_was_done_to_a_part_is_told_in_words(part: Part) -> None:
    part.changes.create(
        kind=PartChangeKind.CORRECTED, before={"name": "井", "state": "intact"},
        after={"name": "井盖", "state": "damaged", "unknown": 1}, reason="认错了",
    )  # fmt: skip
    words = [told for _change, told in read.part_changes(part)]
    assert "井 → 井盖" in words[0]
    assert "完好 → 破损" in words[0]
    assert "unknown" not in words[0]
    assert words[1] == ""


def test_streets_are_those_of_a_day(city: City) -> None:
    assert [one.code for one in read.streets()] == [STREET]
    assert read.streets(date(2010, 1, 1)) == []


def test_divisions_stand_as_a_tree_with_their_cells(city: City) -> None:
    (district,) = read.division_tree("2023")
    street = district.below[0]
    assert (district.division.code, street.division.code, street.cells, district.cells) == ("320613", STREET, 1, 1)
    assert [one.division.level for one in street.below] == ["community"]


def test_an_edition_that_is_none_has_no_tree(city: City) -> None:
    assert read.division_tree("1949") == []


def test_editions_are_newest_first(city: City) -> None:
    Division.objects.create(
        code="320611", level="district", name="港闸区", short_name="港闸", edition="2019", valid_from=date(2010, 1, 1)
    )
    assert read.division_editions() == ["2023", "2019"]


@pytest.fixture
def merger(city: City) -> DivisionChange:
    Division.objects.create(
        code="320611", level="district", name="港闸区", short_name="港闸", edition="2019", valid_from=date(2010, 1, 1)
    )
    return DivisionChange.objects.create(
        old_code="320611", new_code="320613", on=date(2020, 7, 3), kind="merge", document="国函〔2020〕80号"
    )


@pytest.mark.parametrize(
    ("text", "count"), [("", 1), ("320611", 1), ("港闸", 1), ("崇川", 1), ("海门", 0), (" 港闸 ", 1)]
)
def test_changes_answer_to_codes_and_names(merger: DivisionChange, text: str, count: int) -> None:
    assert len(read.division_changes(text)) == count


def test_a_change_stands_at_both_codes(merger: DivisionChange) -> None:
    assert [one.links for one in read.division_tree("2019")] == [[merger]]
    assert [one.links for one in read.division_tree("2023")] == [[merger]]
