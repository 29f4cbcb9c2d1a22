from dataclasses import asdict

import pytest

from chengzhi.cases.events import DeadlinePassed, ReportAnswered
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.outbox import Event
from tests.factories.city import make_city
from tests.factories.loop import case_after


@pytest.mark.parametrize("event", [DeadlinePassed("case", "1", "file", "2026-11-23"), ReportAnswered(1, "1", "close")])
def test_an_event_is_frozen_and_friendly_to_json(event: Event) -> None:
    assert event.event_name.startswith("cases.")
    assert all(isinstance(value, str | int) for value in asdict(event).values())


@pytest.mark.django_db
def test_closing_tells_that_the_reporter_was_answered() -> None:
    case = case_after(make_city(), "close")
    event = OutboxEvent.objects.get(name="cases.report_answered")
    assert event.payload["case_number"] == case.number
    assert event.payload["outcome"] == "close"
