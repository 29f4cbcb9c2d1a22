"""Who holds which post when, and why somebody may not."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.models import Appointment, Person, Post, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person, capacity_of
from chengzhi.organisation.services import appoint, cross_appoint, end_appointment, second
from tests.factories.organisation import (
    make_capacity,
    make_person,
    make_post,
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


def test_dates_out_of_order_are_refused(person: Person, post: Post) -> None:
    with pytest.raises(BadInput, match="免职日要在任职日之后"):
        give(person, post, until=TODAY)


def test_without_the_right_nobody_is_appointed(person: Person, post: Post) -> None:
    with pytest.raises(Forbidden):
        give(person, post, capacity=make_capacity({}))
    with pytest.raises(NotFound):
        give(person, post, capacity=make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.UNIT}))
