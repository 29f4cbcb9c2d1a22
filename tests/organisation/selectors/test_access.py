"""How far a viewer reaches in the register."""

import re
from typing import Any

import pytest
from django.utils import translation

from chengzhi.kernel.access import SYSTEM, Scope, resident
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.organisation import selectors
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacity_of, reach, require
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
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


def test_a_person_elsewhere_does_not_exist_for_the_viewer(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert selectors.access_person(viewer, colleagues[0].pk) == colleagues[0]
    with pytest.raises(NotFound):
        selectors.access_person(viewer, colleagues[2].pk)


def test_access_to_posts_and_appointments_ends_at_the_reach(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for held in (colleagues[0].appointments.get(), colleagues[1].appointments.get()):
        assert selectors.access_appointment(viewer, held.pk) == held
        assert selectors.access_post(viewer, held.post_id) == held.post
    foreign = colleagues[2].appointments.get()
    for refused in (
        lambda: selectors.access_appointment(viewer, foreign.pk),
        lambda: selectors.access_post(viewer, foreign.post_id),
    ):
        with pytest.raises(NotFound):
            refused()


def test_a_unit_outside_the_reach_does_not_exist(district: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for refused in (
        lambda: selectors.access_unit(viewer, district.pk),
        lambda: selectors.unit_history(viewer, district),
        lambda: selectors.unit_successions(viewer, district),
        lambda: selectors.register_acts(viewer, district),
    ):
        with pytest.raises(NotFound):
            refused()


def test_residents_do_not_read_the_register(office: Unit) -> None:
    with pytest.raises(Forbidden):
        selectors.access_unit(resident(), office.pk)


EVERY_SCOPE = list(Scope)


@pytest.mark.parametrize("scope", EVERY_SCOPE)
def test_only_the_widest_scope_reaches_everything(office: Unit, scope: Scope) -> None:
    reached = reach(make_capacity({Permission.READ_REGISTER: scope}, unit=office), Permission.READ_REGISTER)
    assert reached == (None if scope is Scope.CITY else {office.pk})


def test_the_system_reaches_everything_without_any_right() -> None:
    assert all(reach(SYSTEM, right) is None for right in Permission)


def test_a_refusal_names_the_right_and_the_way_out(office: Unit) -> None:
    with pytest.raises(Forbidden) as refusal:
        reach(make_capacity({}, unit=office), Permission.MANAGE_POSTS)
    assert str(refusal.value.message) == ("没有办成。您现在的身份没有“岗位管理”权限。请换一个身份，或请有权的人办理。")


def test_a_refusal_is_english_on_an_english_screen(office: Unit) -> None:
    with translation.override("en"), pytest.raises(Forbidden) as refusal:
        reach(make_capacity({}, unit=office), Permission.MANAGE_POSTS)
    assert not re.search(r"[\u4e00-\u9fff]", str(refusal.value.message))


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
def test_a_demand_for_everything_refuses_a_narrow_right(office: Unit, scope: Scope) -> None:
    viewer = make_capacity({Permission.MANAGE_UNITS: scope}, unit=office)
    require(viewer, Permission.MANAGE_UNITS, office.pk)
    with pytest.raises(Forbidden, match="“机构管理”要有全区范围"):
        require(viewer, Permission.MANAGE_UNITS)


def test_a_reach_follows_the_tree_of_today(street: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=street)
    assert selectors.access_unit(viewer, office.pk) == office
    office.versions.update(valid_to=TODAY)
    later = capacity_of(viewer.appointment_id or 0)
    assert later is not None
    with pytest.raises(NotFound):
        selectors.access_unit(later, office.pk)


@pytest.mark.parametrize("access", ["access_unit", "access_post", "access_person", "access_appointment"])
@pytest.mark.parametrize("scope", [Scope.UNIT, Scope.CITY])
def test_what_never_was_does_not_exist_however_far_the_reach(office: Unit, access: str, scope: Scope) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: scope}, unit=office)
    with pytest.raises(NotFound):
        getattr(selectors, access)(viewer, 999_999)


def test_who_left_yesterday_is_out_of_a_narrow_reach(office: Unit, colleagues: list[Person]) -> None:
    with pytest.raises(NotFound):
        selectors.access_person(make_capacity(READ_UNIT, unit=office), colleagues[3].pk)
    city = make_capacity({Permission.READ_REGISTER: Scope.CITY}, unit=office)
    assert selectors.access_person(city, colleagues[3].pk) == colleagues[3]


def test_another_right_may_be_asked_for(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity({Permission.MANAGE_PEOPLE: Scope.UNIT}, unit=office)
    assert selectors.access_person(viewer, colleagues[0].pk, Permission.MANAGE_PEOPLE) == colleagues[0]
    with pytest.raises(Forbidden):
        selectors.access_person(viewer, colleagues[0].pk)


def test_what_is_returned_brings_what_a_page_shows(office: Unit, django_assert_num_queries: Any) -> None:
    held = make_appointment(make_person("王敏", username="wangmin"), make_post(office))
    with django_assert_num_queries(1):
        found = selectors.access_appointment(SYSTEM, held.pk)
        assert (found.person.name, found.post.unit.name, found.post.role.name) != ("", "", "")
    with django_assert_num_queries(1):
        assert selectors.access_unit(SYSTEM, office.pk).parent is not None
    with django_assert_num_queries(1):
        assert selectors.access_person(SYSTEM, held.person_id).account is not None
