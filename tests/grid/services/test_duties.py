from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from chengzhi.grid.enums import DutyKind
from chengzhi.grid.handlers import end_duties_of_the_departed
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.grid.services import assign_duty, end_duties_of, end_duty
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent, Role
from chengzhi.organisation.events import AppointmentEnded
from chengzhi.organisation.models import Appointment, Person, Post, Unit
from tests.factories.grid import SINCE, alice

DAY = date(2024, 3, 1)


@pytest.fixture
def carol(cells: list[Cell]) -> Person:
    return Person.objects.create(name="carol", phone="13900000001", employment="contract")


def assign(cell: Cell, capacity: Capacity = SYSTEM, **given: Any) -> CellDuty:
    facts: dict[str, Any] = {"kind": "cadre", "name": "王主任", "effective_on": DAY} | given
    return assign_duty(capacity=capacity, cell_code=cell.code, **facts)


def test_a_person_of_the_register_answers_for_a_cell(cells: list[Cell], carol: Person) -> None:
    duty = assign(cells[0], alice(), kind="collector", person=carol, name="")
    assert (duty.name, duty.phone, duty.person) == ("carol", "13900000001", carol)
    assert duty.recorded_by.startswith("alice")
    payload = OutboxEvent.objects.get(name="grid.duty_changed").payload
    assert (payload["kind"], payload["person_id"], payload["on"]) == ("collector", carol.pk, "2024-03-01")


def test_a_name_without_a_person_will_do(cells: list[Cell]) -> None:
    duty = assign(cells[0], kind="firm", name=" 学田超市 ", phone=" 0513-1 ")
    assert (duty.name, duty.phone, duty.person) == ("学田超市", "0513-1", None)


def test_everything_missing_is_named_at_once(cells: list[Cell]) -> None:
    with pytest.raises(BadInput) as caught:
        assign(cells[0], kind="king", name=" ", effective_on=SINCE - timedelta(days=1))
    assert set(caught.value.errors) == {"kind", "name", "effective_on"}


def test_nobody_is_assigned_twice_to_one_cell(cells: list[Cell]) -> None:
    assign(cells[0])
    with pytest.raises(BadInput, match="已经是"):
        assign(cells[0])
    assign(cells[0], kind="cleaner")
    assign(cells[1])


def test_a_retired_cell_takes_nobody(cells: list[Cell]) -> None:
    Cell.objects.filter(pk=cells[0].pk).update(valid_to=DAY)
    with pytest.raises(BadInput):
        assign(cells[0])


def test_assigning_needs_the_right_in_the_territory(cells: list[Cell]) -> None:
    for capacity in (alice("320613007"), alice(grants={})):
        with pytest.raises(Forbidden):
            assign(cells[0], capacity)


def test_an_unknown_cell_is_not_found(cells: list[Cell]) -> None:
    with pytest.raises(NotFound):
        assign_duty(capacity=SYSTEM, cell_code="320613006001999", kind="cadre", name="某", effective_on=DAY)


def test_a_duty_ends_on_a_day(cells: list[Cell]) -> None:
    duty = assign(cells[0])
    assert end_duty(capacity=alice(), duty_id=duty.pk, effective_on=DAY + timedelta(days=1)).valid_to
    assert OutboxEvent.objects.filter(name="grid.duty_changed").count() == 2


def test_a_duty_does_not_end_before_it_began_nor_later_than_settled(cells: list[Cell]) -> None:
    duty = assign(cells[0])
    with pytest.raises(BadInput):
        end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY)
    end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=9))
    end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=5))
    with pytest.raises(BadInput):
        end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=6))


def test_ending_needs_the_right_and_a_duty(cells: list[Cell]) -> None:
    duty = assign(cells[0])
    with pytest.raises(Forbidden):
        end_duty(capacity=alice("320613007"), duty_id=duty.pk, effective_on=DAY + timedelta(days=1))
    with pytest.raises(NotFound):
        end_duty(capacity=SYSTEM, duty_id=0, effective_on=DAY)


def test_who_leaves_answers_for_no_cell(cells: list[Cell], carol: Person) -> None:
    running = assign(cells[0], person=carol)
    assign(cells[1], person=carol, effective_on=DAY + timedelta(days=30))
    other = assign(cells[1])
    assert end_duties_of(person_id=carol.pk, effective_on=DAY + timedelta(days=10)) == 1
    running.refresh_from_db()
    assert running.valid_to == DAY + timedelta(days=10)
    assert list(CellDuty.objects.filter(cell=cells[1])) == [other]


