"""Values of today are brought up, and what is due is told once."""

from datetime import date, timedelta
from typing import Any

from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.models import Unit, UnitVersion
from chengzhi.organisation.services import (
    bring_up_if_due,
    bring_up_to_date,
    rename_unit,
)
from tests.factories.organisation import make_unit
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
