"""Who holds which post when, and why somebody may not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person, capacity_of
from chengzhi.organisation.services import appoint, cross_appoint, end_appointment, second
from tests.factories.organisation import (
    make_appointment,
    make_capacity,
    make_person,
    make_post,
    make_role,
    make_unit,
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


def test_an_appointment_gives_power_from_its_day(person: Person, post: Post) -> None:
    held = give(person, post)
    assert capacity_of(held.pk, TODAY - timedelta(days=1)) is None
    assert capacity_of(held.pk, TODAY) is not None


def test_the_act_is_in_the_book_with_person_and_unit(person: Person, post: Post) -> None:
    give(person, post)
    act = RegisterAct.objects.get()
    assert (act.act, act.person, act.unit, act.note) == ("appoint", person, post.unit, "办事员")


def test_an_appointment_that_ended_yesterday_has_no_power(person: Person, post: Post) -> None:
    held = give(person, post, on=date(2026, 1, 1))
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert capacity_of(held.pk, TODAY - timedelta(days=1)) is not None
    assert capacity_of(held.pk, TODAY) is None
    assert held.last_day is None
    assert Appointment.objects.get().last_day == TODAY - timedelta(days=1)


def test_the_end_is_told_on_its_day_once(person: Person, post: Post) -> None:
    held = give(person, post, on=date(2026, 1, 1))
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    event = OutboxEvent.objects.get()
    assert (event.name, event.payload["person_id"]) == ("organisation.appointment_ended", person.pk)


def test_an_appointment_that_has_not_begun_is_withdrawn(person: Person, post: Post) -> None:
    held = give(person, post, on=NEXT_YEAR)
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert not Appointment.objects.exists()


def test_an_ended_appointment_is_not_ended_again(person: Person, post: Post) -> None:
    held = give(person, post, on=date(2026, 1, 1), until=TODAY)
    with pytest.raises(BadInput, match="已经终止"):
        end_appointment(appointment=held, on=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)


def test_a_person_can_hold_a_regular_a_cross_and_a_lent_post_at_once(person: Person, post: Post, street: Unit) -> None:
    give(person, post)
    facts: dict[str, Any] = {"person": person, "on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}
    cross_appoint(post=make_post(street, name="副主任"), **facts)
    second(post=make_post(street, name="专班成员"), until=NEXT_YEAR, **facts)
    names = [one.post_name for one in capacities_of_person(person.pk)]
    assert names == ["办事员", "副主任", "专班成员"]


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


def test_dates_out_of_order_are_refused(person: Person, post: Post) -> None:
    with pytest.raises(BadInput, match="免职日要在任职日之后"):
        give(person, post, until=TODAY)


def test_nobody_appoints_themselves(post: Post) -> None:
    capacity = make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.CITY})
    with pytest.raises(BadInput, match="不能给自己任职"):
        give(Person.objects.get(pk=capacity.person_id), post, capacity=capacity)


def test_without_the_right_nobody_is_appointed(person: Person, post: Post) -> None:
    with pytest.raises(Forbidden):
        give(person, post, capacity=make_capacity({}))
    with pytest.raises(NotFound):
        give(person, post, capacity=make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.UNIT}))


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


def test_the_database_keeps_the_administrators_apart(person: Person, admin_posts: dict[str, Post]) -> None:
    make_appointment(person, admin_posts["system"], since=TODAY)
    with pytest.raises(IntegrityError, match="exclusive group admin3"), transaction.atomic():
        make_appointment(person, admin_posts["audit"], since=TODAY, kind=AppointmentKind.CROSS)


def test_the_database_refuses_to_join_held_roles_in_a_group(person: Person, office: Unit) -> None:
    roles = [make_role(), make_role(exclusive_group="admin3")]
    for role, kind in zip(roles, (AppointmentKind.REGULAR, AppointmentKind.CROSS), strict=True):
        make_appointment(person, make_post(office, role), kind=kind)
    roles[0].exclusive_group = "admin3"
    with pytest.raises(IntegrityError, match="somebody holds role"), transaction.atomic():
        roles[0].save()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("appointment_dates_in_order", {"valid_to": date(2015, 1, 1)}),
        ("appointment_secondment_has_an_end", {"kind": "secondment"}),
        ("appointment_kind_known", {"kind": "boss"}),
    ],
)
def test_the_database_refuses_a_malformed_appointment(
    person: Person, post: Post, constraint: str, changes: dict[str, Any]
) -> None:
    facts = {"person": person, "post": post, "valid_from": date(2015, 1, 1)}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Appointment.objects.create(**{**facts, **changes})


def test_the_database_refuses_two_regular_posts_at_once(person: Person, post: Post) -> None:
    make_appointment(person, post)
    with pytest.raises(IntegrityError, match="appointment_one_regular_at_a_time"), transaction.atomic():
        make_appointment(person, make_post(make_unit("别处")))


def test_the_last_security_administrator_stays(office: Unit) -> None:
    role = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    post = make_post(office, role)
    held = make_appointment(make_person("陈静", username="anquan1"), post)
    with pytest.raises(BadInput, match="最后一个能管理账号的人"):
        end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    make_appointment(make_person("周敏", username="anquan2"), post)
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
