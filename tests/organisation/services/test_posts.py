"""Posts: created, given another role, closed."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person
from chengzhi.organisation.services import change_post_role, close_post, create_post
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role
from tests.organisation.conftest import DOCUMENT, TODAY

FACTS: dict[str, Any] = {"on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}


def test_a_post_exists_from_its_day(office: Unit) -> None:
    post = create_post(unit=office, name="采集员", role=make_role(), headcount=3, **FACTS)
    assert (post.valid_from, post.headcount, str(post)) == (TODAY, 3, "采集员")


@pytest.mark.parametrize(("name", "headcount", "field"), [("", 1, "name"), ("采集员", 0, "headcount")])
def test_a_malformed_post_is_refused(office: Unit, name: str, headcount: int, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        create_post(unit=office, name=name, role=make_role(), headcount=headcount, **FACTS)
    assert field in refusal.value.errors


def test_a_post_before_its_unit_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="不存在"):
        create_post(unit=office, name="采集员", role=make_role(), **{**FACTS, "on": date(2014, 1, 1)})


def test_a_post_without_the_right_is_refused(office: Unit) -> None:
    with pytest.raises(Forbidden):
        create_post(unit=office, name="采集员", role=make_role(), **{**FACTS, "capacity": make_capacity({})})


def test_another_role_holds_from_its_day_for_whoever_is_in_the_post(office: Unit) -> None:
    post = make_post(office, make_role(grants={"organisation.register.read": Scope.UNIT}))
    person = make_person()
    make_appointment(person, post)
    change_post_role(post=post, role=make_role(grants={"organisation.act.read": Scope.CITY}), **FACTS)
    [before] = capacities_of_person(person.pk, TODAY - timedelta(days=1))
    [after] = capacities_of_person(person.pk, TODAY)
    assert list(before.grants) == ["organisation.register.read"]
    assert list(after.grants) == ["organisation.act.read"]


def test_another_role_needs_the_right_over_roles_too(office: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_POSTS: Scope.CITY})
    with pytest.raises(Forbidden, match="授权管理"):
        change_post_role(post=make_post(office), role=make_role(), **{**FACTS, "capacity": capacity})


def test_the_same_role_is_refused(office: Unit) -> None:
    post = make_post(office)
    with pytest.raises(BadInput, match="没有变化"):
        change_post_role(post=post, role=post.role, **FACTS)


def test_an_empty_post_is_closed(office: Unit) -> None:
    post = close_post(post=make_post(office), **FACTS)
    assert post.valid_to == TODAY
    with pytest.raises(BadInput, match="这一天不能办"):
        close_post(post=post, **FACTS)


def test_a_held_post_is_not_closed(office: Unit) -> None:
    post = make_post(office)
    make_appointment(make_person("赵强"), post)
    with pytest.raises(BadInput, match="赵强 在 2026-11-23 还任"):
        close_post(post=post, **FACTS)
