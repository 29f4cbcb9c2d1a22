from datetime import timedelta

import pytest

from chengzhi.cases import tasks
from chengzhi.kernel import clock
from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import make_city
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


def test_the_watch_escalates_a_limit_that_has_passed_once() -> None:
    case = report(make_city())
    with clock.at(clock.now() + timedelta(hours=1)):
        tasks.watch(timestamp=0)
        tasks.watch(timestamp=60)
    assert case.steps.filter(name="escalate").count() == 1


def test_waiting_events_are_told() -> None:
    report(make_city())
    assert OutboxEvent.objects.filter(delivered_at=None).exists()
    tasks.deliver_events(timestamp=0)
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_the_worker_knows_what_to_do_again_and_again() -> None:
    assert {"deliver_events", "play_longer_history", "watch"} == set(tasks.__all__)
