"""Values of today are brought up, and what is due is told once."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.enums import SuccessionKind
from chengzhi.organisation.models import RegisterVersion, Unit, UnitVersion
from chengzhi.organisation.selectors import register_state
from chengzhi.organisation.services import (
    bring_up_if_due,
    bring_up_to_date,
    rename_unit,
)
from chengzhi.organisation.services.refresh import record_succession
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def test_the_first_call_of_a_day_brings_values_up(office: Unit, django_assert_num_queries: Any) -> None:
    rename(office, TODAY - timedelta(days=1))
    UnitVersion.objects.create(
        unit=make_unit("x"), name="y", kind="team", valid_from=date(2010, 1, 1), valid_to=date(2011, 1, 1)
    )
    assert bring_up_if_due() > 0
    with django_assert_num_queries(1):
        bring_up_if_due()


def test_a_planned_rename_shows_and_is_told_on_its_day(office: Unit) -> None:
    rename(office, on=NEW_YEAR)
    office.refresh_from_db()
    assert office.name == "城东街道城综办"
    assert not OutboxEvent.objects.exists()
    assert bring_up_to_date(NEW_YEAR) == 1
    office.refresh_from_db()
    assert office.name == "新名字"
    assert OutboxEvent.objects.count() == 1


def test_what_is_due_is_told_exactly_once(office: Unit) -> None:
    rename(office, on=NEW_YEAR)
    bring_up_to_date(NEW_YEAR)
    assert bring_up_to_date(NEW_YEAR) == 0
    assert OutboxEvent.objects.count() == 1


def test_a_wrong_current_value_is_put_right_by_the_history(office: Unit) -> None:
    Unit.objects.filter(pk=office.pk).update(name="被改坏", short_name="x", kind="team", parent=None)
    assert bring_up_to_date() == 1
    office.refresh_from_db()
    assert (office.name, office.kind, office.parent and office.parent.code) == (
        "城东街道城综办",
        "urban_office",
        "jd-cd",
    )


def test_values_can_be_brought_up_for_any_day(office: Unit) -> None:
    rename(office, NEW_YEAR)
    assert bring_up_to_date(NEW_YEAR) == 1
    assert bring_up_to_date(TODAY) == 1
    office.refresh_from_db()
    assert office.name == "城东街道城综办"


def test_the_day_of_the_last_bringing_up_is_noted(office: Unit) -> None:
    bring_up_to_date(NEW_YEAR)
    assert register_state()[1] == NEW_YEAR


@pytest.mark.parametrize(("refreshed", "again"), [(None, True), (TODAY - timedelta(days=1), True), (TODAY, False)])
def test_values_are_brought_up_once_a_day(office: Unit, refreshed: date | None, again: Any) -> None:
    RegisterVersion.objects.update(refreshed_on=refreshed)
    Unit.objects.filter(pk=office.pk).update(name="旧值")
    bring_up_if_due()
    office.refresh_from_db()
    assert (office.name == "城东街道城综办") is again


def test_without_its_row_nothing_is_brought_up(office: Unit) -> None:
    RegisterVersion.objects.all().delete()
    assert bring_up_if_due() == 0


def test_successions_are_told_in_the_order_of_their_days(office: Unit, street: Unit) -> None:
    rename(office, NEW_YEAR)
    rename_unit(unit=street, name="学田街道", on=date(2026, 12, 1), document=DOCUMENT, capacity=SYSTEM)
    bring_up_to_date(NEW_YEAR)
    days = [event.payload["on"] for event in OutboxEvent.objects.order_by("pk")]
    assert days == ["2026-12-01", "2027-01-01"]


@pytest.mark.parametrize("kind", SuccessionKind)
def test_every_kind_of_succession_is_told_with_both_sides(street: Unit, office: Unit, kind: SuccessionKind) -> None:
    made = record_succession(kind, TODAY, DOCUMENT, [office], [street])
    bring_up_to_date()
    event = OutboxEvent.objects.get()
    assert event.payload == {
        "succession_id": made.pk,
        "on": "2026-11-23",
        "predecessors": [office.pk],
        "successors": [street.pk],
    }
    made.refresh_from_db()
    assert made.announced_at == clock.now()


def test_endings_are_told_once_each(office: Unit) -> None:
    for name in ("王敏", "李军"):
        make_appointment(make_person(name), make_post(office), until=TODAY)
    for _twice in range(2):
        bring_up_to_date()
    assert OutboxEvent.objects.filter(name="organisation.appointment_ended").count() == 2
