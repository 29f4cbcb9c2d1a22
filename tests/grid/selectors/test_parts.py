from dataclasses import replace
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.grid.models import Cell, Part
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import access_part, parts_for, parts_in_box, parts_near
from chengzhi.grid.selectors.parts import reach_code, units_of
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.organisation.models import Unit
from tests.factories.grid import SINCE, SOUTH, STEP, WEST, alice, middle

WHOLE = (WEST - STEP, SOUTH - STEP, WEST + 3 * STEP, SOUTH + 3 * STEP)
READER = {Permission.READ: Scope.TERRITORY}


def make_part(serial: int, cell: Cell | None, at: tuple[float, float], category: str = "0137", **given: object) -> Part:
    return Part.objects.create(
        code=f"320613{category}{serial:06}",
        category_code=category,
        name="路灯",
        lon=at[0],
        lat=at[1],
        cell=cell,
        valid_from=SINCE,
        changed_on=SINCE,
        **given,
    )


@pytest.fixture
def parts(cells: list[Cell]) -> list[Part]:
    return [
        make_part(1, cells[0], middle(0, 1)),
        make_part(2, cells[1], middle(1, 1)),
        make_part(3, None, (120.7, 32.2)),
    ]


def test_parts_in_use_are_found_in_a_box(parts: list[Part]) -> None:
    assert list(parts_in_box(WHOLE, viewer=SYSTEM)) == parts[:2]
    assert list(parts_in_box(WHOLE, viewer=SYSTEM, limit=1)) == parts[:1]
    Part.objects.filter(pk=parts[0].pk).update(valid_to="2024-01-01")
    assert list(parts_in_box(WHOLE, viewer=SYSTEM)) == [parts[1]]


def test_a_viewer_sees_the_parts_of_the_territory(parts: list[Part], cells: list[Cell]) -> None:
    assert list(parts_for(alice(cells[0].code, grants=READER))) == [parts[0]]
    assert list(parts_for(alice("320613", grants=READER))) == parts
    assert list(parts_for(alice(grants={}))) == []


def test_a_unit_sees_the_parts_it_answers_for(parts: list[Part]) -> None:
    unit = Unit.objects.create(code="lamps", kind="department", name="路灯管理所", valid_from=SINCE)
    Part.objects.filter(pk=parts[2].pk).update(maintainer_unit=unit)
    viewer = replace(alice("999999", grants={Permission.READ: Scope.UNIT}), unit_ids=frozenset())
    assert list(parts_for(viewer)) == []
    assert list(parts_for(replace(viewer, unit_ids=frozenset({unit.pk})))) == [parts[2]]


def test_the_nearest_parts_come_first(parts: list[Part], cells: list[Cell]) -> None:
    lon, lat = middle(0, 1)
    cover = make_part(4, cells[0], (lon, lat + 0.0001), category="0103")
    near = parts_near(lon, lat + 0.00008, viewer=SYSTEM, metres=50)
    assert [one.part for one in near] == [cover, parts[0]]
    assert near[1].distance_m == pytest.approx(8.9, rel=0.02)
    assert [one.part for one in parts_near(lon, lat, viewer=SYSTEM, metres=50, category="01")] == [parts[0], cover]
    assert parts_near(lon, lat + 0.01, viewer=SYSTEM) == []


def test_a_part_outside_the_territory_does_not_exist_for_the_viewer(parts: list[Part]) -> None:
    assert access_part(alice(), parts[0].code) == parts[0]
    with pytest.raises(NotFound):
        access_part(alice("320613007"), parts[0].code)


def test_a_reader_may_not_touch_a_part(parts: list[Part]) -> None:
    with pytest.raises(Forbidden):
        access_part(alice(grants=READER), parts[0].code, Permission.MANAGE_PARTS)


def test_parts_with_their_cells_take_one_query(
    parts: list[Part], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert [part.cell.code[-3:] for part in parts_in_box(WHOLE, viewer=SYSTEM) if part.cell] == ["001", "002"]


@pytest.mark.parametrize(
    ("bounds", "count"),
    [
        (WHOLE, 1),
        ((0.0, 0.0, 1.0, 1.0), 0),
        ((WEST, SOUTH + STEP, WEST + STEP, SOUTH + 2 * STEP), 1),
        ((WEST + STEP, SOUTH, WEST + 2 * STEP, SOUTH + STEP), 0),
    ],
)
def test_a_box_holds_what_lies_in_it(cells: list[Cell], bounds: tuple[float, float, float, float], count: int) -> None:
    make_part(71, cells[0], middle(0, 1))
    assert parts_in_box(bounds, viewer=SYSTEM).count() == count


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (3, 3), (99, 3), (999_999, 3)])
def test_a_box_gives_no_more_than_asked(cells: list[Cell], limit: int, count: int) -> None:
    for serial in range(71, 74):
        make_part(serial, cells[0], middle(0, 1))
    assert len(parts_in_box(WHOLE, viewer=SYSTEM, limit=limit)) == count


@pytest.mark.parametrize(("category", "count"), [("", 2), ("01", 2), ("0137", 1), ("0199", 0)])
def test_near_parts_can_be_narrowed_by_class(cells: list[Cell], category: str, count: int) -> None:
    make_part(71, cells[0], middle(0, 1), "0137")
    make_part(72, cells[0], middle(0, 1), "0101")
    assert len(parts_near(*middle(0, 1), viewer=SYSTEM, category=category)) == count


@pytest.mark.parametrize(("metres", "count"), [(1, 1), (99, 2), (0, 1)])
def test_only_what_lies_within_the_distance_is_near(cells: list[Cell], metres: float, count: int) -> None:
    make_part(71, cells[0], middle(0, 1))
    make_part(72, cells[1], middle(0.5, 1))
    assert len(parts_near(*middle(0, 1), viewer=SYSTEM, metres=metres)) == count


@pytest.mark.parametrize("links", [(), ("owner_unit",), ("owner_unit", "maintainer_unit", "competent_unit")])
def test_the_units_of_a_part_are_counted_once(cells: list[Cell], links: tuple[str, ...]) -> None:
    unit = Unit.objects.create(code="x", kind="team", name="养护队", valid_from=SINCE)
    part = make_part(71, cells[0], middle(0, 1), **dict.fromkeys(links, unit))
    assert units_of(part) == (frozenset({unit.pk}) if links else frozenset())


def test_the_cell_of_a_part_or_else_its_district_decides(cells: list[Cell]) -> None:
    assert reach_code(make_part(71, cells[0], middle(0, 1))) == cells[0].code
    assert reach_code(make_part(72, None, middle(9, 9))) == "320613"


def test_retired_parts_are_listed_but_not_on_the_map(cells: list[Cell]) -> None:
    make_part(71, cells[0], middle(0, 1), valid_to=date(2024, 1, 1))
    assert parts_for(SYSTEM).count() == 1
    assert not parts_in_box(WHOLE, viewer=SYSTEM).exists()
    assert parts_near(*middle(0, 1), viewer=SYSTEM) == []
