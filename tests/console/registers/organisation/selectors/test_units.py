from datetime import date
from typing import Any

import pytest

from chengzhi.console.registers.organisation import selectors as read
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from chengzhi.organisation.services import rename_unit
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit

READ = {Permission.READ_REGISTER: Scope.CITY}
LATER = date(2035, 3, 1)


@pytest.fixture
def viewer(office: Unit) -> Capacity:
    return make_capacity(READ, unit=make_unit("区城管局", kind="department", code="cgj"))


@pytest.fixture
def squad(office: Unit) -> Unit:
    return make_unit("城东中队", kind="squad", parent=office, code="zd")


def names(rows: list[Any]) -> list[str]:
    return [row.unit.name for row in rows]


@pytest.mark.parametrize(("kind", "expected"), [("", 3), ("squad", 1), ("urban_office", 1), ("crew", 0)])
def test_units_are_narrowed_by_kind(viewer: Capacity, squad: Unit, kind: str, expected: int) -> None:
    assert len(read.unit_rows(viewer, today(), kind=kind)) == expected


def test_words_and_kind_narrow_together(viewer: Capacity, squad: Unit) -> None:
    assert names(read.unit_rows(viewer, today(), text="城东", kind="squad")) == ["城东中队"]


def test_a_row_knows_its_superior_and_counts_its_own_people(viewer: Capacity, office: Unit, squad: Unit) -> None:
    post = make_post(squad)
    for name in ("王强", "陈红"):
        make_appointment(make_person(name), post)
    make_appointment(make_person("李军"), make_post(office))
    (row,) = read.unit_rows(viewer, today(), kind="squad")
    assert row.parent is not None
    assert (row.parent.name, row.people, row.posts, row.kind_label) == ("城东街道城综办", 2, 1, "执法中队")


def test_somebody_with_two_posts_in_a_unit_is_counted_once(viewer: Capacity, squad: Unit) -> None:
    person = make_person("王强")
    make_appointment(person, make_post(squad, name="队员"))
    make_appointment(person, make_post(squad, name="内勤"), kind="cross")
    (row,) = read.unit_rows(viewer, today(), kind="squad")
    assert (row.people, row.posts) == (1, 2)


def test_people_are_counted_on_the_day_that_is_shown(viewer: Capacity, squad: Unit) -> None:
    make_appointment(make_person("王强"), make_post(squad), until=date(2020, 1, 1))
    assert [row.people for row in read.unit_rows(viewer, today(), kind="squad")] == [0]
    assert [row.people for row in read.unit_rows(viewer, date(2019, 1, 1), kind="squad")] == [1]


def test_the_tree_hangs_what_is_below_under_its_superior(viewer: Capacity, office: Unit, squad: Unit) -> None:
    make_appointment(make_person("王强"), make_post(squad))
    (top,) = [branch for branch in read.unit_tree(viewer, today()) if branch.row.unit.id == office.pk]
    assert names([child.row for child in top.children]) == ["城东中队"]
    assert (top.total, top.row.people, top.is_open, top.children[0].is_open) == (1, 0, True, False)
    assert [top.depth, top.children[0].depth] == [0, 1]


def test_a_tree_of_one_unit_begins_with_that_unit(office: Unit, squad: Unit) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.UNIT}, unit=squad)
    assert names([branch.row for branch in read.unit_tree(viewer, today())]) == ["城东中队"]


def test_subordinates_are_those_right_below(viewer: Capacity, office: Unit, squad: Unit) -> None:
    make_unit("一小队", parent=squad)
    assert names(read.subordinates(viewer, office, today())) == ["城东中队"]


def test_a_split_deals_out_what_lasts_or_begins_later(office: Unit) -> None:
    past = make_post(office, name="旧岗", valid_to=date(2020, 1, 1))
    now, soon = make_post(office, name="现岗"), make_post(office, name="新岗", valid_from=LATER)
    assert read.lasting_posts(office, today()) == [now, soon]
    assert past not in read.lasting_posts(office, today())
    assert [row.division_code for row in read.lasting_territories(office, today())] == ["320613001"]


def test_own_posts_show_who_holds_them_that_day(viewer: Capacity, office: Unit) -> None:
    post = make_post(office, name="主任")
    make_appointment(make_person("王强"), post, until=date(2020, 1, 1))
    make_appointment(make_person("陈红"), post, since=date(2020, 1, 1))
    for on, name in ((date(2019, 1, 1), "王强"), (today(), "陈红")):
        (row,) = read.own_posts(viewer, office, on)
        assert [held.person.name for held in row.holding] == [name]


def test_planned_versions_are_those_of_days_to_come(viewer: Capacity, office: Unit) -> None:
    assert read.planned_versions(office) == []
    rename_unit(unit=office, name="学田城综办", on=LATER, document="崇编〔2035〕1号", capacity=SYSTEM)
    assert [one.name for one in read.planned_versions(office)] == ["学田城综办"]


@pytest.mark.parametrize(("text", "count"), [("", 1), ("320613001", 1), ("城东", 1), ("cdjd", 1), ("320699", 0)])
def test_territories_answer_to_code_and_unit(viewer: Capacity, text: str, count: int) -> None:
    assert len(read.territory_rows(viewer, today(), text=text)) == count


def test_territories_of_other_units_are_out_of_reach(office: Unit) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.UNIT}, unit=make_unit("别处"))
    assert read.territory_rows(viewer, today()) == []
    assert read.territory_count(viewer) == 0


def test_counts_agree_with_the_lists(viewer: Capacity, squad: Unit) -> None:
    assert read.unit_count(viewer) == len(read.unit_rows(viewer, today())) == 3
    assert read.territory_count(viewer) == 1
