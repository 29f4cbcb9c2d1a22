"""Who holds which post when, and why somebody may not."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.grid.services import assign_duty
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person, capacity_of
from chengzhi.organisation.services import (
    appoint,
    bring_up_to_date,
    cross_appoint,
    end_appointment,
    second,
    transfer_posts,
)
from tests.factories.grid import make_grid
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


def end(held: Appointment, on: date = TODAY, **changes: Any) -> Appointment:
    return end_appointment(appointment=held, **{"on": on, "document": DOCUMENT, "capacity": SYSTEM, **changes})


def test_ending_takes_the_later_heir_of_a_planned_transfer_along(person: Person, post: Post, street: Unit) -> None:
    held = give(person, post, on=date(2026, 1, 1))
    transfer_posts(posts=[post], to=street, on=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)
    assert len(capacities_of_person(person.pk, NEXT_YEAR)) == 1
    end(held)
    assert capacities_of_person(person.pk) == []
    assert capacities_of_person(person.pk, NEXT_YEAR) == []


def test_an_appointment_of_today_with_a_planned_heir_is_withdrawn_whole(
    person: Person, post: Post, street: Unit
) -> None:
    held = give(person, post)
    transfer_posts(posts=[post], to=street, on=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)
    end(held)
    assert not Appointment.objects.exists()


def test_an_appointment_that_was_acted_in_is_not_withdrawn_as_if_it_never_was(person: Person, post: Post) -> None:
    held = give(person, post)
    cell = make_grid()[0]
    acting = Capacity(appointment_id=held.pk, person_name="张丽", grants={"grid.duty.manage": Scope.CITY})
    assign_duty(capacity=acting, cell_code=cell.code, kind="cadre", name="李军", effective_on=TODAY)
    with pytest.raises(BadInput, match="已有经办记录") as refusal:
        end(held)
    assert list(refusal.value.errors) == ["on"]
    assert end(held, TODAY + timedelta(days=1)).valid_to == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("act", "kind", "book"),
    [
        (appoint, AppointmentKind.REGULAR, "appoint"),
        (cross_appoint, AppointmentKind.CROSS, "cross_appoint"),
        (second, AppointmentKind.SECONDMENT, "second"),
    ],
)
def test_each_way_into_a_post_has_its_own_kind_and_act(
    person: Person, post: Post, act: Any, kind: AppointmentKind, book: str
) -> None:
    held = act(person=person, post=post, on=TODAY, until=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)
    assert (held.kind, held.valid_from, held.valid_to, held.document) == (kind, TODAY, NEXT_YEAR, DOCUMENT)
    assert RegisterAct.objects.get().act == book


@pytest.mark.parametrize("document", ["", " ", "文" * 121])
def test_no_appointment_begins_or_ends_without_a_document_that_fits(person: Person, post: Post, document: str) -> None:
    with pytest.raises(BadInput) as refusal:
        give(person, post, document=document)
    assert list(refusal.value.errors) == ["document"]
    held = give(person, post)
    with pytest.raises(BadInput, match=r"没有填写|太长"):
        end(held, document=document)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), date(1999, 1, 1)])
def test_a_term_has_at_least_one_day(person: Person, post: Post, until: date) -> None:
    with pytest.raises(BadInput) as refusal:
        give(person, post, until=until)
    assert list(refusal.value.errors) == ["until"]
    assert not RegisterAct.objects.exists()


def test_a_term_of_one_day_gives_power_for_that_day_alone(person: Person, post: Post) -> None:
    held = give(person, post, until=TODAY + timedelta(days=1))
    assert held.last_day == TODAY
    assert capacity_of(held.pk, TODAY + timedelta(days=1)) is None


def test_the_end_of_a_term_can_be_brought_forward(person: Person, post: Post) -> None:
    held = give(person, post, on=date(2026, 1, 1), until=NEXT_YEAR)
    assert end(held).valid_to == TODAY


def test_an_end_that_lies_ahead_is_told_only_then(person: Person, post: Post) -> None:
    end(give(person, post, on=date(2026, 1, 1)), NEXT_YEAR)
    assert not OutboxEvent.objects.exists()
    bring_up_to_date(NEXT_YEAR)
    bring_up_to_date(NEXT_YEAR)
    assert OutboxEvent.objects.get().payload["on"] == "2027-11-23"


def test_ending_somebody_elsewhere_is_not_possible(person: Person, post: Post) -> None:
    held = give(person, post)
    elsewhere = make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.UNIT})
    with pytest.raises(NotFound):
        end(held, capacity=elsewhere)
    held.refresh_from_db()
    assert held.valid_to is None


def test_a_refused_appointment_leaves_no_trace(person: Person, post: Post) -> None:
    give(make_person("赵强"), post)
    with pytest.raises(BadInput):
        give(person, post)
    assert Appointment.objects.count() == RegisterAct.objects.count() == 1
