from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.grid.enums import DutyKind
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import access_cell, cell_on, cells_in, cells_of_person, collector_of, duties_of
from chengzhi.grid.selectors.cells import under
from chengzhi.grid.services import Drawing, change_cell_boundary
from chengzhi.kernel.access import SYSTEM, Scope, resident
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.organisation.models import Person
from tests.factories.grid import COMMUNITY, SINCE, alice, square

READER = {Permission.READ: Scope.TERRITORY}


def duty(cell: Cell, kind: DutyKind, name: str, *, since: date = SINCE, person: Person | None = None) -> CellDuty:
    return CellDuty.objects.create(cell=cell, kind=kind, name=name, person=person, valid_from=since)


@pytest.fixture
def carol(cells: list[Cell]) -> Person:
    return Person.objects.create(name="carol", employment="contract")


def test_cells_are_listed_under_a_code(cells: list[Cell]) -> None:
    assert list(cells_in(COMMUNITY, viewer=SYSTEM)) == cells
    assert list(cells_in(cells[1].code, viewer=SYSTEM)) == [cells[1]]
    assert list(cells_in("999", viewer=SYSTEM)) == []


def test_a_list_reaches_as_far_as_the_viewer_does(cells: list[Cell]) -> None:
    assert list(cells_in(viewer=alice(cells[0].code, grants=READER))) == [cells[0]]
    assert list(cells_in(viewer=alice("320613001", grants=READER))) == []
    assert list(cells_in(viewer=alice(grants={Permission.READ: Scope.CITY}))) == cells
    assert list(cells_in(viewer=alice(grants={}))) == []
    assert list(cells_in(viewer=resident())) == []


def test_a_cell_is_listed_on_the_days_it_was_in_use(cells: list[Cell]) -> None:
    assert list(cells_in(viewer=SYSTEM, on=SINCE - timedelta(days=1))) == []
    Cell.objects.filter(pk=cells[0].pk).update(valid_to=date(2022, 1, 1))
    assert len(cells_in(viewer=SYSTEM)) == 3
    assert len(cells_in(viewer=SYSTEM, on=date(2021, 12, 31))) == 4


def test_a_cell_outside_the_territory_does_not_exist_for_the_viewer(cells: list[Cell]) -> None:
    assert access_cell(alice(), cells[0].code) == cells[0]
    with pytest.raises(NotFound):
        access_cell(alice("320613001"), cells[0].code)
    with pytest.raises(NotFound):
        access_cell(alice(), "320613006001999")


def test_inside_the_territory_a_missing_right_is_named(cells: list[Cell]) -> None:
    with pytest.raises(Forbidden, match="维护网格"):
        access_cell(alice(grants=READER), cells[0].code, Permission.MANAGE_CELLS)


def test_the_version_of_a_day_is_found(cells: list[Cell]) -> None:
    day = date(2023, 1, 1)
    change_cell_boundary(
        capacity=SYSTEM, code=cells[0].code, drawing=Drawing(boundary=square(0, 1, high=2)), effective_on=day
    )
    assert cell_on(cells[0].code, day).area_m2 > cell_on(cells[0].code, day - timedelta(days=1)).area_m2
    with pytest.raises(NotFound):
        cell_on(cells[0].code, SINCE - timedelta(days=1))


def test_those_who_answer_are_listed_in_the_order_of_the_rules(cells: list[Cell]) -> None:
    for kind in reversed(DutyKind):
        duty(cells[0], kind, f"某{kind}")
    duty(cells[1], DutyKind.CADRE, "别的网格")
    assert [one.kind for one in duties_of(cells[0].code)] == DutyKind.values


def test_a_duty_counts_only_while_it_lasts(cells: list[Cell]) -> None:
    ended = duty(cells[0], DutyKind.CADRE, "旧人")
    CellDuty.objects.filter(pk=ended.pk).update(valid_to=date(2022, 1, 1))
    duty(cells[0], DutyKind.CADRE, "新人", since=date(2022, 1, 1))
    assert [one.name for one in duties_of(cells[0].code)] == ["新人"]
    assert [one.name for one in duties_of(cells[0].code, date(2021, 12, 31))] == ["旧人"]


