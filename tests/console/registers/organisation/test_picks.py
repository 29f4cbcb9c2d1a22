from datetime import date

import pytest

from chengzhi.console.registers.organisation.picks import (
    initials,
    person_picks,
    post_picks,
    role_options,
    unit_picks,
    where,
)
from chengzhi.kernel.access import Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit

MANAGE = Permission.MANAGE_UNITS
CITY = {Permission.READ_REGISTER: Scope.CITY, MANAGE: Scope.CITY, Permission.MANAGE_APPOINTMENTS: Scope.CITY}


@pytest.mark.parametrize(("name", "expected"), [("环卫处", "hwc"), ("学田", "xt"), ("", "")])
def test_initials_are_what_one_types(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_units_are_offered_with_code_and_sound(office: Unit) -> None:
    picks = unit_picks(make_capacity(CITY, unit=office), MANAGE, today())
    assert [(one.text, one.sound) for one in picks] == [("城东街道城综办 · czb-east", "cdjdczb")]


def test_a_unit_can_be_left_out_of_the_offer(office: Unit) -> None:
    viewer = make_capacity(CITY, unit=office)
    assert unit_picks(viewer, MANAGE, today(), without=frozenset({office.pk})) == []


def test_units_of_another_day_are_offered_as_they_were_then(office: Unit) -> None:
    make_unit("旧队", since=date(2015, 1, 1), until=date(2020, 1, 1))
    viewer = make_capacity(CITY, unit=office)
    assert "旧队" not in {one.text.split(" ")[0] for one in unit_picks(viewer, MANAGE, today())}
    assert "旧队" in {one.text.split(" ")[0] for one in unit_picks(viewer, MANAGE, date(2018, 1, 1))}


def test_only_units_within_reach_are_offered(office: Unit) -> None:
    squad = make_unit("城东中队", parent=office)
    make_unit("别处中队")
    viewer = make_capacity({MANAGE: Scope.UNIT}, unit=office)
    assert {one.key for one in unit_picks(viewer, MANAGE, today())} == {office.pk, squad.pk}


def test_without_the_right_there_is_no_offer(office: Unit) -> None:
    with pytest.raises(Forbidden, match="机构管理"):
        unit_picks(make_capacity({}, unit=office), MANAGE, today())


def test_posts_are_offered_with_places_taken_and_free(office: Unit) -> None:
    viewer = make_capacity(CITY)
    post = make_post(office, name="受理员", headcount=2)
    make_appointment(make_person("王强"), post)
    texts = {one.key: one.text for one in post_picks(viewer, Permission.MANAGE_APPOINTMENTS, today())}
    assert texts[post.pk] == f"受理员 · 城东街道城综办（1/2）#{post.pk}"


def test_posts_outside_the_reach_of_the_right_are_not_offered(office: Unit) -> None:
    far = make_post(make_unit("别处"), name="受理员")
    viewer = make_capacity({**CITY, Permission.MANAGE_APPOINTMENTS: Scope.UNIT}, unit=office)
    assert far.pk not in {one.key for one in post_picks(viewer, Permission.MANAGE_APPOINTMENTS, today())}


def test_people_of_one_name_are_told_apart_by_post(office: Unit) -> None:
    first, second = make_person("王强", pinyin="wangqiang wq"), make_person("王强")
    make_appointment(first, make_post(office, name="主任"))
    texts = {one.key: one.text for one in person_picks(make_capacity(CITY), today())}
    assert texts[first.pk] == f"王强 · 主任 · 城东城综办 #{first.pk}"
    assert texts[second.pk] == f"王强 · #{second.pk}"


def test_somebody_without_a_post_is_nowhere(office: Unit) -> None:
    assert where(make_person("王强")) == ""


def test_roles_are_offered_by_name(office: Unit) -> None:
    role = make_role("acceptor", name="受理员")
    assert (role.pk, "受理员") in role_options(make_capacity({Permission.READ_REGISTER: Scope.CITY}))
