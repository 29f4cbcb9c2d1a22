"""Who may look up people, posts, appointments and roles."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.organisation import selectors
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}


@pytest.fixture
def colleagues(office: Unit) -> list[Person]:
    """Two people here, one elsewhere, one who left yesterday."""
    here = [make_person(name, pinyin=key) for name, key in (("王敏", "wangmin wm"), ("李军", "lijun lj"))]
    for person in here:
        make_appointment(person, make_post(office))
    elsewhere, left = make_person("赵强", pinyin="zhaoqiang zq"), make_person("孙芳", pinyin="sunfang sf")
    make_appointment(elsewhere, make_post(make_unit("别处")))
    make_appointment(left, make_post(office), until=TODAY)
    return [*here, elsewhere, left]


def found(*args: Any, **kwargs: Any) -> set[str]:
    return {person.name for person in selectors.people(*args, **kwargs)}


def test_a_viewer_sees_the_people_of_their_units_today(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office, name="我")
    assert found(viewer) == {"我", "王敏", "李军"}
    assert found(viewer, on=TODAY - timedelta(days=1)) == {"我", "王敏", "李军", "孙芳"}


def test_a_city_wide_viewer_sees_everybody_and_can_narrow(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.CITY}, name="我")
    assert found(viewer) == {"我", "王敏", "李军", "赵强", "孙芳"}
    assert found(viewer, unit_id=office.pk) == {"王敏", "李军"}


@pytest.mark.parametrize(("text", "names"), [("王", {"王敏"}), ("li ju", {"李军"}), ("wm", {"王敏"}), ("没有", set())])
def test_people_are_found_by_name_or_sound(colleagues: list[Person], text: str, names: set[str]) -> None:
    assert found(SYSTEM, text=text) == names


def test_without_the_right_there_is_no_list(colleagues: list[Person]) -> None:
    with pytest.raises(Forbidden, match="查阅机构人员"):
        selectors.people(make_capacity({}))


def test_posts_say_how_many_hold_them(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    rows = selectors.posts(viewer, unit_id=office.pk)
    assert sorted(post.held for post in rows) == [0, 1, 1, 1]


def test_appointments_are_listed_for_a_day_or_for_ever(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    everyone = selectors.appointments(viewer, unit_id=office.pk)
    today = selectors.appointments(viewer, unit_id=office.pk, on=TODAY)
    assert (everyone.count(), today.count()) == (4, 3)
    assert selectors.appointments(viewer, person_id=colleagues[3].pk).count() == 1


def test_roles_are_shown_to_those_who_manage_read_or_audit(db: None) -> None:
    for right in (Permission.MANAGE_ROLES, Permission.READ_ACTS, Permission.READ_REGISTER):
        assert selectors.roles(make_capacity({right: Scope.CITY})).exists()
    with pytest.raises(Forbidden):
        selectors.roles(make_capacity({}))


def test_posts_and_appointments_of_the_whole_district_are_for_the_city_wide(colleagues: list[Person]) -> None:
    assert selectors.posts(SYSTEM).count() == 4
    assert selectors.appointments(SYSTEM).count() == 4


def test_dates_before_anything_show_nobody(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert found(viewer, on=date(2010, 1, 1)) == set()


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
def test_every_narrow_scope_lists_the_own_units(office: Unit, colleagues: list[Person], scope: Scope) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: scope}, unit=office, name="我")
    assert found(viewer) == {"我", "王敏", "李军"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("  王敏 ", {"王敏"}),
        ("敏", {"王敏"}),
        ("WANG", {"王敏"}),
        ("wang min", {"王敏"}),
        ("LJ", {"李军"}),
        ("139", {"李军"}),
        ("9123", set()),
        ("", {"王敏", "李军", "赵强", "孙芳"}),
        ("   ", {"王敏", "李军", "赵强", "孙芳"}),
        ("%", set()),
        ("'; drop table", set()),
    ],
)
def test_whatever_is_typed_finds_or_finds_nobody(colleagues: list[Person], text: str, names: set[str]) -> None:
    Person.objects.filter(name="李军").update(phone="13912345678")
    assert found(SYSTEM, text=text) == names


def test_a_list_of_people_takes_one_query(colleagues: list[Person], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len([person.account for person in selectors.people(SYSTEM)]) == 4


def test_people_come_in_the_order_of_their_sound(colleagues: list[Person]) -> None:
    assert [one.name for one in selectors.people(SYSTEM)] == ["李军", "孙芳", "王敏", "赵强"]


def test_a_unit_takes_its_branch_along(street: Unit, office: Unit, colleagues: list[Person]) -> None:
    assert found(SYSTEM, unit_id=street.pk) == {"王敏", "李军"}
    assert found(SYSTEM, unit_id=999_999) == set()


def test_posts_of_a_branch_on_another_day(street: Unit, office: Unit) -> None:
    post = make_post(office, valid_to=TODAY)
    before = TODAY - timedelta(days=1)
    assert list(selectors.posts(SYSTEM, unit_id=street.pk, on=before)) == [post]
    assert not selectors.posts(SYSTEM, unit_id=street.pk).exists()


def test_a_post_counts_who_holds_it_on_the_day(office: Unit) -> None:
    post = make_post(office)
    make_appointment(make_person(), post, until=TODAY)
    make_appointment(make_person("李军"), post)
    held = [selectors.posts(SYSTEM, on=day).get().held for day in (TODAY - timedelta(days=1), TODAY)]
    assert held == [2, 1]


def test_a_list_of_posts_takes_one_query_once_the_tree_is_known(office: Unit, django_assert_num_queries: Any) -> None:
    make_post(office)
    with django_assert_num_queries(1):
        assert [(one.unit.name, one.role.name) for one in selectors.posts(SYSTEM)]


def test_appointments_of_one_person_come_newest_first(office: Unit) -> None:
    person = make_person()
    make_appointment(person, make_post(office, name="旧"), until=date(2020, 1, 1))
    make_appointment(person, make_post(office, name="新"), since=date(2020, 1, 1))
    assert [one.post.name for one in selectors.appointments(SYSTEM, person_id=person.pk)] == ["新", "旧"]


def test_appointments_outside_the_reach_are_left_out(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert not selectors.appointments(viewer, person_id=colleagues[2].pk).exists()
    assert not selectors.posts(viewer, unit_id=colleagues[2].appointments.get().post.unit_id).exists()


@pytest.mark.parametrize("lister", ["people", "posts", "appointments", "roles"])
def test_no_list_is_given_without_the_right(office: Unit, lister: str) -> None:
    with pytest.raises(Forbidden, match="查阅机构人员"):
        getattr(selectors, lister)(make_capacity({Permission.MANAGE_UNITS: Scope.CITY}, unit=office))


def test_roles_bring_their_grants_in_two_queries(db: None, django_assert_num_queries: Any) -> None:
    for _each in range(3):
        make_role(grants={Permission.READ_REGISTER: Scope.UNIT})
    with django_assert_num_queries(2):
        assert [len(role.grants.all()) for role in selectors.roles(SYSTEM)] == [1, 1, 1]
