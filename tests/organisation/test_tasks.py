"""What the worker does for this room."""

from datetime import date, timedelta

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation import tasks
from chengzhi.organisation.models import Unit
from chengzhi.organisation.services import rename_unit
from tests.organisation.conftest import DOCUMENT, TODAY

NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def test_the_hourly_task_brings_values_up(office: Unit) -> None:
    rename(office, NEW_YEAR)
    tasks.bring_register_up_to_date(timestamp=0)
    assert not OutboxEvent.objects.exists()


def test_the_hourly_task_tells_what_has_come_into_force(office: Unit) -> None:
    rename(office, NEW_YEAR)
    with clock.at(clock.now() + timedelta(days=60)):
        tasks.bring_register_up_to_date(timestamp=0)
        tasks.bring_register_up_to_date(timestamp=3600)
    office.refresh_from_db()
    assert office.name == "新名字"
    assert OutboxEvent.objects.get().name == "organisation.unit_renamed"


def test_the_task_says_how_much_it_changed(office: Unit, caplog: pytest.LogCaptureFixture) -> None:
    rename(office, NEW_YEAR)
    with clock.at(clock.now() + timedelta(days=60)), caplog.at_level("INFO", "chengzhi.organisation.tasks"):
        tasks.bring_register_up_to_date(timestamp=42)
    assert "planned for 42: 1 units changed" in caplog.text