def ended(person: Person, followed_by: int | None = None) -> AppointmentEnded:
    return AppointmentEnded(appointment_id=1, person_id=person.pk, unit_id=1, on="2024-06-01", followed_by=followed_by)


def test_the_end_of_the_last_appointment_ends_the_duties(cells: list[Cell], carol: Person) -> None:
    duty = assign(cells[0], person=carol)
    end_duties_of_the_departed(ended(carol, followed_by=7))
    duty.refresh_from_db()
    assert duty.valid_to is None
    end_duties_of_the_departed(ended(carol))
    duty.refresh_from_db()
    assert duty.valid_to == date(2024, 6, 1)


def test_whoever_goes_on_in_another_post_keeps_the_cells(cells: list[Cell], carol: Person) -> None:
    unit = Unit.objects.create(code="street", kind="street_office", name="学田街道", valid_from=SINCE)
    role = Role.objects.create(code="collector", name="采集员")
    post = Post.objects.create(unit=unit, name="采集员", role=role, valid_from=SINCE)
    Appointment.objects.create(person=carol, post=post, valid_from=SINCE)
    duty = assign(cells[0], person=carol)
    end_duties_of_the_departed(ended(carol))
    duty.refresh_from_db()
    assert duty.valid_to is None


@pytest.mark.parametrize("wrong", [{"kind": "king"}, {"name": ""}, {"valid_to": SINCE}])
def test_the_database_refuses_a_duty_that_cannot_be(cells: list[Cell], wrong: dict[str, Any]) -> None:
    facts = {"cell": cells[0], "kind": "cadre", "name": "某", "valid_from": SINCE}
    with pytest.raises(IntegrityError):
        CellDuty.objects.create(**{**facts, **wrong})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "mayor"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "长" * 81}, "name"),
        ({"phone": "1" * 31}, "phone"),
        ({"effective_on": date(2000, 1, 1)}, "effective_on"),
    ],
)
def test_what_is_wrong_with_a_duty_is_named_by_field(cells: list[Cell], given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        assign(cells[0], **given)
    assert list(caught.value.errors) == [field]
    assert not CellDuty.objects.exists()


@pytest.mark.parametrize("kind", DutyKind)
def test_every_kind_of_duty_can_be_assigned_and_ended(cells: list[Cell], kind: DutyKind) -> None:
    duty = assign(cells[0], kind=kind)
    ended = end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=1))
    assert (ended.kind, ended.valid_to) == (kind, DAY + timedelta(days=1))
    assert OutboxEvent.objects.filter(name="grid.duty_changed").count() == 2


def test_one_person_may_have_two_duties_in_one_cell(cells: list[Cell], carol: Person) -> None:
    for kind in ("cadre", "collector"):
        assign(cells[0], kind=kind, person=carol)
    assert CellDuty.objects.filter(person=carol).count() == 2


def test_a_number_given_goes_before_that_of_the_person(cells: list[Cell], carol: Person) -> None:
    assert assign(cells[0], person=carol, phone=" 0513-85000000 ").phone == "0513-85000000"


def test_the_end_may_be_brought_forward_but_not_put_off(cells: list[Cell]) -> None:
    duty = assign(cells[0])
    end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=30))
    assert end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=9)).valid_to == date(
        2024, 3, 10
    )
    with pytest.raises(BadInput, match="请改日期"):
        end_duty(capacity=SYSTEM, duty_id=duty.pk, effective_on=DAY + timedelta(days=10))


def test_a_duty_that_has_not_begun_by_the_departure_never_was(cells: list[Cell], carol: Person) -> None:
    assign(cells[0], kind="collector", person=carol, effective_on=DAY + timedelta(days=5))
    assert end_duties_of(person_id=carol.pk, effective_on=DAY) == 0
    assert not CellDuty.objects.exists()


def test_who_answers_for_nothing_ends_nothing(cells: list[Cell], carol: Person) -> None:
    assert end_duties_of(person_id=carol.pk, effective_on=DAY) == 0
    assert not OutboxEvent.objects.filter(name="grid.duty_changed").exists()
