"""Why somebody may not be appointed."""

from datetime import date
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person
from chengzhi.organisation.services import appoint, cross_appoint, end_appointment, second
from tests.factories.organisation import (
    make_appointment,
    make_capacity,
    make_person,
    make_post,
    make_role,
)
from tests.organisation.conftest import DOCUMENT, TODAY

NEXT_YEAR = date(2027, 11, 23)


@pytest.fixture
def post(office: Unit) -> Post:
    return make_post(office, name="办事员", headcount=1)


@pytest.fixture
def person(db: None) -> Person:
    return make_person("张丽")


def give(person: Person, post: Post, **changes: Any) -> Appointment:
    facts = {"on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}
    return appoint(person=person, post=post, **{**facts, **changes})


def test_a_second_regular_post_is_refused(person: Person, post: Post, street: Unit) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="请先免去原职，或改用交叉任职、借调"):
        give(person, make_post(street))


def test_a_regular_post_after_the_first_has_ended_is_fine(person: Person, post: Post, street: Unit) -> None:
    give(person, post, until=NEXT_YEAR)
    give(person, make_post(street), on=NEXT_YEAR)
    assert len(capacities_of_person(person.pk, NEXT_YEAR)) == 1


def test_the_same_post_twice_is_refused(person: Person, post: Post) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="不用再办"):
        cross_appoint(person=person, post=post, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_a_full_post_is_refused_with_the_names(person: Person, post: Post) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="职数 1 已满：张丽"):
        give(make_person("赵强"), post)


def test_a_post_that_fills_up_later_in_the_term_is_refused(person: Person, post: Post) -> None:
    give(person, post, on=NEXT_YEAR)
    with pytest.raises(BadInput, match="已满"):
        give(make_person("赵强"), post)


def test_a_full_post_takes_somebody_until_the_next_begins(person: Person, post: Post) -> None:
    give(person, post, on=NEXT_YEAR)
    assert give(make_person("赵强"), post, until=NEXT_YEAR).pk


def test_somebody_lent_does_not_use_up_the_headcount(person: Person, post: Post) -> None:
    give(person, post)
    lent = second(person=make_person("赵强"), post=post, on=TODAY, until=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)
    assert lent.kind == AppointmentKind.SECONDMENT


def test_a_term_beyond_the_post_is_refused(person: Person, office: Unit) -> None:
    ending = make_post(office, valid_to=NEXT_YEAR)
    with pytest.raises(BadInput, match="任期超出"):
        give(person, ending)
    assert give(person, ending, until=NEXT_YEAR).pk


def test_all_reasons_come_at_once(person: Person, post: Post, street: Unit) -> None:
    give(make_person("赵强"), post)
    give(person, make_post(street))
    with pytest.raises(BadInput) as refusal:
        give(person, post)
    assert len(refusal.value.errors[""]) == 2


def test_nobody_appoints_themselves(post: Post) -> None:
    capacity = make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.CITY})
    with pytest.raises(BadInput, match="不能给自己任职"):
        give(Person.objects.get(pk=capacity.person_id), post, capacity=capacity)


ADMINS = ("system", "security", "audit")


@pytest.fixture
def admin_posts(office: Unit) -> dict[str, Post]:
    return {name: make_post(office, make_role(name, name=name, exclusive_group="admin3")) for name in ADMINS}


@pytest.mark.parametrize("pair", [("system", "security"), ("security", "audit"), ("audit", "system")])
def test_the_three_administrators_are_never_one_person(
    person: Person, admin_posts: dict[str, Post], pair: tuple[str, str]
) -> None:
    give(person, admin_posts[pair[0]])
    with pytest.raises(BadInput, match="不得由一人兼任"):
        cross_appoint(person=person, post=admin_posts[pair[1]], on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_one_administrator_after_another_is_fine(person: Person, admin_posts: dict[str, Post]) -> None:
    give(person, admin_posts["system"], until=NEXT_YEAR)
    assert give(person, admin_posts["audit"], on=NEXT_YEAR).pk


def test_an_administrator_may_hold_an_ordinary_post_besides(person: Person, post: Post, admin_posts: Any) -> None:
    give(person, admin_posts["system"])
    assert cross_appoint(person=person, post=post, on=TODAY, document=DOCUMENT, capacity=SYSTEM).pk


def test_the_last_security_administrator_stays(office: Unit) -> None:
    role = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    post = make_post(office, role)
    held = make_appointment(make_person("陈静", username="anquan1"), post)
    with pytest.raises(BadInput, match="最后一个能管理账号的人"):
        end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    make_appointment(make_person("周敏", username="anquan2"), post)
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
