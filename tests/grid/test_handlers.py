"""What the grid does when the organisation changes."""

from datetime import date

import pytest

from chengzhi.grid.handlers import end_duties_of_the_departed
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.organisation.events import AppointmentEnded
from chengzhi.organisation.models import Appointment, Person
from tests.factories.grid import SINCE
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit

LAST = date(2026, 6, 1)


@pytest.fixture
def person(cells: list[Cell]) -> Person:
    """Somebody with one post until a day, who answers for two cells."""
    person = make_person("陈红")
    make_appointment(person, make_post(make_unit()), until=LAST)
    for cell in cells[:2]:
        CellDuty.objects.create(cell=cell, kind="collector", person=person, name="陈红", valid_from=SINCE)
    return person


def told(person: Person, followed_by: int | None = None) -> None:
    held = Appointment.objects.filter(person=person).earliest("pk")
    event = AppointmentEnded(
        appointment_id=held.pk,
        person_id=person.pk,
        unit_id=held.post.unit_id,
        on=LAST.isoformat(),
        followed_by=followed_by,
    )
    end_duties_of_the_departed(event)


def ends(person: Person) -> set[date | None]:
    return set(CellDuty.objects.filter(person=person).values_list("valid_to", flat=True))


def test_whoever_left_the_last_post_answers_for_no_cell(person: Person) -> None:
    told(person)
    assert ends(person) == {LAST}


def test_whoever_goes_on_in_another_post_keeps_the_cells(person: Person) -> None:
    make_appointment(person, make_post(make_unit("别处")), since=LAST)
    told(person)
    assert ends(person) == {None}


def test_whoever_was_carried_over_keeps_the_cells(person: Person) -> None:
    told(person, followed_by=7)
    assert ends(person) == {None}


def test_a_post_that_begins_only_later_does_not_keep_them(person: Person) -> None:
    make_appointment(person, make_post(make_unit("别处")), since=date(2026, 7, 1))
    told(person)
    assert ends(person) == {LAST}


def test_the_same_news_twice_changes_nothing_more(person: Person) -> None:
    told(person)
    told(person)
    assert ends(person) == {LAST}


def test_the_cells_of_others_are_left_alone(person: Person, cells: list[Cell]) -> None:
    other = CellDuty.objects.create(cell=cells[0], kind="cadre", name="李军", valid_from=SINCE)
    told(person)
    other.refresh_from_db()
    assert other.valid_to is None
