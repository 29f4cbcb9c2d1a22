from datetime import date

import pytest

from chengzhi.console.registers.organisation import selectors as read
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Post, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from chengzhi.organisation.services import correct_person, register_person
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit

READ = {Permission.READ_REGISTER: Scope.CITY}
LATER = date(2035, 3, 1)


@pytest.fixture
def viewer(office: Unit) -> Capacity:
    return make_capacity(READ, unit=make_unit("区城管局", kind="department"), post_name="看台账的")


def names(viewer: Capacity, **asked: str) -> set[str]:
    return {one.name for one in read.post_rows(viewer, today(), **asked)} - {"看台账的"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"受理员", "值班员"}),
        ({"text": "受理"}, {"受理员"}),
        ({"text": "sly"}, {"受理员"}),
        ({"text": "城东"}, {"受理员", "值班员"}),
        ({"role": "acceptor"}, {"受理员"}),
        ({"role": "none"}, set()),
        ({"vacancy": "vacant"}, {"受理员"}),
        ({"vacancy": "full"}, {"值班员"}),
        ({"vacancy": "whatever"}, {"受理员", "值班员"}),
    ],
)
def test_posts_are_narrowed(viewer: Capacity, office: Unit, asked: dict[str, str], expected: set[str]) -> None:
    make_post(office, make_role("acceptor"), name="受理员", headcount=1)
    make_appointment(make_person("王强"), make_post(office, name="值班员", headcount=1))
    assert names(viewer, **asked) == expected


def test_posts_of_one_unit_come_with_those_below(viewer: Capacity, office: Unit) -> None:
    make_post(office, name="受理员")
    make_post(make_unit("城东中队", parent=office), name="队员")
    make_post(make_unit("别处"), name="外人")
    assert "外人" not in {one.name for one in read.post_rows(viewer, today(), unit_id=office.pk)}


def test_holders_are_those_of_the_day(viewer: Capacity, post: Post) -> None:
    make_appointment(make_person("王强"), post, until=date(2020, 1, 1))
    held = {one.name: len(one.holding) for one in read.post_rows(viewer, today())}
    then = {one.name: len(one.holding) for one in read.post_rows(viewer, date(2019, 1, 1))}
    assert (held["受理员"], then["受理员"]) == (0, 1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "idle"}, {"无岗", "有号"}), ({"state": "unsigned"}, {"无岗", "在岗"}), ({"state": "signed"}, {"有号"}),
        ({"employment": "officer"}, {"在岗"}), ({"text": "无岗"}, {"无岗"}), ({"state": "none"}, {"无岗", "有号", "在岗"}),
        ({"state": "idle", "employment": "officer"}, set()),
    ],
)  # fmt: skip
def test_people_are_narrowed(viewer: Capacity, post: Post, asked: dict[str, str], expected: set[str]) -> None:
    make_person("无岗")
    make_person("有号", username="youhao")
    make_appointment(make_person("在岗", employment=EmploymentKind.OFFICER), post)
    found = {one.name for one in read.people_rows(viewer, today(), **asked)} - {"王敏"}
    assert found == expected


def test_people_bring_what_they_hold_that_day(viewer: Capacity, person: Person, post: Post) -> None:
    make_appointment(person, post, until=LATER)
    for on, count in ((today(), 1), (LATER, 0)):
        found = next(one for one in read.people_rows(viewer, on) if one.pk == person.pk)
        assert len(found.current) == count


def test_terms_are_told_apart_by_the_day(viewer: Capacity, person: Person, office: Unit) -> None:
    first, second = date(2020, 1, 1), LATER
    make_appointment(person, make_post(office, name="甲"), until=first)
    make_appointment(person, make_post(office, name="乙"), since=first, until=second)
    make_appointment(person, make_post(office, name="丙"), since=second)
    terms = read.terms_of(viewer, person, today())
    told = [[one.post.name for one in rows] for rows in (terms.past, terms.present, terms.future)]
    assert told == [["甲"], ["乙"], ["丙"]]


def test_a_term_ends_before_its_last_day_begins(viewer: Capacity, person: Person, post: Post) -> None:
    make_appointment(person, post, until=LATER)
    assert read.terms_of(viewer, person, LATER).present == []
    assert len(read.terms_of(viewer, person, LATER).past) == 1


def test_what_was_done_about_somebody_is_newest_first(viewer: Capacity, office: Unit) -> None:
    person = register_person(name="王强", employment=EmploymentKind.OFFICER, capacity=SYSTEM)
    correct_person(
        person=person, name="王墙", phone="", employment=EmploymentKind.OFFICER, reason="错字", capacity=SYSTEM
    )
    assert [one.act for one in read.acts_of_person(viewer, person)] == ["correct_person", "register_person"]


def test_without_the_right_nothing_is_read(person: Person) -> None:
    nobody = make_capacity({})
    with pytest.raises(Forbidden):
        read.acts_of_person(nobody, person)


def test_counts_agree_with_the_lists(viewer: Capacity, person: Person, post: Post) -> None:
    assert read.people_count(viewer) == read.people_rows(viewer, today()).count() == 2
    assert read.post_count(viewer) == len(read.post_rows(viewer, today())) == 2
