"""The tests a boundary passes before it may be a cell's."""

from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from chengzhi.grid.models import Cell, CellVersion
from chengzhi.grid.services import Drawing, change_cell_boundary, define_cell
from chengzhi.grid.services.shapes import checked_shape, community_of, demand_free_ground, standing_shapes
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from tests.factories.grid import COMMUNITY, SOUTH, STEP, WEST, polygon, square

DAY = date(2024, 3, 1)

NEW = f"{COMMUNITY}005"

FREE = Drawing(boundary=square(3, 3), name="新网格", grade="A", land_use="green")


def define(code: str = NEW, drawing: Drawing = FREE, on: date = DAY, **given: Any) -> Cell:
    return define_cell(capacity=given.pop("capacity", SYSTEM), code=code, drawing=drawing, effective_on=on, **given)


def change(cell: Cell, drawing: Drawing, on: date = DAY, **given: Any) -> CellVersion:
    return change_cell_boundary(
        capacity=given.pop("capacity", SYSTEM), code=cell.code, drawing=drawing, effective_on=on, **given
    )


def refusal(field: str, *args: Any, **given: Any) -> str:
    with pytest.raises(BadInput) as caught:
        define(*args, **given)
    return " ".join(caught.value.errors[field])


@pytest.mark.parametrize(
    ("boundary", "words"),
    [
        ({}, "读不出来"),
        ({"type": "Polygon"}, "读不出来"),
        ({"type": "Polygon", "coordinates": "x"}, "读不出来"),
        ({"type": "Nonsense", "coordinates": []}, "读不出来"),
        ({"type": "Point", "coordinates": [120, 32]}, "没有面积"),
        ({"type": "Polygon", "coordinates": []}, "没有面积"),
        (polygon((1, 1), (1.01, 1), (1.01, 1.01)), "不在中国"),
        (polygon((32, 120), (32.01, 120), (32.01, 120.01)), "没有面积|不在中国"),
        (polygon((WEST, SOUTH), (WEST + STEP, SOUTH + STEP), (WEST + STEP, SOUTH), (WEST, SOUTH + STEP)), "自相交"),
    ],
)
def test_a_boundary_that_is_none_is_refused(cells: list[Cell], boundary: dict[str, Any], words: str) -> None:
    found = refusal("boundary", drawing=Drawing(boundary=boundary))
    assert any(word in found for word in words.split("|"))


def test_ground_of_another_cell_is_refused_with_its_code_and_area(cells: list[Cell]) -> None:
    words = refusal("boundary", drawing=Drawing(boundary=square(0.5, 0.5)))
    for cell in cells:
        assert cell.code in words
    assert "平方米" in words


def test_ground_promised_for_a_later_day_is_taken_too(cells: list[Cell]) -> None:
    change(cells[0], Drawing(boundary=square(0, 1, high=2)), on=DAY + timedelta(days=30))
    assert cells[0].code in refusal("boundary", drawing=Drawing(boundary=square(0, 2)))


def outline(at: float = 3) -> dict[str, Any]:
    return square(at, 3)


def test_a_shape_comes_back_rounded_and_in_one_direction() -> None:
    backwards = outline()
    backwards["coordinates"][0].reverse()
    assert shapely.equals_exact(checked_shape(NEW, backwards), checked_shape(NEW, outline()))


def test_a_multipolygon_of_one_piece_is_that_piece() -> None:
    single = {"type": "MultiPolygon", "coordinates": [outline()["coordinates"]]}
    assert checked_shape(NEW, single).geom_type == "Polygon"


@pytest.mark.parametrize("boundary", [None, [], "x", {"coordinates": [1]}, {"type": "Feature"}])
def test_what_is_no_geometry_is_refused_in_words(boundary: Any) -> None:
    with pytest.raises(BadInput) as refusal_:
        checked_shape(NEW, boundary)
    assert list(refusal_.value.errors) == ["boundary"]


def test_ground_beside_another_cell_is_free(cells: list[Cell]) -> None:
    demand_free_ground(NEW, checked_shape(NEW, square(2, 1)), DAY, "320613")


def test_every_neighbour_whose_ground_is_taken_is_named(cells: list[Cell]) -> None:
    with pytest.raises(BadInput) as refusal_:
        demand_free_ground(NEW, checked_shape(NEW, square(0.5, 0.5)), DAY, "320613")
    words = " ".join(refusal_.value.errors["boundary"])
    assert all(cell.code in words for cell in cells)


def test_the_own_old_ground_is_not_in_the_way(cells: list[Cell]) -> None:
    demand_free_ground(cells[0].code, checked_shape(NEW, square(0, 1)), DAY, "320613")


def test_cells_of_another_district_are_not_looked_at(cells: list[Cell]) -> None:
    demand_free_ground(NEW, checked_shape(NEW, square(0, 1)), DAY, "320614")


@pytest.mark.parametrize(("prefix", "count"), [("320613", 4), (COMMUNITY, 4), (f"{COMMUNITY}001", 1), ("9", 0)])
def test_standing_shapes_lie_under_their_code(cells: list[Cell], prefix: str, count: int) -> None:
    assert len(standing_shapes(prefix, DAY)) == count


def test_a_version_that_is_over_does_not_stand(cells: list[Cell]) -> None:
    cells[0].versions.update(valid_to=DAY)
    assert len(standing_shapes("320613", DAY)) == 3
    assert len(standing_shapes("320613", date(2024, 2, 29))) == 4


@pytest.mark.parametrize("code", [NEW, COMMUNITY])
def test_a_code_leads_to_its_community(cells: list[Cell], code: str) -> None:
    assert community_of(code, DAY) == cells[0].community


@pytest.mark.parametrize(("code", "on"), [("320613006099001", DAY), ("", DAY), (NEW, date(2020, 7, 2))])
def test_a_code_without_a_community_that_day_is_refused(cells: list[Cell], code: str, on: date) -> None:
    with pytest.raises(BadInput, match="不是当日有效的社区"):
        community_of(code, on)