def test_the_collector_is_one_linked_to_a_person(cells: list[Cell], carol: Person) -> None:
    assert collector_of(cells[0].code) is None
    duty(cells[0], DutyKind.COLLECTOR, "外包")
    linked = duty(cells[0], DutyKind.COLLECTOR, "carol", since=date(2023, 1, 1), person=carol)
    assert collector_of(cells[0].code) == linked


def test_the_cells_of_a_person_are_listed(cells: list[Cell], carol: Person) -> None:
    duty(cells[1], DutyKind.COLLECTOR, "carol", person=carol)
    duty(cells[0], DutyKind.OFFICER, "carol", person=carol)
    assert list(cells_of_person(carol.pk)) == cells[:2]
    assert list(cells_of_person(carol.pk, DutyKind.COLLECTOR)) == [cells[1]]
    assert list(cells_of_person(carol.pk, on=SINCE - timedelta(days=1))) == []


def test_those_who_answer_are_read_with_one_query(
    cells: list[Cell], carol: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    duty(cells[0], DutyKind.COLLECTOR, "carol", person=carol)
    with django_assert_num_queries(1):
        assert [one.person for one in duties_of(cells[0].code)] == [carol]


@pytest.mark.parametrize(
    ("codes", "count"),
    [
        (("",), 4),
        (("", "999"), 4),
        ((COMMUNITY,), 4),
        ((f"{COMMUNITY}001", f"{COMMUNITY}002"), 2),
        (("999",), 0),
        ((), 0),
    ],
)
def test_prefixes_choose_what_begins_with_them(cells: list[Cell], codes: tuple[str, ...], count: int) -> None:
    assert Cell.objects.filter(under(codes)).count() == count


@pytest.mark.parametrize("scope", list(Scope))
def test_every_scope_lists_the_territory_and_the_widest_everything(cells: list[Cell], scope: Scope) -> None:
    viewer = alice(f"{COMMUNITY}001", grants={Permission.READ: scope})
    assert cells_in(viewer=viewer).count() == (4 if scope is Scope.CITY else 1)


def test_without_the_right_no_cell_is_listed(cells: list[Cell]) -> None:
    assert not cells_in(viewer=alice(grants={})).exists()
    assert not cells_in(viewer=resident()).exists()


@pytest.mark.parametrize("right", [Permission.MANAGE_CELLS, Permission.MANAGE_DUTIES, Permission.MANAGE_PARTS])
def test_a_reader_may_look_but_not_touch(cells: list[Cell], right: Permission) -> None:
    viewer = alice(grants=READER)
    assert access_cell(viewer, cells[0].code) == cells[0]
    with pytest.raises(Forbidden, match=str(right.label)):
        access_cell(viewer, cells[0].code, right)


@pytest.mark.parametrize("code", ["", "x", COMMUNITY, f"{COMMUNITY}099"])
def test_what_is_no_cell_is_not_found(cells: list[Cell], code: str) -> None:
    with pytest.raises(NotFound):
        access_cell(SYSTEM, code)
    with pytest.raises(NotFound):
        cell_on(code, SINCE)


def test_the_collector_longest_in_office_comes_first(cells: list[Cell], carol: Person) -> None:
    other = Person.objects.create(name="dave", employment="contract")
    duty(cells[0], DutyKind.COLLECTOR, "dave", since=date(2023, 1, 1), person=other)
    first = duty(cells[0], DutyKind.COLLECTOR, "carol", since=date(2022, 1, 1), person=carol)
    assert collector_of(cells[0].code) == first
    assert collector_of(cells[1].code) is None


def test_a_person_answers_in_the_asked_role_only(cells: list[Cell], carol: Person) -> None:
    duty(cells[0], DutyKind.COLLECTOR, "carol", person=carol)
    duty(cells[1], DutyKind.CADRE, "carol", person=carol)
    assert list(cells_of_person(carol.pk)) == cells[:2]
    assert list(cells_of_person(carol.pk, DutyKind.CADRE)) == [cells[1]]
    assert not cells_of_person(carol.pk, on=SINCE - timedelta(days=1)).exists()
