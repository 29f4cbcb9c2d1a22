from datetime import timedelta

import pytest

from chengzhi.kernel import clock, outbox
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.calendar_services import set_day
from tests.factories.city import make_city
from tests.factories.loop import case_after

pytestmark = pytest.mark.django_db


def test_a_day_off_announced_later_moves_running_deadlines() -> None:
    case = case_after(make_city(), "take_over")
    outbox.deliver()
    due = case.clocks.get(name="handling").due_at
    assert due is not None
    set_day(capacity=SYSTEM, day=clock.now().date(), is_workday=False, name="停工", source="通知")
    set_day(capacity=SYSTEM, day=due.date(), is_workday=False, name="停工", source="通知")
    outbox.deliver()
    case.refresh_from_db()
    moved = case.clocks.get(name="handling").due_at
    assert moved is not None
    assert moved - due >= timedelta(hours=12)
    assert case.due_at == moved
